import JSON

/// Feeds bytes to the reader and checks what must hold for any bytes at all.
///
/// The first byte says how the rest is cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let size = max(1, Int(input.first ?? 1) % 32)
    let bytes = Array(input.dropFirst())
    for limits in [JSONLimits(), JSONLimits(depth: 3, stringBytes: 8, numberBytes: 4)] {
        let whole = Reading(bytes, pieces: bytes.count + 1, limits)
        check(Reading(bytes, pieces: size, limits) == whole, "the pieces of a text change what is read")
        let value = Result { () throws(JSONProblem) in try JSONValue.parse(bytes, limits: limits) }
        switch value {
        case .success(let value):
            check(whole.problem == nil, "a value is made of what is no JSON")
            check(shape(value) == whole.shape, "a value has another shape than its tokens")
        case .failure(let problem): check(whole.problem == problem, "a value fails for another reason")
        }
        checkElements(bytes, pieces: size, limits, against: whole.problem)
        checkSkipping(bytes, pieces: size, limits, against: whole.problem)
    }
    return 0
}

/// What a reader says of a text.
private struct Reading: Equatable {
    var tokens: [JSONToken] = []
    var texts: [String] = []
    var numbers: [Int64?] = []
    var offsets: [Int] = []
    var damagedTexts = 0
    var problem: JSONProblem?

    /// The tokens without names, as `shape(_:)` gives them.
    var shape: [JSONToken] { tokens.filter { $0 != .key && $0 != .end } }

    init(_ bytes: [UInt8], pieces size: Int, _ limits: JSONLimits) {
        var feeder = Feeder(bytes, size, limits)
        do throws(JSONProblem) {
            while true {
                let token = try feeder.reader.next()
                if token == .needsBytes {
                    feeder.more()
                    continue
                }
                tokens.append(token)
                offsets.append(feeder.reader.offset)
                if [.key, .string].contains(token) { texts.append(feeder.reader.text()) }
                if token == .number { numbers.append(feeder.reader.integer) }
                if token == .end { break }
            }
        } catch {
            problem = error
        }
        damagedTexts = feeder.reader.damagedTexts
    }
}

/// Gives a text to a reader in pieces of one size.
private struct Feeder {
    var reader: JSONReader
    private var rest: ArraySlice<UInt8>
    private let bytes: [UInt8]
    private let size: Int

    init(_ bytes: [UInt8], _ size: Int, _ limits: JSONLimits) {
        self.bytes = bytes
        self.size = size
        rest = bytes[...]
        reader = JSONReader(limits: limits)
    }

    mutating func more() {
        if rest.isEmpty { return reader.finish() }
        reader.feed(rest.prefix(size))
        rest = rest.dropFirst(size)
    }
}

private func shape(_ value: JSONValue) -> [JSONToken] {
    switch value {
    case .null: [.null]
    case .bool(let value): [value ? .true : .false]
    case .number: [.number]
    case .string: [.string]
    case .array(let elements): [.beginArray] + elements.flatMap(shape) + [.endArray]
    case .object(let members): [.beginObject] + members.flatMap { shape($0.value) } + [.endObject]
    }
}

/// Reading the elements of the outermost array one by one meets the same problem.
private func checkElements(_ bytes: [UInt8], pieces size: Int, _ limits: JSONLimits, against problem: JSONProblem?) {
    var feeder = Feeder(bytes, size, limits)
    var found: JSONProblem?
    do throws(JSONProblem) {
        var token = try feeder.reader.next()
        while token == .needsBytes {
            feeder.more()
            token = try feeder.reader.next()
        }
        guard token == .beginArray else { return }
        loop: while true {
            switch try feeder.reader.readValue(limit: 20) {
            case .needsBytes: feeder.more()
            case .end: break loop
            case .value, .tooLarge: break
            }
        }
        while token != .end {
            token = try feeder.reader.next()
            if token == .needsBytes { feeder.more() }
        }
    } catch {
        found = error
    }
    check(found == problem, "reading elements meets another problem")
}

/// Skipping every second value meets the same problem.
private func checkSkipping(_ bytes: [UInt8], pieces size: Int, _ limits: JSONLimits, against problem: JSONProblem?) {
    var feeder = Feeder(bytes, size, limits)
    var found: JSONProblem?
    var count = 0
    do throws(JSONProblem) {
        while true {
            let token = try feeder.reader.next()
            if token == .end { break }
            if token == .needsBytes {
                feeder.more()
                continue
            }
            count += 1
            guard count.isMultiple(of: 2) else { continue }
            while try !feeder.reader.skip() { feeder.more() }
        }
    } catch {
        found = error
    }
    check(found == problem, "skipping meets another problem")
}

private func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}
