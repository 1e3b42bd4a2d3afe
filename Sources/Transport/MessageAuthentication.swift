internal import CCrypto

/// HMAC (RFC 2104) over SHA-256, as request signatures use it.
public enum MessageAuthentication {
    /// The authentication code of a message.
    ///
    /// - Returns: 32 bytes.
    /// - Throws: `.system` when libcrypto cannot do it.
    public static func hmacSHA256(key: [UInt8], message: [UInt8]) throws(TransportError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        var length = 0
        // An empty array may have no address, and EVP_Q_mac takes a missing key for an error.
        let keyBytes = key.isEmpty ? [0] : key
        let done = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, keyBytes, key.count, message, message.count, &code, code.count, &length)
        guard done != nil, length == code.count else {
            throw TransportError(.system, "libcrypto cannot compute an HMAC.")
        }
        return code
    }
}
