/// Small pictures that every decoder opens: baseline JPEG (ITU-T T.81) with one flat colour for each block of 8 by 8.
struct SampleJPEG {
    /// Quantisation of the mean of a block: with 8, a coefficient is the mean of the block less 128.
    private static let quantiser: UInt8 = 8
    /// Codes of each length for the differences of means, T.81 table K.3; their values are 0 to 11 in order.
    private static let codeCounts: [UInt8] = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    private static let codes: [(code: UInt32, length: Int)] = {
        var codes: [(UInt32, Int)] = []
        var code: UInt32 = 0
        for (index, count) in codeCounts.enumerated() {
            for _ in 0..<count {
                codes.append((code, index + 1))
                code += 1
            }
            code <<= 1
        }
        return codes
    }()

    private var bytes: [UInt8] = []
    private var pending: UInt32 = 0
    private var pendingBits = 0

    /// A picture of `columns` by `rows` blocks; `colour` gives Y, Cb and Cr of a block.
    static func picture(
        columns: Int, rows: Int, colour: (_ column: Int, _ row: Int) -> (Int, Int, Int)
    ) -> [UInt8] {
        var picture = SampleJPEG()
        picture.header(width: columns * 8, height: rows * 8)
        var last = (0, 0, 0)
        for row in 0..<rows {
            for column in 0..<columns {
                let next = colour(column, row)
                picture.block(next.0 - 128 - last.0)
                picture.block(next.1 - 128 - last.1)
                picture.block(next.2 - 128 - last.2)
                last = (next.0 - 128, next.1 - 128, next.2 - 128)
            }
        }
        // The last byte of the scan is filled with ones, T.81 section F.1.2.3.
        picture.put(0x7F, 7)
        picture.bytes += [0xFF, 0xD9]
        return picture.bytes
    }

    /// A portrait, 96 pixels square: a head and shoulders in the colours of `random`.
    static func portrait(_ random: inout SampleRandom) -> [UInt8] {
        let back = (random.below(60) + 60, random.below(120) + 60, random.below(120) + 60)
        let front = (random.below(50) + 180, random.below(60) + 90, random.below(60) + 130)
        return picture(columns: 12, rows: 12) { column, row in
            let (x, y) = (column * 2 - 11, row * 2 - 9)
            let head = x * x + y * y < 30
            let shoulders = x * x + (row * 2 - 25) * (row * 2 - 25) < 100
            return head || shoulders ? front : (back.0 + row * 3, back.1, back.2)
        }
    }

    /// A landscape, 256 by 192 pixels: sky, sun and a line of hills.
    static func landscape(_ random: inout SampleRandom) -> [UInt8] {
        let (sun, height, blue) = (random.below(32), 8 + random.below(8), 150 + random.below(60))
        return picture(columns: 32, rows: 24) { column, row in
            let hill = 24 - height + (column * 5 % 7 + column / 3 * 2 % 5) / 2
            let (x, y) = (column - sun, row - 4)
            if row >= hill { return (90 + (row - hill) * 4, 100, 110) }
            return x * x + y * y < 8 ? (235, 90, 150) : (150 + row * 3, blue, 110)
        }
    }

    private mutating func header(width: Int, height: Int) {
        bytes += [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]
        bytes += [0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: Self.quantiser, count: 64)
        bytes += [0xFF, 0xC0, 0, 17, 8]
        bytes += [UInt8(height >> 8), UInt8(height & 0xFF), UInt8(width >> 8), UInt8(width & 0xFF)]
        bytes += [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]
        bytes += [0xFF, 0xC4, 0, 31, 0x00] + Self.codeCounts + (0..<12)
        // One code for the other coefficients: the end of the block, written as a single 0.
        bytes += [0xFF, 0xC4, 0, 20, 0x10, 1] + [UInt8](repeating: 0, count: 15) + [0]
        bytes += [0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0]
    }

    private mutating func block(_ difference: Int) {
        let category = Int.bitWidth - difference.magnitude.leadingZeroBitCount
        put(Self.codes[category].code, Self.codes[category].length)
        // Negative numbers are written as their value less one, T.81 section F.1.2.1.
        let value = difference < 0 ? difference - 1 : difference
        put(UInt32(truncatingIfNeeded: value) & ((1 << UInt32(category)) - 1), category)
        put(0, 1)
    }

    private mutating func put(_ value: UInt32, _ count: Int) {
        pending = pending << UInt32(count) | value
        pendingBits += count
        while pendingBits >= 8 {
            let byte = UInt8(truncatingIfNeeded: pending >> UInt32(pendingBits - 8))
            bytes.append(byte)
            if byte == 0xFF { bytes.append(0) }
            pendingBits -= 8
        }
    }
}
