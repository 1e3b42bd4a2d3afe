internal import CCrypto

/// MD5 (RFC 1321) of bytes as they stream past, by libcrypto. It guards against accidents and names things in formats
/// that use it so; it is no protection against anybody.
public final class MD5 {
    private let context: OpaquePointer?

    /// Starts with no bytes.
    public init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_md5(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes.
    public func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    /// The 16 bytes of the digest; `nil` where the system's libcrypto does not offer MD5.
    public func finish() -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: 16)
        return EVP_DigestFinal_ex(context, &digest, nil) == 1 ? digest : nil
    }
}
