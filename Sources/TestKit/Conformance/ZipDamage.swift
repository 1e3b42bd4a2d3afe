internal import Glibc

/// Damages zip files on purpose.
enum ZipDamage {
    /// Why a file could not be damaged.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Turns over the bits of the middle byte of an entry's data, and leaves all else as it is.
    ///
    /// The data lie behind the local header (APPNOTE.TXT section 4.3.7): 30 bytes, of which those at 26 and 28 are the
    /// lengths of the name and of the extra field. How long the data are is told by the central directory (section
    /// 4.3.12), whose record has the compressed size at 20, the name's length at 28, the local header's place at 42 and
    /// the name at 46.
    static func flipByte(of path: String, in file: String) throws {
        guard let handle = fopen(file, "r+b") else { throw Failure(description: "\(file) cannot be opened") }
        defer { fclose(handle) }
        fseek(handle, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: ftell(handle))
        rewind(handle)
        guard fread(&bytes, 1, bytes.count, handle) == bytes.count else {
            throw Failure(description: "\(file) cannot be read")
        }
        let name = Array(path.utf8)
        func number(_ count: Int, at index: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) }
        }
        let records = bytes.indices.dropLast(46 + name.count).filter { index in
            bytes[index] == 0x50 && bytes[index + 1] == 0x4B && bytes[index + 2] == 1 && bytes[index + 3] == 2
        }
        guard
            let record = records.first(where: {
                number(2, at: $0 + 28) == name.count && bytes[($0 + 46)..<($0 + 46 + name.count)].elementsEqual(name)
            })
        else { throw Failure(description: "\(path) is not in \(file)") }
        let header = number(4, at: record + 42)
        let data = header + 30 + number(2, at: header + 26) + number(2, at: header + 28)
        let place = data + number(4, at: record + 20) / 2
        fseek(handle, place, SEEK_SET)
        var flipped = ~bytes[place]
        guard fwrite(&flipped, 1, 1, handle) == 1 else { throw Failure(description: "\(file) cannot be written") }
    }
}
