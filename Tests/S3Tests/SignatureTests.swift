import RemoteHosting
import Testing
import Transport

@testable import S3Host

/// AWS, S3 API reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk",
/// section "Examples".
@Suite struct SignatureTests {
    private static let signer = SignatureV4(
        accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1", now: { 1_369_353_600 })

    struct Example: Sendable {
        let method: HTTPMethod
        let target: String
        let headers: HTTPHeaders
        let body: String
        let signed: String
        let signature: String
    }

    @Test(arguments: [
        Example(
            method: .get, target: "/test.txt", headers: ["Range": "bytes=0-9"], body: "",
            signed: "host;range;x-amz-content-sha256;x-amz-date",
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        Example(
            method: .put, target: "/test%24file.text",
            headers: ["Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"],
            body: "Welcome to Amazon S3.",
            signed: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        Example(
            method: .get, target: "/?lifecycle", headers: [:], body: "",
            signed: "host;x-amz-content-sha256;x-amz-date",
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        Example(
            method: .get, target: "/?max-keys=2&prefix=J", headers: [:], body: "",
            signed: "host;x-amz-content-sha256;x-amz-date",
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ])
    func publishedExampleIsSignedAsPublished(_ example: Example) throws {
        var request = HTTPRequest(
            example.method, try RemoteAddress("https://examplebucket.s3.amazonaws.com" + example.target),
            headers: example.headers)
        request.headers["x-amz-content-sha256"] = Hexadecimal.text(SignatureV4.sha256(Array(example.body.utf8)))
        let fields = try Self.signer.fields(for: request)
        #expect(fields["x-amz-date"] == "20130524T000000Z")
        #expect(
            fields["Authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                + "SignedHeaders=\(example.signed), Signature=\(example.signature)")
    }

    @Test func orderOfTheQueryDoesNotMatter() throws {
        func signature(_ query: String) throws -> String? {
            try Self.signer.fields(for: HTTPRequest(.get, RemoteAddress("https://example.org/b?" + query)))[
                "Authorization"]
        }
        #expect(try signature("uploadId=x&partNumber=2") == signature("partNumber=2&uploadId=x"))
        #expect(try signature("a=1&a=2") == signature("a=2&a=1"))
        #expect(try signature("a=1&a=2") != signature("a=1&a=3"))
        #expect(SignatureV4.canonicalQuery("uploads") == "uploads=")
    }

    @Test func secretIsInNoField() throws {
        let fields = try Self.signer.fields(for: HTTPRequest(.get, RemoteAddress("https://example.org/b")))
        #expect(!fields.fields.contains { $0.value.contains("wJalrXUtnFEMI") })
    }
}
