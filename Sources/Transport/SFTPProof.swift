/// How an account proves itself to an SSH server (RFC 4252).
public enum SFTPProof: Hashable, Sendable {
    /// A password, also where the server asks for it in its own words.
    case password(Secret)
    /// A private key file and its passphrase. Of the types in use ed25519 and ECDSA work; RSA does not with servers
    /// that refuse SHA-1 signatures.
    case key(path: String, passphrase: Secret?)
    /// The agent `SSH_AUTH_SOCK` leads to.
    case agent
}
