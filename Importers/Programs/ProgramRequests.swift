internal import Importing

/// The lines this program says to an importer, one JSON object each (RFC 8259). Described in `Importers/README.md`.
enum ProgramRequest {
    /// The version of the protocol.
    static let version = 1

    static let hello = #"{"do":"hello","protocol":\#(version)}"#
    static let finish = #"{"do":"finish"}"#
    static let whole = #"{"whole":true}"#

    static func damaged(_ reason: String) -> String { #"{"whole":false,"because":\#(quoted(reason))}"# }

    static func read(_ entry: Int, byteCount: UInt64) -> String {
        #"{"do":"read","entry":\#(entry),"bytes":\#(byteCount)}"#
    }

    static func recognise(_ listing: EntryListing) -> String {
        let parts = listing.partNames.map(quoted).joined(separator: ",")
        return
            #"{"do":"recognise","entries":\#(listing.entries.count),"parts":[\#(parts)],"loose":\#(listing.isLoose)}"#
    }

    static func plan(_ entries: Int) -> String { #"{"do":"plan","entries":\#(entries)}"# }

    /// A line about an entry, behind `recognise` and `plan`.
    static func entry(_ number: Int, _ entry: ListedEntry) -> String {
        let size = entry.byteCount.map { #","bytes":\#($0)"# } ?? ""
        return #"{"entry":\#(number),"path":\#(quoted(entry.path))\#(size)}"#
    }

    /// A string in quotes (RFC 8259 section 7). Control characters are escaped, so that a line stays a line.
    private static func quoted(_ text: String) -> String {
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                quoted += Array(("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits).utf8)
            default: quoted.append(byte)
            }
        }
        return String(decoding: quoted + [UInt8(ascii: "\"")], as: UTF8.self)
    }
}
