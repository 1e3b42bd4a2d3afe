import Testing
import TestKit

@testable import Transport

@Suite struct RetryTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private static let moment: Int64 = 784_111_777

    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", moment), ("Sunday, 06-Nov-94 08:49:37 GMT", moment),
            ("Sun Nov  6 08:49:37 1994", moment), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Wed, 31 Dec 1969 23:59:59 GMT", -1), ("Thu, 29 Feb 2024 23:59:60 GMT", 1_709_251_200),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
            ("Sat, 01 Jan 2000 00:00:00 GMT", 946_684_800),
        ] as [(String, Int64)]) func everyFormOfDateIsRead(text: String, expected: Int64)
    {
        #expect(HTTPDate.parse(text, now: Self.moment + 86_400 * 365) == expected)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Thu, 29 Feb 2023 00:00:00 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nox 1994 08:49:37 GMT", "1994-11-06T08:49:37Z",
        "Sun, 0\u{661} Nov 1994 08:49:37 GMT",
    ]) func anythingElseIsNoDate(text: String) { #expect(HTTPDate.parse(text, now: Self.moment) == nil) }

    @Test func twoDigitsMeanTheNearestCentury() {
        // RFC 9110 section 5.6.7: more than 50 years ahead is in the past.
        let in2026: Int64 = 1_767_225_600
        #expect(HTTPDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", now: in2026) == Self.moment)
        #expect((HTTPDate.parse("Friday, 06-Nov-76 08:49:37 GMT", now: in2026) ?? 0) > in2026)
        #expect((HTTPDate.parse("Friday, 06-Nov-77 08:49:37 GMT", now: in2026) ?? .max) < in2026)
    }

    @Test(
        arguments: [
            ("0", 0), ("1", 1), (" 120 ", 120), ("99999999999999999999", Int64.max),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 77), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 77), ("Sun Nov  6 08:49:37 1994", 77), ("-1", nil), ("1.5", nil),
            ("soon", nil), ("", nil), ("1s", nil),
        ] as [(String, Int64?)]) func retryAfterHasTwoForms(text: String, expected: Int64?)
    {
        #expect(RetryAfter.seconds(text, now: Self.moment - 77) == expected)
    }

    @Test func onlyPassingTroubleIsRetried() {
        let policy = RetryPolicy()
        for status in 100..<600 {
            let isRetried = policy.decision(status: status, retryAfter: nil, tries: 1, now: 0) != .accept
            #expect(isRetried == [423, 429, 500, 502, 503, 504].contains(status), "\(status)")
        }
    }

    @Test func waitsGrowAndStayBetweenHalfAndAllOfADoubling() {
        let policy = RetryPolicy()
        for tries in 1..<40 {
            let full = min(Duration.milliseconds(500) * (1 << min(tries - 1, 20)), .seconds(120))
            for salt in 0..<20 as Range<UInt64> {
                let delay = policy.delay(afterTry: tries, salt: salt)
                #expect(delay >= full / 2 && delay <= full)
            }
        }
        #expect(Set((0..<20).map { policy.delay(afterTry: 3, salt: UInt64($0)) }).count > 15)
        #expect(policy.delay(afterTry: 3, salt: 7) == RetryPolicy().delay(afterTry: 3, salt: 7))
    }

    @Test func theHostsWordIsTakenUpToALimit() {
        let policy = RetryPolicy()
        guard case .retry(let delay) = policy.decision(status: 503, retryAfter: "100", tries: 1, now: 0) else {
            Issue.record("not retried")
            return
        }
        #expect(delay >= .seconds(100) && delay < .seconds(101))
        #expect(policy.decision(status: 503, retryAfter: "121", tries: 1, now: 0) == .accept)
        #expect(policy.decision(status: 503, retryAfter: "99999999999999999999", tries: 1, now: 0) == .accept)
        #expect(policy.decision(status: 503, retryAfter: nil, tries: 5, now: 0) == .accept)
    }

    @Test func aRetriedPutTellsThatItIsUncertain() async throws {
        let server = try CannedServer { _ in .init(201) }
        let proxy = try FaultProxy(upstream: server.port, rules: [.init("PUT", .nth(1), .dropAfter)])
        let clock = FakeClock()
        let patient = PatientClient(
            try client(proxy.port), gate: RequestGate(AdaptiveLimit(maximum: 4)), timing: clock.timing)
        let answer = try await patient.send(
            HTTPRequest(.put, try address(proxy.port, "/x")), body: .bytes(Array("hello".utf8)))
        #expect(answer.status == 201)
        #expect(answer.earlierTryMayHaveBeenProcessed)
        #expect(server.requests.count == 2)
        #expect(clock.sleeps.count == 1)
    }

    @Test func aRefusedPutIsRetriedAfterTheTimeTheHostSays() async throws {
        let server = try CannedServer { _ in .init(201) }
        let proxy = try FaultProxy(
            upstream: server.port, rules: [.init("PUT", .first(2), .status(429, retryAfter: "7"))])
        let clock = FakeClock()
        let gate = RequestGate(AdaptiveLimit(maximum: 16, initial: 16))
        let patient = PatientClient(try client(proxy.port), gate: gate, timing: clock.timing)
        let body = GeneratedBody(size: 300_000)
        let answer = try await patient.send(
            HTTPRequest(.put, try address(proxy.port, "/x")), body: .stream(body, length: 300_000))
        #expect(answer.status == 201)
        #expect(!answer.earlierTryMayHaveBeenProcessed)
        #expect(body.opened == 3)
        #expect(clock.sleeps.count == 2)
        #expect(clock.sleeps.allSatisfy { $0 >= .seconds(7) && $0 < .seconds(8) })
        #expect(gate.limit < 16)
    }

    @Test(arguments: [400, 401, 403, 404, 405, 409, 412, 413, 507]) func aFinalAnswerIsNotRetried(status: Int)
        async throws
    {
        let server = try CannedServer { _ in .init(status) }
        let clock = FakeClock()
        let patient = PatientClient(
            try client(server.port), gate: RequestGate(AdaptiveLimit(maximum: 4)), timing: clock.timing)
        let answer = try await patient.send(HTTPRequest(.put, try address(server.port)), body: .bytes([1]))
        #expect(answer.status == status)
        #expect(server.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
    }

    @Test func aHostThatRefusesTheCredentialIsSentNothingMore() async throws {
        let server = try CannedServer { _ in .init(401) }
        let patient = PatientClient(
            try client(server.port), gate: RequestGate(AdaptiveLimit(maximum: 4)), timing: FakeClock().timing)
        let request = HTTPRequest(.get, try address(server.port))
        #expect(try await patient.send(request).status == 401)
        for _ in 0..<3 {
            let error = await failure { try await patient.send(request) }
            #expect(error?.code == .notPermitted)
            #expect(error?.requestMayHaveBeenProcessed == false)
        }
        #expect(server.requests.count == 1)
    }

    @Test func triesAreBounded() async throws {
        let server = try CannedServer { _ in .init(503) }
        let clock = FakeClock()
        let patient = PatientClient(
            try client(server.port), gate: RequestGate(AdaptiveLimit(maximum: 4)), timing: clock.timing)
        let answer = try await patient.send(HTTPRequest(.get, try address(server.port)))
        #expect(answer.status == 503)
        #expect(server.requests.count == 5)
        #expect(clock.sleeps.count == 4)
    }
}
