import Hosting
import Testing

@testable import S3Host

@Suite struct XMLTests {
    @Test func elementsAndTextAreRead() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a > b -->
            <s:R xmlns:s="http://a/>" a='"'>
              <Key>a&amp;b&#x9;&#10;c &lt;é&gt;</Key><E/><E x="/"></E>
              <Deep><Key>other</Key></Deep>
            </s:R>
            """
        let root = try S3XMLReader.root(Array(text.utf8))
        #expect(root.name == "R")
        #expect(root.text(of: "Key") == "a&b\t\nc <é>")
        #expect(root.all("E").count == 2)
        #expect(root["Deep"]?.text(of: "Key") == "other")
    }

    @Test(arguments: [
        "", "no", "<a>", "<a></b>", "<a><b></a></b>", "<a>&nbsp;</a>", "<a>&#xD800;</a>", "<a>&#99999999999;</a>",
        "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a>&amp</a>", "<a", "< a></ a>", "</a>",
        String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100), "<a>\u{FFFD}<",
    ])
    func whatIsNoXMLIsAnError(_ text: String) {
        #expect(throws: StoreError(.unavailable, "")) { try S3XMLReader.root(Array(text.utf8)) }
    }

    @Test func brokenUTF8IsAnError() {
        #expect(throws: StoreError(.unavailable, "")) {
            try S3XMLReader.root(Array("<a>".utf8) + [0xFF] + Array("</a>".utf8))
        }
    }

    @Test(arguments: [
        ("AccessDenied", 403, StoreError.Code.notPermitted), ("SignatureDoesNotMatch", 403, .notPermitted),
        ("InvalidAccessKeyId", 403, .notPermitted), ("NoSuchBucket", 404, .unavailable), ("NoSuchKey", 404, .notFound),
        ("SlowDown", 503, .unavailable), ("EntityTooLarge", 400, .refused), ("KeyTooLongError", 400, .refused),
        ("QuotaExceeded", 403, .noRoom), ("XMinioStorageFull", 507, .noRoom),
        ("RequestTimeTooSkewed", 403, .unavailable),
        ("", 404, .notFound), ("", 401, .notPermitted), ("", 507, .noRoom), ("", 500, .unavailable),
    ])
    func errorHasItsClass(_ code: String, _ status: Int, _ wanted: StoreError.Code) {
        let body = code.isEmpty ? "<html>" : "<Error><Code>\(code)</Code><Message>no</Message></Error>"
        let error = S3Failure(status: status, body: Array(body.utf8)).error(trying: "do that")
        #expect(error.code == wanted)
        #expect(error.description.hasPrefix("cannot do that: "))
    }

    @Test func quotaOfGarageIsNoRoom() {
        let body = "<Error><Code>AccessDenied</Code><Message>Forbidden: Bucket size quota is reached</Message></Error>"
        #expect(S3Failure(status: 403, body: Array(body.utf8)).error(trying: "x").code == .noRoom)
    }
}
