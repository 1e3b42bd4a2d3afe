internal import Glibc

/// A certificate authority for one test and the certificates it issues, made by `openssl`.
public final class TestAuthority: Sendable {
    /// What is wrong with a certificate.
    public enum Flaw: String, Sendable, CaseIterable {
        /// Nothing: for localhost and 127.0.0.1.
        case none
        /// It is for another host.
        case wrongHost
        /// Its time is over.
        case expired
        /// Nobody has signed it but itself.
        case selfSigned
    }

    private let folder: ScratchDirectory

    /// Makes the authority.
    ///
    /// - Throws: `ServerFailure` when `openssl` is missing or fails.
    public init() throws {
        _ = try Program.find("openssl", package: "apt-get install openssl")
        folder = try ScratchDirectory("authority")
        try folder.write("ca.cnf", "[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n")
        try makeKey("ca")
        try openssl(["req", "-new", "-key", at("ca.key"), "-subj", "/CN=Test authority", "-out", at("ca.csr")])
        try openssl([
            "x509", "-req", "-in", at("ca.csr"), "-signkey", at("ca.key"), "-days", "30", "-out", at("ca.pem"),
            "-extfile", at("ca.cnf"), "-extensions", "ca",
        ])
        for flaw in Flaw.allCases { try issue(flaw) }
    }

    /// The path of the authority's own certificate.
    public var certificatePath: String { at("ca.pem") }

    /// The path of a server's certificate.
    public func certificate(_ flaw: Flaw) -> String { at("\(flaw).pem") }

    /// The path of a server's private key.
    public func key(_ flaw: Flaw) -> String { at("\(flaw).key") }

    /// The SHA-256 of a server's public key, 64 hexadecimal digits.
    public func pin(_ flaw: Flaw) throws -> String {
        try openssl(["pkey", "-in", key(flaw), "-pubout", "-outform", "DER", "-out", at("\(flaw).der")])
        try openssl(["dgst", "-sha256", "-r", "-out", at("\(flaw).pin"), at("\(flaw).der")])
        return String(decoding: folder.read("\(flaw).pin").prefix(64), as: UTF8.self)
    }

    private func at(_ name: String) -> String { folder.path + "/" + name }

    private func openssl(_ arguments: [String]) throws { try Program.run(["openssl"] + arguments, log: at("log")) }

    private func makeKey(_ name: String) throws {
        try openssl(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", at("\(name).key")])
    }

    private func issue(_ flaw: Flaw) throws {
        let names = flaw == .wrongHost ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1"
        try folder.write("\(flaw).cnf", "[server]\nsubjectAltName=\(names)\nextendedKeyUsage=serverAuth\n")
        try makeKey(flaw.rawValue)
        try openssl(["req", "-new", "-key", key(flaw), "-subj", "/CN=Test server", "-out", at("\(flaw).csr")])
        var arguments = ["x509", "-req", "-in", at("\(flaw).csr"), "-out", certificate(flaw)]
        arguments += ["-extfile", at("\(flaw).cnf"), "-extensions", "server"]
        arguments += flaw == .selfSigned ? ["-signkey", key(flaw)] : ["-CA", at("ca.pem"), "-CAkey", at("ca.key")]
        arguments += flaw == .selfSigned ? [] : ["-CAcreateserial"]
        // x509 takes no dates, but days that are negative.
        arguments += ["-days", flaw == .expired ? "-1" : "30"]
        try openssl(arguments)
    }
}
