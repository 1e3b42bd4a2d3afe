import JSON

/// Everything a reader says of a text, for comparing.
struct JSONEvents: Equatable {
    var lines: [String] = []
    var problem: JSONProblem?
    var damagedTexts = 0

    /// Reads a text that comes in pieces.
    ///
    /// - Parameter cuts: where it is cut, ascending.
    static func all(of bytes: [UInt8], cutAt cuts: [Int], limits: JSONLimits = JSONLimits()) -> JSONEvents {
        var events = JSONEvents()
        var reader = JSONReader(limits: limits)
        var pieces = pieces(of: bytes, cutAt: cuts)[...]
        do throws(JSONProblem) {
            while true {
                let token = try reader.next()
                switch token {
                case .needsBytes:
                    if let piece = pieces.popFirst() { reader.feed(piece) } else { reader.finish() }
                case .key, .string, .number:
                    let raw = reader.withRawBytes { span in span.withUnsafeBufferPointer { Array($0) } }
                    events.lines.append("\(token) \(reader.text()) \(raw) \(reader.offset) \(reader.depth)")
                default: events.lines.append("\(token) \(reader.offset) \(reader.depth)")
                }
                if token == .end { break }
            }
        } catch {
            events.problem = error
        }
        events.damagedTexts = reader.damagedTexts
        return events
    }

    static func pieces(of bytes: [UInt8], cutAt cuts: [Int]) -> [ArraySlice<UInt8>] {
        zip([0] + cuts, cuts + [bytes.count]).map { bytes[$0..<$1] }
    }
}
