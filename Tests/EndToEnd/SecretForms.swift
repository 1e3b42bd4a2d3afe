import Foundation
import Items
import TestKit

/// The forms in which a secret may have slipped out.
struct SecretForms {
    private let forms: [(what: String, bytes: [UInt8])]

    /// - Parameter secrets: with the users they belong to.
    init(_ secrets: [(user: String, secret: String)]) {
        forms = secrets.flatMap { user, secret in
            let bytes = Array(secret.utf8)
            let hexadecimal = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            let percent = bytes.map { byte in
                Character(Unicode.Scalar(byte)).isASCII && Character(Unicode.Scalar(byte)).isLetter
                    ? String(Character(Unicode.Scalar(byte)))
                    : "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }.joined()
            // Base64 of the secret inside something longer begins at one of three places; its ends depend on what is
            // beside it.
            let aligned = (0..<3).map { shift in
                let whole = Data([UInt8](repeating: 0x78, count: shift) + bytes).base64EncodedString()
                return String(whole.dropFirst(shift == 0 ? 0 : 4).filter { $0 != "=" }.dropLast(2))
            }
            let basic = Data("\(user):\(secret)".utf8).base64EncodedString().filter { $0 != "=" }.dropLast(1)
            let texts =
                [("as it is", secret), ("hexadecimal", hexadecimal), ("HEXADECIMAL", hexadecimal.uppercased())]
                + [("percent-encoded", percent), ("PERCENT-ENCODED", percent.uppercased()), ("Basic", String(basic))]
                + [
                    (
                        "percent-encoded by rule",
                        secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                    )
                ]
                + aligned.map { ("Base64", $0) }
            return texts.map { (what: "\(secret) \($0.0)", bytes: Array($0.1.utf8)) }
        }
    }

    /// The forms that occur in some bytes.
    func found(in bytes: [UInt8]) -> [String] {
        let data = Data(bytes)
        return forms.filter { data.range(of: Data($0.bytes)) != nil }.map(\.what)
    }

    /// Every file below a folder that holds one, as "path: what".
    ///
    /// - Parameter meant: the files that are meant to hold it.
    func found(below folder: String, except meant: Set<String> = []) -> [String] {
        FileTree(folder).nodes.filter { $0.value.isFile && !meant.contains($0.key.text) }.keys.sorted().flatMap {
            path in
            let bytes = FileTree.bytes(of: "\(folder)/\(path.text)") ?? []
            return found(in: bytes).map { "\(path.text): \($0)" }
        }
    }
}
