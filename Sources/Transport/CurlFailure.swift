internal import CCurl

/// libcurl's codes as errors of this module.
enum CurlFailure {
    /// - Parameters:
    ///   - details: shown only for what happens before anything is sent.
    ///   - sent: whether the request may have reached the host.
    static func error(_ code: CURLcode, _ details: ErrorText, _ origin: Origin, sent: Bool) -> TransportError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return TransportError(.unresolvable, "The name \(origin.host) leads to no address.")
        case CURLE_COULDNT_CONNECT:
            return TransportError(.refused, "Nothing answers at \(origin).")
        case CURLE_OPERATION_TIMEDOUT:
            return TransportError(
                .timedOut, "\(origin) took too long to answer.", requestMayHaveBeenProcessed: sent)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CLIENTCERT,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return TransportError(.untrusted, "No safe connection to \(origin): \(details.text ?? text(code)).")
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND, CURLE_SSH:
            return TransportError(
                .connectionLost, "The connection to \(origin) broke off: \(text(code)).",
                requestMayHaveBeenProcessed: sent)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP3:
            return TransportError(
                .malformed, "\(origin) answers with something that is not its protocol.",
                requestMayHaveBeenProcessed: sent)
        case CURLE_ABORTED_BY_CALLBACK, CURLE_WRITE_ERROR, CURLE_READ_ERROR:
            return TransportError(.cancelled, "The request was cancelled.", requestMayHaveBeenProcessed: sent)
        case CURLE_LOGIN_DENIED:
            return TransportError(.notPermitted, "\(origin) does not accept the user or the secret.")
        case CURLE_REMOTE_ACCESS_DENIED:
            return TransportError(.notPermitted, "\(origin) does not allow that.")
        case CURLE_REMOTE_FILE_NOT_FOUND:
            return TransportError(.notFound, "There is no such file at \(origin).")
        case CURLE_REMOTE_DISK_FULL:
            return TransportError(.noRoom, "\(origin) has no room left.")
        default:
            return TransportError(
                .system, "The request to \(origin) failed: \(text(code)).", requestMayHaveBeenProcessed: sent)
        }
    }

    /// libcurl's sentence for a code, which is a constant of the library and holds nothing of the request.
    private static func text(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}

/// The buffer libcurl writes into what went wrong with a transfer.
///
/// Unchecked: only the loop's thread touches it, as it does the transfer it belongs to.
final class ErrorText: @unchecked Sendable {
    private let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init() { buffer.initialize(repeating: 0) }

    deinit { buffer.deallocate() }

    func attach(to easy: inout Easy) {
        easy.setPointer(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(buffer.baseAddress))
    }

    /// The handle outlives the transfer.
    func detach(from easy: Easy?) {
        guard var easy else { return }
        easy.setPointer(CURLOPT_ERRORBUFFER, nil)
    }

    /// What it says, in printable characters.
    var text: String? {
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? nil : ForeignText.printable(bytes)
    }
}
