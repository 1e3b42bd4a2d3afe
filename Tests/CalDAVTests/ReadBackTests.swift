import Glibc
import Hosting
import Items
import TestKit
import Testing
import Transport

@testable import WebDAVHost

/// What is stored is what an independent client reads: python-caldav and icalendar, or vobject.
@Suite(.serialized) struct ReadBackTests {
    private static let sample = Task { try await SampleImport(.tiny, for: "read-back") }

    @Test(arguments: DAVServer.allCases, [StoreService.calendars, .contacts])
    func anotherClientReadsEveryItemEqual(_ server: DAVServer, _ service: StoreService) async throws {
        let sample = try await Self.sample.value
        let objects = try #require(sample.objects[service])
        let store = try await server.store(service)
        #expect(try await sample.store(service, in: store) == [])
        let folder = try ScratchDirectory("read-back")
        for (number, object) in objects.enumerated() { try folder.write("\(number).txt", object.bytes) }
        let addresses = try objects.map { object in
            try store.address(of: Href(collection: sample.path(of: object.collection), name: object.name)).text
        }
        try folder.write("addresses", addresses.map { $0 + "\n" }.joined())
        let script = try folder.write("compare.py", Self.script)
        let python = getenv("DEGOOGLE_TEST_PYTHON").map { String(cString: $0) + "/python" } ?? "python3"
        do {
            try Program.run([python, script, folder.path, service.rawValue], log: folder.path + "/log")
        } catch {
            Issue.record("\(String(decoding: folder.read("log"), as: UTF8.self))")
        }
        #expect(String(decoding: folder.read("log"), as: UTF8.self).contains("equal: \(objects.count)"))
    }

    /// Reads each resource over HTTP by the client's own code and compares what its parser understands.
    private static let script = """
        import sys, warnings
        warnings.simplefilter("ignore")
        folder, service = sys.argv[1:]
        addresses = open(folder + "/addresses", encoding="utf-8").read().split("\\n")[:-1]
        equal, different = 0, []

        import caldav
        client = caldav.DAVClient(
            url=addresses[0].split("/", 3)[0] + "//" + addresses[0].split("/")[2] + "/", username="alice",
            password="wonderland")

        import icalendar, vobject

        def unfolded(text):
            return text.replace(b"\\r\\n", b"\\n").replace(b"\\n ", b"")

        VARYING = {"DTSTAMP", "PRODID", "CREATED", "LAST-MODIFIED", "REV", "CALSCALE"}

        def event(data):
            calendar = icalendar.Calendar.from_ical(unfolded(data).decode())
            found = []
            for component in calendar.walk():
                if component.name in ("VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT"):
                    continue
                for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "SEQUENCE", "RECURRENCE-ID"):
                    if name in component:
                        value = component[name]
                        found.append((component.name, name, str(getattr(value, "dt", value))))
                for name in ("DTSTART", "DTEND"):
                    if name in component:
                        found.append((component.name, name, str(component.decoded(name))))
                if "RRULE" in component:
                    rule = component["RRULE"]
                    found.append(("RRULE", sorted((key, str(sorted(map(str, rule[key])))) for key in rule)))
                people = component.get("ATTENDEE", [])
                people = people if isinstance(people, list) else [people]
                found += [("ATTENDEE", str(person), person.params.get("PARTSTAT")) for person in people]
            return sorted(map(str, found))

        def card(data):
            found = []
            parsed = vobject.readOne(unfolded(data).decode(), allowQP=True)
            for line in parsed.getChildren():
                if line.name not in VARYING:
                    types = sorted(kind.upper() for kind in line.params.get("TYPE", []))
                    value = line.value
                    if line.name == "URL":
                        value = value.replace("\\\\", "")
                    found.append((line.name, types, value if isinstance(value, bytes) else str(value)))
            return sorted(map(str, found))

        read = event if service == "calendars" else card
        for number, address in enumerate(addresses):
            sent = open(f"{folder}/{number}.txt", "rb").read()
            answer = client.request(address, headers={"Accept": "*/*"})
            got = answer.raw if isinstance(answer.raw, bytes) else answer.raw.encode()
            a, b = read(sent), read(got)
            if a == b:
                equal += 1
            else:
                different.append((address, [x for x in a if x not in b], [x for x in b if x not in a]))
        for line in different:
            print("different:", line)
        print("equal:", equal)
        sys.exit(1 if different else 0)

        """
}
