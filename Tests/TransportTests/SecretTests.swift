import Glibc
import Synchronization
import TestKit
import Testing

@testable import Transport

@Suite struct SecretTests {
    static let canary = "canary-4711"

    @Test func noDescriptionShowsASecret() throws {
        let secret = Secret(Self.canary)
        let values: [Any] = [
            secret, Credential.basic(user: "u", password: secret), Credential.digest(user: "u", password: secret),
            Credential.bearer(secret), [secret], ["k": secret], Optional(secret) as Any,
            HTTPHeaders(dictionaryLiteral: ("X-Api-Key", Self.canary)),
            HTTPRequest(
                .get, try RemoteAddress("https://a/?token=\(Self.canary)"), headers: ["X-Api-Key": Self.canary]),
            SFTPProof.password(secret), SFTPProof.key(path: "/k", passphrase: secret),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            let texts = ["\(value)", String(reflecting: value), String(describing: value), dumped]
            for text in texts { #expect(!text.contains(Self.canary), "\(text)") }
        }
    }

    @Test func aCommandGivesItsFirstLine() async throws {
        let keeper = SecretKeeper(.command(["printf", "%s\\r\\nsecond\\n", Self.canary]))
        #expect(try await keeper.secret().exposed == Self.canary)
    }

    @Test func noShellReadsACommand() async throws {
        let keeper = SecretKeeper(.command(["echo", "$HOME; id"]))
        #expect(try await keeper.secret().exposed == "$HOME; id")
    }

    @Test(arguments: [[], ["false"], ["/nonexistent/program"], ["true"], ["printf", "\\377"], ["a\u{0}b"]])
    func aCommandThatGivesNoneIsRefused(arguments: [String]) async {
        let error = await failure { try await SecretKeeper(.command(arguments)).secret() }
        #expect(error?.code == .secret)
    }

    @Test func aCommandIsGivenNoDescriptorOfThisProcess() async throws {
        let secret = try await SecretKeeper(
            .command(["sh", "-c", "ls /proc/self/fd | tr '\\n' ' '"])
        ).secret()
        // 0, 1, 2 and the one that ls itself has open.
        #expect(secret.exposed.split(separator: " ").count == 4, "\(secret.exposed)")
    }

    @Test func aFileMustBeClosedToOthers() async throws {
        let scratch = try ScratchDirectory("secret")
        let good = try scratch.write("good", Self.canary + "\nmore\n", mode: 0o600)
        #expect(try await SecretKeeper(.file(good)).secret().exposed == Self.canary)
        let stricter = try scratch.write("stricter", Self.canary, mode: 0o400)
        #expect(try await SecretKeeper(.file(stricter)).secret().exposed == Self.canary)
        for mode in [0o640, 0o604, 0o620, 0o601, 0o644] as [UInt32] {
            let open = try scratch.write("open\(mode)", Self.canary, mode: 0o600)
            chmod(open, mode)
            let error = await failure { try await SecretKeeper(.file(open)).secret() }
            #expect(error?.code == .secret)
            #expect(error?.description.contains("chmod 600") == true)
            #expect(error?.description.contains(Self.canary) == false)
        }
        symlink(good, scratch.path + "/link")
        for name in ["link", "missing", ""] {
            let error = await failure { try await SecretKeeper(.file(scratch.path + "/" + name)).secret() }
            #expect(error?.code == .secret)
        }
    }

    @Test func aVariableGivesItsValue() async throws {
        setenv("DEGOOGLE_TEST_SECRET", Self.canary, 1)
        #expect(try await SecretKeeper(.environment("DEGOOGLE_TEST_SECRET")).secret().exposed == Self.canary)
        let error = await failure { try await SecretKeeper(.environment("DEGOOGLE_TEST_UNSET")).secret() }
        #expect(error?.code == .secret)
    }

    @Test func aCommandIsNotGivenTheSecretsOfOthers() async throws {
        setenv("DEGOOGLE_TEST_WITHHELD", Self.canary, 1)
        let command = SecretSource.command(["sh", "-c", "echo \"${DEGOOGLE_TEST_WITHHELD-nothing}\""])
        #expect(try await SecretKeeper(command).secret().exposed == Self.canary)
        let keeper = SecretKeeper(command, withholding: ["DEGOOGLE_TEST_WITHHELD"])
        #expect(try await keeper.secret().exposed == "nothing")
    }

    @Test func aCredentialIsAFileOfItsName() async throws {
        let scratch = try ScratchDirectory("credentials")
        try scratch.write("dav", Self.canary + "\n", mode: 0o400)
        chmod(try scratch.write("open", Self.canary + "\n"), 0o644)
        unsetenv("CREDENTIALS_DIRECTORY")
        let unset = await failure { try await SecretKeeper(.credential("dav")).secret() }
        #expect(unset?.code == .secret && unset?.description.contains("CREDENTIALS_DIRECTORY") == true)
        setenv("CREDENTIALS_DIRECTORY", scratch.path, 1)
        #expect(try await SecretKeeper(.credential("dav")).secret().exposed == Self.canary)
        for name in ["missing", "open", "", ".", "..", "../\(scratch.path)/dav", "/dav"] {
            let error = await failure { try await SecretKeeper(.credential(name)).secret() }
            #expect(error?.code == .secret, "\(name)")
        }
    }

    @Test func aPersonIsAskedOnce() async throws {
        let asked = Counter()
        let keeper = SecretKeeper(
            .prompt { () throws(TransportError) in
                asked.value.withLock { $0 += 1 }
                await Task.yield()
                return SecretTests.canary
            })
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { #expect((try? await keeper.secret().exposed) == SecretTests.canary) } }
        }
        #expect(asked.value.withLock { $0 } == 1)
    }

    final class Counter: Sendable {
        let value = Mutex(0)
    }

    /// RFC 4231 sections 4.2, 4.3 and 4.7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        ([], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ]) func hmacAsInTheRFC(key: [UInt8], message: String, expected: String) throws {
        let code = try MessageAuthentication.hmacSHA256(key: key, message: Array(message.utf8))
        let text = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(text == expected)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]) func base64AsInRFC4648(text: String, expected: String) { #expect(Base64.encode(Array(text.utf8)) == expected) }
}
