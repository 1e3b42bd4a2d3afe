internal import Foundation
internal import TestKit

/// The same files, as an export for degoogle and as a directory for the programs of comparison.
struct FileSample {
    /// The parts of the export.
    let parts: [String]
    /// The directory with the files, as degoogle stores them below a host.
    let files: FileList
    /// How many files there are and what they have, as `Peers.stored` says it.
    let expected: String

    /// Makes it.
    init(count: Int, bytes: UInt64, in scratch: Scratch) throws {
        parts = try scratch.makeSample(
            "export", ["--preset", "files", "--count", "\(count)", "--bytes", "\(bytes)"])
        let folder = scratch.path("unpacked")
        let importing = try Degoogle.invocation(
            ["import", "--yes"] + parts + ["--to", "folder:\(folder)?durable=no"], in: scratch)
        try Peers(scratch: scratch).run(importing)
        // The copy of the catalogue is no file of the export.
        try scratch.remove("unpacked/files/degoogle")
        files = try FileList(below: folder + "/files")
        var total: UInt64 = 0
        for path in files.paths {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/files/\(path)")
            total += attributes[.size] as? UInt64 ?? 0
        }
        expected = "\(files.paths.count) files, \(total) bytes"
    }
}

/// degoogle, rclone and curl, which store the same files at one server.
struct FileContest {
    let server: RunningFileService
    let sample: FileSample
    let scratch: Scratch
    /// The port of what stands before the server; its own when nil.
    var front: UInt16?
    /// What rclone is told beside its transfers.
    var rcloneOptions: [String] = []
    /// How many transfers rclone does at the same time: the number with which it is quickest is taken.
    var transfers = [4, 8, 16]
    /// How many connections or streams curl has; none for a server that is not HTTP.
    var connections = [8, 16]

    private var peers: Peers { Peers(scratch: scratch) }

    /// The programs, each at its best.
    func contestants() throws -> [Contestant] {
        var all = [try degoogle()]
        all.append(try Contest.quickest(of: transfers.map(rclone), in: scratch))
        if !connections.isEmpty { all.append(try Contest.quickest(of: connections.map(curl), in: scratch)) }
        return all
    }

    /// The real command. It asks what the server minds, and stores as safely as that allows.
    func degoogle() throws -> Contestant {
        Contestant(
            name: "degoogle", commands: [try peers.degoogle(sample.parts)],
            prepare: { _ = try server.newPlace(for: peers, front: front) }, check: check)
    }

    /// rclone without waits, on the files as they lie unpacked.
    func rclone(transfers: Int) -> Contestant {
        Contestant(
            name: "rclone, \(transfers) transfers",
            commands: [
                peers.rcloneCopy(sample.files.directory, transfers: transfers, server.trust + rcloneOptions)
            ],
            prepare: { _ = try server.newPlace(for: peers, front: front) }, check: check)
    }

    /// curl on the files as they lie unpacked, into folders that are there already.
    func curl(connections: Int) -> Contestant {
        Contestant(
            name: "curl, \(connections) at once", commands: [peers.curl(connections: connections)],
            prepare: {
                let (destination, direct) = try server.newPlace(for: peers, front: front)
                try peers.makeCollections(above: sample.files, at: direct)
                try peers.writeUploads(of: sample.files, to: destination)
            }, check: check)
    }

    private func check(_ outputs: [String]) throws -> String {
        let stored = try peers.stored(server.trust)
        guard stored == sample.expected else {
            throw MeasurementError("\(sample.expected) were to be stored, and \(stored) were: \(outputs)")
        }
        return stored
    }
}
