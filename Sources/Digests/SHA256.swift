internal import CCrypto

/// SHA-256 (FIPS 180-4) of bytes as they stream past, by libcrypto.
public final class SHA256 {
    private let context: OpaquePointer?

    /// Starts with no bytes.
    public init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Adds bytes.
    public func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Adds a number as eight bytes, the lowest first.
    public func update(_ number: UInt64) { withUnsafeBytes(of: number.littleEndian) { update($0) } }

    /// The 32 bytes of the digest of all bytes so far. It starts again at no bytes.
    public func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
        return digest
    }
}
