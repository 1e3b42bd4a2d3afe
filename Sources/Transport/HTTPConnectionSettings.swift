internal import CCurl

/// What every transfer of a client has in common.
struct HTTPConnectionSettings: Sendable {
    let options: ClientOptions
    let credential: Credential

    /// Sets everything that makes a connection safe. Every option is set each time: a handle serves many transfers.
    func configure(_ easy: inout Easy, for origin: Origin) {
        easy.set(CURLOPT_NOSIGNAL, true)
        // A transfer that is cancelled while its host's name is looked up does not hold up the others.
        easy.set(CURLOPT_QUICK_EXIT, true)
        easy.set(CURLOPT_PROTOCOLS_STR, origin.scheme.rawValue)
        easy.set(CURLOPT_FOLLOWLOCATION, false)
        easy.set(CURLOPT_PATH_AS_IS, true)
        easy.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        // No proxy, not even one the environment names: a variable someone else set must not see what is sent.
        easy.set(CURLOPT_PROXY, "")
        easy.set(CURLOPT_USERAGENT, options.userAgent)
        easy.set(CURLOPT_CONNECTTIMEOUT, options.connectTimeout)
        easy.set(CURLOPT_LOW_SPEED_LIMIT, ClientOptions.slowestBytesPerSecond)
        easy.set(CURLOPT_LOW_SPEED_TIME, options.stallTimeout)
        easy.set(CURLOPT_TCP_KEEPALIVE, true)
        easy.setBufferSize(65_536)
        easy.set(
            CURLOPT_HTTP_VERSION, Int(options.allowsHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1))
        // Waits to learn whether the first connection can carry more than one request at a time.
        easy.set(CURLOPT_PIPEWAIT, origin.scheme == .https && options.allowsHTTP2)
        configureTrust(&easy)
        configureCredential(&easy)
    }

    private func configureTrust(_ easy: inout Easy) {
        easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        switch options.trust {
        case .system:
            easy.set(CURLOPT_SSL_VERIFYPEER, true)
            easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        case .authority(let path):
            easy.set(CURLOPT_SSL_VERIFYPEER, true)
            easy.set(CURLOPT_SSL_VERIFYHOST, 2)
            easy.set(CURLOPT_CAINFO, path)
            easy.set(CURLOPT_CAPATH, nil as String?)
        case .pinned(let key):
            // The key is the proof; libcurl compares it after the handshake whatever the other two say.
            easy.set(CURLOPT_SSL_VERIFYPEER, false)
            easy.set(CURLOPT_SSL_VERIFYHOST, 0)
            easy.set(CURLOPT_PINNEDPUBLICKEY, key.description)
        }
    }

    private func configureCredential(_ easy: inout Easy) {
        // CURLAUTH_* are macros with a cast, which Swift does not import.
        let basic = 1 << 0
        let digest = 1 << 1
        let bearer = 1 << 6
        switch credential {
        case .anonymous:
            easy.set(CURLOPT_HTTPAUTH, 0)
        case .basic(let user, let password):
            easy.set(CURLOPT_HTTPAUTH, basic)
            easy.set(CURLOPT_USERNAME, user)
            easy.set(CURLOPT_PASSWORD, password.exposed)
        case .digest(let user, let password):
            easy.set(CURLOPT_HTTPAUTH, digest)
            easy.set(CURLOPT_USERNAME, user)
            easy.set(CURLOPT_PASSWORD, password.exposed)
        case .bearer(let token):
            easy.set(CURLOPT_HTTPAUTH, bearer)
            easy.set(CURLOPT_XOAUTH2_BEARER, token.exposed)
        }
    }

    /// Refuses what would send a secret in clear.
    func check(_ origin: Origin) throws(TransportError) {
        switch origin.scheme {
        case .https: return
        case .http where origin.isLoopback || options.allowsPlainHTTP: return
        case .http:
            throw TransportError(
                .invalidRequest,
                "\(origin) is not encrypted: everything sent there could be read on the way. Use https.")
        case .sftp: throw TransportError(.invalidRequest, "\(origin) is not spoken to by HTTP.")
        }
    }
}
