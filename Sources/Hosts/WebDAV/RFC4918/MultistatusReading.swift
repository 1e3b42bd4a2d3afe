internal import Hosting
internal import Transport

extension Multistatus {
    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - bytes: the body of an answer with status 207.
    ///   - address: where the answer came from; hrefs are resolved against it.
    /// - Throws: `.unavailable` when it is no multistatus, or names a resource of another origin.
    init(_ bytes: [UInt8], from address: RemoteAddress) throws(StoreError) {
        self.init(address: address)
        var responses: [MultistatusResponse] = []
        var syncToken: String?
        let root: XMLTree
        do {
            root = try XMLReading.read(bytes) { child throws(StoreError) in
                switch child.name {
                case .dav("response"): responses += try Self.responses(child, address)
                case .dav("sync-token"): syncToken = child.trimmedText
                default: break
                }
            }
        } catch { throw StoreError(error.code, "\(address): \(error.description)") }
        guard root.name == .dav("multistatus") else {
            throw StoreError(.unavailable, "\(address) answers a WebDAV request with something else")
        }
        self.responses = responses
        self.syncToken = syncToken
    }

    /// One for each href: a response with a status alone may have several (RFC 4918 section 14.24).
    private static func responses(
        _ element: XMLTree, _ address: RemoteAddress
    ) throws(StoreError) -> [MultistatusResponse] {
        var statuses: [MultistatusResponse.PropertyStatus] = []
        var conditions = element.child(.dav("error"))?.children.map(\.name) ?? []
        for part in element.children(.dav("propstat")) {
            guard let status = part.child(.dav("status")).flatMap(status) else {
                throw StoreError(.unavailable, "\(address) tells of properties without a status")
            }
            statuses.append(.init(status: status, properties: part.child(.dav("prop"))?.children ?? []))
            conditions += part.child(.dav("error"))?.children.map(\.name) ?? []
        }
        let explanation = element.child(.dav("responsedescription"))?.trimmedText
        var result: [MultistatusResponse] = []
        for href in element.children(.dav("href")) {
            result.append(
                MultistatusResponse(
                    address: try self.address(of: href.trimmedText, from: address),
                    status: element.child(.dav("status")).flatMap(status), propertyStatuses: statuses,
                    conditions: conditions, explanation: explanation))
        }
        return result
    }

    /// The code of a status line such as `HTTP/1.1 200 OK` (RFC 9112 section 4).
    private static func status(_ element: XMLTree) -> Int? {
        let words = element.trimmedText.split(separator: " ")
        guard words.count >= 2, words[1].utf8.count == 3 else { return nil }
        return Int(words[1])
    }

    /// What an href means. A server that forgets to encode a character is understood; one that names a resource
    /// elsewhere is not believed.
    static func address(of href: String, from address: RemoteAddress) throws(StoreError) -> RemoteAddress {
        let resolved: RemoteAddress
        do { resolved = try address.resolving(href.encodingForbiddenCharacters) } catch {
            throw StoreError(.unavailable, "\(address) names a resource by an href that cannot be one")
        }
        guard resolved.origin == address.origin else {
            throw StoreError(
                .unavailable, "\(address) names a resource at \(resolved.origin); only its own origin is believed")
        }
        return resolved
    }
}

extension String {
    /// The text with everything percent-encoded that a URI cannot hold (RFC 3986 appendix A), and nothing else.
    fileprivate var encodingForbiddenCharacters: String {
        let bytes = Array(utf8)
        let marks = Array("-._~:/?#[]@!$&'()*+,;=".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        func isHexDigit(_ index: Int) -> Bool {
            guard index < bytes.count else { return false }
            return "0123456789ABCDEFabcdef".utf8.contains(bytes[index])
        }
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || marks.contains(byte)
                || (byte == UInt8(ascii: "%") && isHexDigit(index + 1) && isHexDigit(index + 2))
            if isPlain {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
