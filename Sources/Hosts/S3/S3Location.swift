internal import Hosting
internal import Transport

/// What an `s3:` URL says: `s3:https://HOST/BUCKET/PREFIX?region=garage&addressing=virtual`.
///
/// After `s3:` comes the address of the service, percent-encoded as in any URL; the first name in its path is the
/// bucket, the others begin every key. `region` is asked of the service when it is left out. `addressing=virtual` puts
/// the bucket before the host's name, as some services want it; `path`, which every service takes, is usual.
struct S3Location: Equatable {
    /// Where the service is, with the bucket in its name when it is addressed so.
    let origin: Origin
    /// The address of the bucket.
    let root: RemoteAddress
    /// The name of the bucket.
    let bucket: String
    /// What every key of this host begins with: `PREFIX/`, or nothing.
    let prefix: String
    /// The region requests are signed for, if the URL says.
    let region: String?

    static let scheme = "s3"

    /// - Throws: `.refused`, without the URL: it may hold a key and its secret, in the way of other programs.
    init(url: String) throws(StoreError) {
        guard url.lowercased().hasPrefix(Self.scheme + ":") else {
            throw StoreError(.refused, "this is not an \(Self.scheme): URL")
        }
        let address: RemoteAddress
        do throws(TransportError) {
            address = try RemoteAddress(String(url.dropFirst(Self.scheme.utf8.count + 1)))
        } catch {
            throw StoreError(
                .refused, "write for example s3:https://s3.example.org/BUCKET/PREFIX. \(error.description)")
        }
        var names: [String] = []
        for segment in address.path.split(separator: "/") {
            guard let name = PercentEncoding.decode(segment), !name.utf8.contains(0) else {
                throw StoreError(.refused, "\(address.origin): the path of its URL cannot be decoded")
            }
            names.append(name)
        }
        guard let bucket = names.first, Self.isBucketName(bucket) else {
            throw StoreError(
                .refused,
                "\(address.origin): its URL names no bucket; write for example s3:https://s3.example.org/BUCKET/PREFIX")
        }
        self.bucket = bucket
        _ = try PathComponents(path: names.dropFirst().joined(separator: "/"))
        prefix = names.dropFirst().map { $0 + "/" }.joined()
        let options = try Self.options(address.query)
        region = options.region
        do throws(TransportError) {
            let origin = address.origin
            if options.isVirtual {
                let port = origin.port == origin.scheme.defaultPort ? "" : ":\(origin.port)"
                root = try RemoteAddress("\(origin.scheme.rawValue)://\(bucket).\(origin.host)\(port)/")
            } else {
                root = try RemoteAddress(origin.description + "/" + PercentEncoding.encode(bucket))
            }
            self.origin = root.origin
        } catch { throw StoreError(.refused, error.description) }
    }

    private static func options(_ query: String?) throws(StoreError) -> (
        region: String?, isVirtual: Bool
    ) {
        var region: String?
        var isVirtual = false
        for option in (query ?? "").split(separator: "&") {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            switch (parts[0], parts.count == 2 ? parts[1] : "") {
            case ("region", let name) where !name.isEmpty && name.utf8.allSatisfy(isRegionByte):
                region = String(name)
            case ("addressing", "virtual"): isVirtual = true
            case ("addressing", "path"): isVirtual = false
            default:
                throw StoreError(
                    .refused,
                    "known options of an \(Self.scheme): URL are region=NAME and addressing=path or addressing=virtual")
            }
        }
        return (region, isVirtual)
    }

    /// Whether a byte may stand in a region's name, which goes into a header and into what is signed.
    static func isRegionByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Looser than AWS's rules for bucket names, which other services do not all have.
    private static func isBucketName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count)
            && name.utf8.allSatisfy { isRegionByte($0) || $0 == UInt8(ascii: ".") } && name != "." && name != ".."
    }
}
