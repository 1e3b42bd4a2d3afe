/// What ``JSONReader/readValue(limit:)`` gives.
public enum JSONElement: Hashable, Sendable {
    /// A value, whole.
    case value(JSONValue)
    /// A value that is larger than allowed. It has been passed over.
    case tooLarge
    /// There is no value left: the array or object, or the text, has ended.
    case end
    /// The bytes so far end in the middle: feed more, and ask again for the same.
    case needsBytes
}

extension JSONReader {
    /// Reads one value whole: behind a key its value, in an array its next element, in an object the value of its next
    /// member, else the text.
    ///
    /// After ``JSONElement/needsBytes`` it has to be called again before anything else is asked for.
    ///
    /// - Parameter limit: the most bytes the value may have in the text.
    public mutating func readValue(limit: Int) throws(JSONProblem) -> JSONElement {
        var builder = unfinishedValue ?? JSONValueBuilder(depth: depth, offset: offset)
        unfinishedValue = nil
        while true {
            let token = try next()
            if offset - builder.offset > limit { builder.giveUp() }
            switch token {
            case .needsBytes:
                unfinishedValue = builder
                return .needsBytes
            case .end: return .end
            case .key: if depth > builder.depth, builder.isWanted { builder.key(text()) }
            case .beginObject: builder.begin(isObject: true)
            case .beginArray: builder.begin(isObject: false)
            case .endObject, .endArray:
                if depth < builder.depth { return .end }
                builder.endContainer()
            case .string: if builder.isWanted { builder.add(.string(text())) }
            case .number: if builder.isWanted { builder.add(.number(number)) }
            case .true: builder.add(.bool(true))
            case .false: builder.add(.bool(false))
            case .null: builder.add(.null)
            }
            if depth == builder.depth, token != .key {
                guard let value = builder.value else { return .tooLarge }
                return .value(value)
            }
        }
    }

    /// Passes over a value: behind a key its value; behind the beginning of an array or object all that is left of it.
    ///
    /// - Returns: `false` while bytes are missing: feed more, and call it again before anything else is asked for.
    public mutating func skip() throws(JSONProblem) -> Bool {
        let target: Int
        if let skippedDepth {
            target = skippedDepth
        } else {
            switch last {
            case .key: target = depth
            case .beginArray, .beginObject: target = depth - 1
            default: return true
            }
        }
        skippedDepth = nil
        while true {
            let token = try next()
            if token == .needsBytes {
                skippedDepth = target
                return false
            }
            if depth == target { return true }
        }
    }
}

/// A value that grows token by token.
struct JSONValueBuilder: Sendable {
    private struct Container {
        let isObject: Bool
        var name = ""
        var elements: [JSONValue] = []
        var members: [JSONValue.Member] = []
    }

    /// How many arrays and objects are open around the value.
    let depth: Int
    /// Where the value begins in the text.
    let offset: Int
    /// Whether the value has not become too large.
    private(set) var isWanted = true
    /// The value, when it is whole.
    private(set) var value: JSONValue?
    private var open: [Container] = []

    init(depth: Int, offset: Int) {
        self.depth = depth
        self.offset = offset
    }

    /// Lets go of a value that is too large.
    mutating func giveUp() {
        isWanted = false
        open = []
        value = nil
    }

    mutating func key(_ name: String) { open[open.count - 1].name = name }

    mutating func begin(isObject: Bool) { if isWanted { open.append(Container(isObject: isObject)) } }

    mutating func endContainer() {
        guard isWanted, let container = open.popLast() else { return }
        add(container.isObject ? .object(container.members) : .array(container.elements))
    }

    mutating func add(_ value: JSONValue) {
        guard isWanted else { return }
        guard let place = open.indices.last else {
            self.value = value
            return
        }
        if open[place].isObject {
            open[place].members.append(JSONValue.Member(open[place].name, value))
        } else {
            open[place].elements.append(value)
        }
    }
}
