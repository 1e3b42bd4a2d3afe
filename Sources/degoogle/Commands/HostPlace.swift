internal import Foundation
internal import Transport
internal import WebDAVHost

/// The URL of a host of which only a mailbox or a domain was given.
struct HostPlace {
    private let account: AccountAddress

    init(_ account: AccountAddress) { self.account = account }

    /// Asks DNS, and the person when it names another server than the domain: anybody on the way can forge that.
    ///
    /// - Throws: `Stop` when nobody agrees.
    func url() throws -> String {
        let domain = account.top.origin.host
        switch account.place(ServiceLookup()) {
        case .own(let address): return address.text
        case .unanswered:
            Terminal.say("No name server says where \(domain) has its calendars; \(account.top) is tried.")
            return account.top.text
        case .elsewhere(let addresses):
            let places = addresses.map(\.description)
            let sentence = "\(domain) says its calendars and address books are at \(places.joined(separator: " and "))."
            if let only = places.first, places.count == 1, Terminal.isTerminal(STDIN_FILENO) {
                Terminal.say("\(sentence) Your password will go there.")
                guard Terminal.confirm("Is that your hoster?") else { throw Stop(.interrupted, "Nothing was added.") }
                return only
            }
            let user = account.user.map { " --user \($0)" } ?? ""
            throw Stop(
                .usage, "\(sentence) Nothing was sent there. If that is your hoster, add it by its URL:",
                details: places.map { "degoogle host add \($0)\(user)" })
        }
    }
}
