import GoogleTakeout
import Hosting
import Items
import Planning
import TestKit
import Testing

@testable import WebDAVHost

/// The calendars and contacts of a sample export, as they come from the importer.
struct SampleImport {
    struct Object {
        let collection: ItemCollection
        let uid: String
        let name: String
        let bytes: [UInt8]
        let fingerprint: Fingerprint
    }

    private(set) var objects: [StoreService: [Object]] = [:]
    private let owner: String

    /// - Parameter owner: whose it is: tests that share a server store samples with collections of the same names.
    init(_ export: SampleExport, for owner: String) async throws {
        self.owner = owner
        let folder = try ScratchDirectory("sample")
        let paths = try export.write(to: folder.path, as: SamplePacking())
        let recording = try await ImportRecording(of: paths, with: [TakeoutImporter()])
        for item in recording.items where item.kind != .file {
            guard case .bytes(let bytes) = item.content, let fingerprint = item.fingerprint else { continue }
            let service = item.kind.service
            let ending = service == .calendars ? ".ics" : ".vcf"
            objects[service, default: []].append(
                Object(
                    collection: item.collection, uid: item.identity,
                    name: SafeName.resource(uid: item.identity, ending: ending), bytes: bytes,
                    fingerprint: fingerprint))
        }
    }

    /// Where a collection is stored.
    func path(of collection: ItemCollection) -> String { "\(owner) \(collection.name)" }

    /// Stores all of one service.
    ///
    /// - Returns: what could not be stored and why.
    func store(_ service: StoreService, in store: any Store) async throws -> [String] {
        var failures: [String] = []
        for collection in Set(objects[service]?.map(\.collection) ?? []) {
            try await store.makeCollection(path(of: collection), as: collection)
        }
        for object in objects[service] ?? [] {
            let href = Href(collection: path(of: object.collection), name: object.name)
            do {
                let stored = try await store.create(NewResource(href: href), body: BytesBody(object.bytes)).resource
                if stored.fingerprint != object.fingerprint { failures.append("\(href.path): another fingerprint") }
            } catch {
                failures.append("\(href.path): \(error)")
            }
        }
        return failures
    }
}
