internal import Hosting
internal import ICalendar
internal import Items
internal import RemoteHosting
internal import Synchronization
internal import Transport
internal import XML

/// The trash bin of a Nextcloud's calendars (`apps/dav/lib/CalDAV/Trashbin`). An object in it keeps its UID taken in its
/// calendar: a new one with that UID is answered with 500.
final class TrashBin: Sendable {
    private struct Place: Hashable {
        let calendar: ExactText
        let uid: ExactText
    }

    private let client: WebDAVClient
    private let home: RemoteAddress
    private struct Thrown {
        let address: RemoteAddress
        let fingerprint: Fingerprint
    }

    private let turns = NameTurns()
    /// The objects in it; `nil` before the first look.
    private let objects = Mutex<[Place: Thrown]?>(nil)

    /// - Parameter home: the calendars of the account.
    init(client: WebDAVClient, home: RemoteAddress) {
        self.client = client
        self.home = home
    }

    /// Whether an object of a calendar lies in it.
    ///
    /// - Parameter calendar: the last segment of the calendar's address.
    /// - Throws: what ends the host.
    func holds(uid: String, in calendar: String) async throws(StoreError) -> Bool {
        try await turns.with("") { () async throws(StoreError) -> Bool in
            try await look()
            let place = Place(calendar: ExactText(calendar), uid: ExactText(uid))
            return objects.withLock { $0?[place] != nil }
        }
    }

    /// Puts an object back into its calendar, if it lies in the trash bin. Nobody is written to by that.
    ///
    /// - Parameter calendar: the last segment of the calendar's address.
    /// - Returns: what should have come back.
    /// - Throws: what ends the host.
    func restore(uid: String, in calendar: String) async throws(StoreError) -> Fingerprint? {
        try await turns.with("") { () async throws(StoreError) -> Fingerprint? in
            try await look()
            let place = Place(calendar: ExactText(calendar), uid: ExactText(uid))
            guard let thrown = objects.withLock({ $0?.removeValue(forKey: place) }) else { return nil }
            let outcome = try await client.move(
                thrown.address, to: try target(of: thrown.address), replacing: false, headers: AttendeePolicy.headers)
            // After a lost answer it may have come back; the calendar is asked anyway.
            return outcome.isSuccess || outcome.isUncertain ? thrown.fingerprint : nil
        }
    }

    private func target(of address: RemoteAddress) throws(StoreError) -> RemoteAddress {
        let name = address.path.split(separator: "/").last.map(String.init) ?? ""
        do { return try home.appending(["trashbin", "restore", name]) } catch { throw StoreError(error) }
    }

    /// Notes that something was put into it.
    func change() { objects.withLock { $0 = nil } }

    /// Lists it, if it may have changed. Its PROPFIND is not implemented there, its REPORT is.
    private func look() async throws(StoreError) {
        guard objects.withLock({ $0 == nil }) else { return }
        let calendar = XMLName("http://nextcloud.com/ns", "calendar-uri")
        let wanted = XMLTree(.dav("prop"), children: [XMLTree(calendar), XMLTree(.calDAV("calendar-data"))])
        let all = XMLTree(.calDAV("comp-filter"), attributes: ["name": "VCALENDAR"])
        let body = XMLTree(
            .calDAV("calendar-query"), children: [wanted, XMLTree(.calDAV("filter"), children: [all])])
        let address: RemoteAddress
        do { address = try home.appending(["trashbin", "objects"], asCollection: true) } catch {
            throw StoreError(error)
        }
        let headers: HTTPHeaders = ["Depth": "1", "Content-Type": "application/xml; charset=utf-8"]
        let answer = try await client.send(HTTPRequest(.report, address, headers: headers), body: .bytes(body.document))
        var found: [Place: Thrown] = [:]
        // One that has none, or cannot be read, is as one that is empty: then the server refuses what it must.
        if answer.status == 207, let list = try? Multistatus(answer.body, from: answer.address) {
            for response in list.responses {
                guard response.names(below: address)?.count == 1,
                    let name = response.property(calendar)?.trimmedText,
                    let text = response.property(.calDAV("calendar-data"))?.text,
                    let summary = CalendarResourceSummary.read(Array(text.utf8))
                else { continue }
                found[Place(calendar: ExactText(name), uid: ExactText(summary.uid))] = Thrown(
                    address: response.address, fingerprint: Fingerprint(of: summary.comparisonBytes))
            }
        }
        let result = found
        objects.withLock { $0 = result }
    }
}
