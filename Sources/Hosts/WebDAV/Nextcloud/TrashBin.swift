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
    private let turns = NameTurns()
    /// Where the objects are; `nil` before the first look.
    private let objects = Mutex<[Place: RemoteAddress]?>(nil)

    /// - Parameter home: the calendars of the account.
    init(client: WebDAVClient, home: RemoteAddress) {
        self.client = client
        self.home = home
    }

    /// Puts an object back into its calendar, if it lies in the trash bin. Nobody is written to by that.
    ///
    /// - Parameter calendar: the last segment of the calendar's address.
    /// - Returns: whether it came back.
    /// - Throws: what ends the host.
    func restore(uid: String, in calendar: String) async throws(StoreError) -> Bool {
        try await turns.with("") { () async throws(StoreError) -> Bool in
            try await look()
            let place = Place(calendar: ExactText(calendar), uid: ExactText(uid))
            guard let address = objects.withLock({ $0?.removeValue(forKey: place) }) else { return false }
            return try await client.move(address, to: try target(of: address), replacing: true).isSuccess
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
        var found: [Place: RemoteAddress] = [:]
        // One that has none, or cannot be read, is as one that is empty: then the server refuses what it must.
        if answer.status == 207, let list = try? Multistatus(answer.body, from: answer.address) {
            for response in list.responses {
                guard let name = response.property(calendar)?.trimmedText,
                    let text = response.property(.calDAV("calendar-data"))?.text,
                    let uid = CalendarResourceSummary.read(Array(text.utf8))?.uid
                else { continue }
                found[Place(calendar: ExactText(name), uid: ExactText(uid))] = response.address
            }
        }
        let result = found
        objects.withLock { $0 = result }
    }
}
