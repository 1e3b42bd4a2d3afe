import Hosting
import TestKit
import Testing

@testable import WebDAVHost

@Suite(.serialized) struct CalDAVConformanceTests {
    private static func rules(_ service: StoreService, _ server: DAVServer) -> [StoreRule] {
        let kind: ObjectKind = service == .calendars ? .calendars : .contacts
        return StoreConformance(of: service, reader: kind.read, refusedNames: server.refusedNames).rules
    }

    @Test(arguments: rules(.calendars, .radicale))
    func radicaleCalendarsKeep(_ rule: StoreRule) async throws { try await check(rule, .calendars, .radicale) }

    @Test(arguments: rules(.contacts, .radicale))
    func radicaleContactsKeep(_ rule: StoreRule) async throws { try await check(rule, .contacts, .radicale) }

    @Test(arguments: rules(.calendars, .xandikos))
    func xandikosCalendarsKeep(_ rule: StoreRule) async throws { try await check(rule, .calendars, .xandikos) }

    @Test(arguments: rules(.contacts, .xandikos))
    func xandikosContactsKeep(_ rule: StoreRule) async throws { try await check(rule, .contacts, .xandikos) }

    @Test(arguments: rules(.calendars, .sabre))
    func sabreCalendarsKeep(_ rule: StoreRule) async throws { try await check(rule, .calendars, .sabre) }

    @Test(arguments: rules(.contacts, .sabre))
    func sabreContactsKeep(_ rule: StoreRule) async throws { try await check(rule, .contacts, .sabre) }

    @Test(arguments: rules(.calendars, .davical))
    func davicalCalendarsKeep(_ rule: StoreRule) async throws { try await check(rule, .calendars, .davical) }

    @Test(arguments: rules(.contacts, .davical))
    func davicalContactsKeep(_ rule: StoreRule) async throws { try await check(rule, .contacts, .davical) }

    private func check(_ rule: StoreRule, _ service: StoreService, _ server: DAVServer) async throws {
        try await rule.check { try await server.store(service) }
    }
}
