internal import ArgumentParser
internal import Foundation
internal import JSON

/// `degoogle-bench json`: what reading the messages of a large JSON file costs beside Foundation's decoder.
struct JSONCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "json", abstract: "Reading a Facebook-like JSON file beside Foundation's JSONDecoder.")

    @Option(help: "How many bytes the file has, at least.")
    var bytes = 500_000_000

    @OptionGroup var options: ContestOptions

    func run() throws {
        let scratch = try Scratch(in: options.scratch)
        let file = scratch.path("message_1.json")
        try ThreadSample.write(to: file, bytes: bytes)
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        let rows = try Contest(
            contestants: JSONReadCommand.Program.allCases.map { program in
                Contestant(
                    name: program.rawValue,
                    commands: [Invocation([Programs.bench, "json-read", "--program", program.rawValue, file])],
                    check: { outputs in
                        let words = outputs[0].split { $0 == " " || $0 == "\n" }
                        guard words.count == 4 else { throw MeasurementError("\(program.rawValue) says nothing") }
                        return "\(words[0]) messages, \(words[1]) bytes of text, hash \(words[2])"
                    },
                    statedSeconds: { $0[0].split { $0 == " " || $0 == "\n" }.last.flatMap { Double($0) } })
            }, rounds: options.rounds ?? 3, scratch: scratch
        ).run()
        guard Set(rows.map(\.result)).count == 1 else { throw MeasurementError("they read different messages") }
        try ContestReport(
            name: "json",
            claim: "Sender, time and text of every message of a thread are read at least five times as fast as with "
                + "Foundation's JSONDecoder, in less than 100 MB of memory. The seconds are those from opening the "
                + "file to the last message.",
            data: "one thread of \(size) bytes as Facebook writes it", rows: rows
        ).show(options)
    }
}

/// `degoogle-bench json-read`: the work of one program in the measurement above.
struct JSONReadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "json-read",
        abstract: "Read the messages of a JSON file; print what they add up to and the seconds.",
        shouldDisplay: false)

    /// Who reads.
    enum Program: String, CaseIterable, ExpressibleByArgument {
        case degoogle = "JSONReader"
        case foundation = "JSONDecoder"
    }

    @Option(help: "Who reads.")
    var program = Program.degoogle

    @Argument(help: "The file.")
    var file: String

    func run() throws {
        var sum = MessageSum()
        let duration = try ContinuousClock().measure {
            switch program {
            case .degoogle: try stream(into: &sum)
            case .foundation:
                let data = try Data(contentsOf: URL(filePath: file))
                for message in try JSONDecoder().decode(MessageThread.self, from: data).messages { sum.add(message) }
            }
        }
        let (seconds, attoseconds) = duration.components
        print(sum.count, sum.bytes, sum.hash, Double(seconds) + Double(attoseconds) / 1e18)
    }

    private func stream(into sum: inout MessageSum) throws {
        let descriptor = open(file, O_RDONLY)
        guard descriptor >= 0 else { throw MeasurementError("\(file) cannot be opened") }
        defer { close(descriptor) }
        var reader = JSONReader()
        func next() throws -> JSONToken {
            while true {
                let token = try reader.next()
                guard token == .needsBytes else { return token }
                reader.fill(atMost: 1 << 18) { max(0, read(descriptor, $0.baseAddress, $0.count)) }
            }
        }
        func skip() throws {
            while try !reader.skip() {
                reader.fill(atMost: 1 << 18) { max(0, read(descriptor, $0.baseAddress, $0.count)) }
            }
        }
        guard try next() == .beginObject else { throw MeasurementError("\(file) is no thread") }
        while try next() == .key {
            guard reader.textEquals("messages") else {
                try skip()
                continue
            }
            guard try next() == .beginArray else { throw MeasurementError("\(file) is no thread") }
            while try next() == .beginObject {
                var message = ThreadMessage(sender_name: "", timestamp_ms: 0, content: nil)
                while try next() == .key {
                    if reader.textEquals("sender_name") {
                        if try next() == .string { message.sender_name = reader.text() }
                    } else if reader.textEquals("timestamp_ms") {
                        if try next() == .number { message.timestamp_ms = reader.integer ?? 0 }
                    } else if reader.textEquals("content") {
                        if try next() == .string { message.content = reader.text() }
                    } else {
                        try skip()
                    }
                }
                sum.add(message)
            }
        }
        guard try next() == .end else { throw MeasurementError("\(file) does not end") }
    }
}

