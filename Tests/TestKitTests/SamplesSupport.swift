import Foundation
import Testing

@testable import TestKit

/// A new directory that is gone after `body`.
func withSampleDirectory(_ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("samples-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try body(directory)
}

/// Runs a program of the system and gives its output; any exit status but 0 fails the test.
func sampleOutput(_ arguments: String...) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["LC_ALL=C.UTF-8"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(arguments.joined(separator: " "))")
    return Array(output)
}

func sampleBytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: path)))
}

/// The paths of the regular files below `root`, relative to it, as bytes: characters would hide normal forms.
func sampleTree(_ root: String) throws -> Set<[UInt8]> {
    let listed = try sampleOutput("find", root, "-type", "f", "-printf", "%P\\0")
    return Set(listed.split(separator: 0).map(Array.init))
}

/// Content lines after unfolding the bytes, RFC 5545 section 3.1.
func sampleLines(_ bytes: [UInt8]) throws -> [String] {
    var lines: [[UInt8]] = []
    for line in bytes.split(separator: 10, omittingEmptySubsequences: true) {
        try #require(line.last == 13)
        if line.first == 32 {
            try #require(!lines.isEmpty)
            lines[lines.count - 1] += line.dropFirst().dropLast()
        } else {
            lines.append(Array(line.dropLast()))
        }
    }
    return try lines.map { try #require(String(validating: $0, as: UTF8.self)) }
}

extension SampleContent {
    var all: [UInt8] {
        var bytes: [UInt8] = []
        forEachChunk { bytes += $0 }
        return bytes
    }
}

extension SampleExport {
    func bytes(at path: String) throws -> [UInt8] {
        try #require(entries().first { $0.path == path }).content.all
    }
}
