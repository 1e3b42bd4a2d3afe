internal import ArgumentParser
internal import Foundation
internal import TestKit

/// `degoogle-bench sample`: the generator of sample exports.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write a made-up export, and what an import must find in it.")

    /// What kind of export.
    enum Preset: String, CaseIterable, ExpressibleByArgument {
        case demo, tiny, many, library, huge, calendar, files
    }

    /// How it is packed.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case zip, tgz, tar, folder
    }

    /// Whose export it is.
    enum Provider: String, CaseIterable, ExpressibleByArgument {
        case googleTakeout = "google-takeout"
        case apple, facebook, instagram, messenger, microsoft, amazon, evernote

        /// The sample of a provider that has only one; Google's is made to measure.
        func sample(isFrench: Bool) -> ProviderSample? {
            switch self {
            case .googleTakeout: nil
            case .apple: SampleApple.export(french: isFrench)
            case .facebook: SampleMeta(.facebookSince2024, isFrench: isFrench).sample
            case .instagram: SampleMeta(.instagramSince2024, isFrench: isFrench).sample
            case .messenger: SampleMeta(.messenger, isFrench: isFrench).sample
            case .microsoft: .microsoft(isFrench: isFrench)
            case .amazon: .amazon(isFrench: isFrench)
            case .evernote: SampleEvernote.export
            }
        }
    }

    @Argument(help: "The directory to write to; it is made if need be.")
    var directory: String

    @Option(
        help: """
            Whose export: google-takeout, apple, facebook, instagram, messenger, microsoft, amazon or evernote. What \
            kind, how many and what to expect can only be said of Google's.
            """)
    var provider = Provider.googleTakeout

    @Option(
        help:
            "What kind: demo, tiny, many (entries), library (bytes in files), huge (one entry), calendar, files (equal)."
    )
    var preset: Preset = .demo

    @Option(help: "How many entries (many), files (library, files) or events (calendar).")
    var count = 20_000

    @Option(help: "How many bytes in all (library, huge), or in each (files).")
    var bytes: UInt64 = 2_000_000_000

    @Option(help: "zip, tgz, tar or folder.")
    var form: Form = .zip

    @Option(help: "Into how many parts.")
    var parts = 1

    @Option(help: "The language of folder names: english, french or german.")
    var language = "french"

    @Option(help: "The name to give the one part there is, instead of the provider's.")
    var name: String?

    @Option(help: "A file for what an import must find in it, as JSON.")
    var expected: String?

    func run() throws {
        var export: SampleExport =
            switch preset {
            case .demo: .demo
            case .tiny: .tiny
            case .many: .manyEntries(count, structuredShare: 0.02)
            case .library: .library(bytes: bytes, files: count)
            case .huge: .oneHuge(bytes)
            case .calendar: .oneCalendar(events: count)
            case .files: .equalFiles(count, bytes: bytes)
            }
        switch language {
        case "english": export.language = .english
        case "french": export.language = .french
        case "german": export.language = .german
        default: throw ValidationError("There are the languages english, french and german.")
        }
        if provider != .googleTakeout, expected != nil {
            throw ValidationError("What an import must find is only known of google-takeout.")
        }
        var packing = SamplePacking()
        packing.format =
            switch form {
            case .zip: .zip
            case .tgz: .tgz
            case .tar: .tar
            case .folder: .folder
            }
        packing.split = .parts(parts)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let other = provider.sample(isFrench: language == "french")
        var paths = try other?.write(to: directory, as: packing) ?? export.write(to: directory, as: packing)
        if let name, paths.count == 1 {
            let target = directory + "/" + name
            if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
            try FileManager.default.moveItem(atPath: paths[0], toPath: target)
            paths = [target]
        }
        if let expected { try Data(export.expected(as: packing).json.utf8).write(to: URL(fileURLWithPath: expected)) }
        for path in paths { print(path) }
    }
}