/// A thread as the decoder takes it. The names are Facebook's.
private struct MessageThread: Decodable {
    let messages: [ThreadMessage]
}

private struct ThreadMessage: Decodable {
    var sender_name: String
    var timestamp_ms: Int64
    var content: String?
}

/// What shows that the same messages were read.
private struct MessageSum {
    var count = 0
    var bytes = 0
    /// FNV-1a over all texts and times.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ message: ThreadMessage) {
        count += 1
        let text = message.content ?? ""
        bytes += text.utf8.count
        mix(UInt64(text.utf8.count))
        mix(UInt64(message.sender_name.utf8.count))
        for byte in text.utf8.suffix(8) { mix(UInt64(byte)) }
        mix(UInt64(bitPattern: message.timestamp_ms))
    }

    private mutating func mix(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01B3 }
}

/// A thread of messages as Facebook writes it: newest first, each byte beyond ASCII an escape of its own.
private enum ThreadSample {
    static func write(to path: String, bytes: Int) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw MeasurementError("\(path) cannot be written") }
        var piece = "{\n  \"participants\": [\n    {\n      \"name\": \"Zo\\u00c3\\u00ab Lambert\"\n    }\n  ],\n"
        piece += "  \"messages\": [\n"
        var (written, number) = (0, 0)
        while true {
            piece += message(number)
            number += 1
            let isLast = written + piece.utf8.count >= bytes
            piece += isLast ? "\n  ],\n  \"title\": \"Caf\\u00c3\\u00a9\",\n  \"magic_words\": []\n}\n" : ",\n"
            if isLast || piece.utf8.count > 1 << 20 {
                try handle.write(contentsOf: Data(piece.utf8))
                written += piece.utf8.count
                piece = ""
            }
            if isLast { break }
        }
        try handle.close()
    }

    private static func message(_ number: Int) -> String {
        let sender = number % 3 == 0 ? "Zo\\u00c3\\u00ab Lambert" : "Ada Martin"
        var text = "    {\n      \"sender_name\": \"\(sender)\",\n"
        text += "      \"timestamp_ms\": \(1_700_000_000_000 - number * 61_234),\n"
        switch number % 10 {
        case 0:
            text += "      \"photos\": [\n        {\n          \"uri\": \"your_facebook_activity/messages/inbox/"
            text += "ada_1/photos/\(number).jpg\",\n          \"creation_timestamp\": \(1_700_000_000 - number)\n"
            text += "        }\n      ],\n"
        case 1:
            text += "      \"content\": \"\\u00f0\\u009f\\u0099\\u0082\\u00f0\\u009f\\u008e\\u0089 \(number)\",\n"
            text += "      \"reactions\": [\n        {\n          \"reaction\": \"\\u00e2\\u009d\\u00a4\",\n"
            text += "          \"actor\": \"Zo\\u00c3\\u00ab Lambert\"\n        }\n      ],\n"
        case 2, 3, 4:
            text += "      \"content\": \"On se retrouve \\u00c3\\u00a0 la gare vers \(number % 24) h, d'accord ? "
            text += "J'am\\u00c3\\u00a8ne le g\\u00c3\\u00a2teau.\",\n"
        default:
            let words = ["see you tomorrow", "I will bring the tent", "the train is late again", "what a day it was"]
            let line = (0...number % 5).map { words[($0 + number) % words.count] }.joined(separator: ", ")
            text += "      \"content\": \"\(line), \\\"\(number)\\\"\",\n"
        }
        return text + "      \"is_geoblocked_for_viewer\": false\n    }"
    }
}
