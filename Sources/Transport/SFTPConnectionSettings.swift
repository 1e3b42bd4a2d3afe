internal import CCurl

/// What every transfer of an SFTP client has in common.
struct SFTPConnectionSettings: Sendable {
    let origin: Origin
    let user: String
    let proof: SFTPProof
    let knownHosts: String
    let options: ClientOptions

    func configure(_ easy: inout Easy) {
        easy.set(CURLOPT_NOSIGNAL, true)
        // A transfer that is cancelled while its host's name is looked up does not hold up the others.
        easy.set(CURLOPT_QUICK_EXIT, true)
        easy.set(CURLOPT_PROTOCOLS_STR, Origin.Scheme.sftp.rawValue)
        easy.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        easy.set(CURLOPT_PROXY, "")
        easy.set(CURLOPT_PATH_AS_IS, true)
        easy.set(CURLOPT_CONNECTTIMEOUT, options.connectTimeout)
        easy.set(CURLOPT_LOW_SPEED_LIMIT, ClientOptions.slowestBytesPerSecond)
        easy.set(CURLOPT_LOW_SPEED_TIME, options.stallTimeout)
        easy.set(CURLOPT_TCP_KEEPALIVE, true)
        easy.setBufferSize(262_144)
        easy.set(CURLOPT_FTP_CREATE_MISSING_DIRS, 0)
        easy.set(CURLOPT_NEW_FILE_PERMS, 0o600)
        easy.set(CURLOPT_NEW_DIRECTORY_PERMS, 0o700)
        easy.set(CURLOPT_SSH_KNOWNHOSTS, knownHosts)
        easy.set(CURLOPT_USERNAME, user)
        // CURLSSH_AUTH_* are macros that Swift does not import.
        let publicKey = 1 << 0
        let password = 1 << 1
        let keyboard = 1 << 3
        let agent = 1 << 4
        switch proof {
        case .password(let secret):
            easy.set(CURLOPT_SSH_AUTH_TYPES, password | keyboard)
            easy.set(CURLOPT_PASSWORD, secret.exposed)
        case .key(let path, let passphrase):
            easy.set(CURLOPT_SSH_AUTH_TYPES, publicKey)
            easy.set(CURLOPT_SSH_PRIVATE_KEYFILE, path)
            easy.set(CURLOPT_KEYPASSWD, passphrase?.exposed)
        case .agent:
            easy.set(CURLOPT_SSH_AUTH_TYPES, agent)
        }
    }

    /// The URL of an absolute path, each segment percent-encoded. libcurl takes the path after the first slash as it
    /// is, so an absolute one keeps its own.
    func url(path: String) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        return origin.description + segments.map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    }
}
