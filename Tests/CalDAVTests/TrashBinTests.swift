import Hosting
import Items
import Synchronization
import TestKit
import Testing
import Transport

@testable import WebDAVHost

/// What is taken out of the trash bin of a Nextcloud: only what lies there, and not for nothing.
@Suite struct TrashBinTests {
    /// A Nextcloud with one calendar and one thrown away event in it.
    private final class Cloud: Sendable {
        struct State {
            var isLive = false
            var putStatus = 204
            var isLosingTheMove = false
        }

        let state: Mutex<State>
        private let trashedHref: String
        private static let old = event("old")

        init(_ state: State = State(), trashedHref: String = "/home/trashbin/objects/7.ics") {
            self.state = Mutex(state)
            self.trashedHref = trashedHref
        }

        static func event(_ summary: String) -> String {
            [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", "UID:u1",
                "DTSTAMP:20240101T000000Z", "DTSTART:20240102T100000Z", "DTEND:20240102T110000Z", "SUMMARY:\(summary)",
                "END:VEVENT", "END:VCALENDAR", "",
            ].joined(separator: "\r\n")
        }

        func answer(_ request: RecordedRequest) -> CannedServer.Answer {
            state.withLock { state in
                switch (request.method, request.target) {
                case ("OPTIONS", _): return .init(200, headers: "DAV: 1, calendar-access, nc-calendar-trashbin\r\n")
                case ("PROPFIND", "/home/"):
                    return list("/home/c/", "<resourcetype><collection/><C:calendar/></resourcetype>")
                case ("REPORT", "/home/trashbin/objects/"):
                    return list(
                        trashedHref,
                        "<N:calendar-uri>c</N:calendar-uri><C:calendar-data>\(Self.old)</C:calendar-data>")
                case ("REPORT", "/home/c/") where state.isLive, ("PROPFIND", "/home/c/old.ics") where state.isLive:
                    return list(
                        "/home/c/old.ics",
                        "<getetag>\"1\"</getetag><C:calendar-data>\(Self.old)</C:calendar-data>")
                case ("REPORT", "/home/c/"), ("PROPFIND", "/home/c/"): return list("/home/c/", "")
                case ("MOVE", _):
                    if state.isLive { return .init(404) }
                    state.isLive = true
                    return state.isLosingTheMove ? .init(502) : .init(201)
                case ("PUT", "/home/c/old.ics"): return .init(state.putStatus, headers: "ETag: \"2\"\r\n")
                case ("DELETE", "/home/c/old.ics"):
                    state.isLive = false
                    return .init(204)
                case ("PUT", _): return .init(500)
                default: return .init(404)
                }
            }
        }

        private func list(_ href: String, _ properties: String) -> CannedServer.Answer {
            let text =
                "<multistatus xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\""
                + " xmlns:N=\"http://nextcloud.com/ns\"><response><href>\(href)</href><propstat><prop>\(properties)"
                + "</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
            return .init(207, body: Array(text.utf8))
        }
    }

    /// Stores an event whose UID lies in the trash bin.
    private func create(_ cloud: Cloud) async throws -> (Result<Arrival, StoreError>, [RecordedRequest]) {
        let server = try CannedServer { cloud.answer($0) }
        let home = try RemoteAddress("http://127.0.0.1:\(server.port)/home/")
        let client = try WebDAVDriver.client(home, .anonymous, ClientOptions(), .hurried)
        let store = try await ObjectStore(.calendars, home: home, client: client)
        let resource = NewResource(href: Href(collection: "c", name: "new.ics"))
        do throws(StoreError) {
            let arrival = try await store.create(resource, body: BytesBody(Array(Cloud.event("new").utf8)))
            return (.success(arrival), server.requests)
        } catch { return (.failure(error), server.requests) }
    }

    @Test func whatWasThrownAwayIsReplaced() async throws {
        let (result, requests) = try await create(Cloud())
        #expect(try result.get().resource.href.name == "old.ics")
        let move = try #require(requests.first { $0.method == "MOVE" })
        #expect(move.header("overwrite") == "F")
        #expect(move.header("schedule-reply") == "F" && move.header("x-nc-scheduling") == "false")
        #expect(!requests.contains { $0.method == "DELETE" })
    }

    @Test func aRestorationWhoseAnswerIsLostIsOne() async throws {
        let (result, _) = try await create(Cloud(.init(isLosingTheMove: true)))
        #expect(try result.get().resource.href.name == "old.ics")
    }

    @Test func whatIsSeenIsNotReplaced() async throws {
        let (result, requests) = try await create(Cloud(.init(isLive: true)))
        #expect(throws: StoreError.self) { try result.get() }
        #expect(!requests.contains { $0.method == "MOVE" || ($0.method == "PUT" && $0.target == "/home/c/old.ics") })
    }

    @Test func whatCameOutForNothingGoesBack() async throws {
        let (result, requests) = try await create(Cloud(.init(putStatus: 403)))
        #expect(throws: StoreError.self) { try result.get() }
        let deletion = try #require(requests.first { $0.method == "DELETE" })
        #expect(deletion.target == "/home/c/old.ics" && deletion.header("if-match") == "\"1\"")
        #expect(deletion.header("schedule-reply") == "F" && deletion.header("x-nc-scheduling") == "false")
    }

    @Test(arguments: ["/home/c/other.ics", "/home/trashbin/objects/a/b.ics", "/elsewhere/7.ics"])
    func onlyWhatLiesInTheTrashBinIsMoved(_ href: String) async throws {
        let (_, requests) = try await create(Cloud(trashedHref: href))
        #expect(!requests.contains { $0.method == "MOVE" })
    }
}
