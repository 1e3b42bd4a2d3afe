/// What a test server was asked.
final class RequestLog: Sendable {
    private let entries = Guarded<[RecordedRequest]>([])

    func add(_ request: RecordedRequest) { entries.change { $0.append(request) } }

    var all: [RecordedRequest] { entries.change { $0 } }

    func clear() { entries.change { $0 = [] } }
}
