/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the one source of chance of the sample exports.
///
/// Every thing that is made has a generator of its own, seeded by what it is, so that any entry can be made alone,
/// in any order and as often as needed, and is the same each time.
struct SampleRandom {
    private static let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A generator for the thing `index` of the kind `topic` in the export `seed`.
    init(_ seed: UInt64, _ topic: StaticString, _ index: Int) {
        var hash = topic.withUTF8Buffer { bytes in
            bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        }
        hash = Self.mix(hash ^ Self.mix(seed))
        state = Self.mix(hash &+ UInt64(bitPattern: Int64(index)))
    }

    mutating func next() -> UInt64 {
        state &+= Self.gamma
        return Self.mix(state)
    }

    /// A number from 0 up to, not including, `bound`; 0 when `bound` is not positive.
    mutating func below(_ bound: Int) -> Int {
        bound > 0 ? Int(next() % UInt64(bound)) : 0
    }

    mutating func pick(_ choices: [String]) -> String {
        choices.isEmpty ? "" : choices[below(choices.count)]
    }

    /// `digits` lower-case hexadecimal or base-32 digits, as Google's identifiers have.
    mutating func identifier(_ digits: Int, alphabet: StaticString = "0123456789abcdefghijklmnopqrstuv") -> String {
        alphabet.withUTF8Buffer { letters in
            String(
                decoding: (0..<digits).map { _ in letters[Int(next() % UInt64(letters.count))] }, as: UTF8.self)
        }
    }

    /// Fills `buffer` with the bytes that start at the 8-byte word `word` of the endless content `seed`.
    static func fill(_ buffer: UnsafeMutableRawBufferPointer, seed: UInt64, fromWord word: UInt64) {
        var counter = seed &+ word &* gamma
        var offset = 0
        while offset + 8 <= buffer.count {
            counter &+= gamma
            buffer.storeBytes(of: mix(counter).littleEndian, toByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        if offset < buffer.count {
            var last = mix(counter &+ gamma)
            while offset < buffer.count {
                buffer[offset] = UInt8(truncatingIfNeeded: last)
                last >>= 8
                offset += 1
            }
        }
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
