import Testing

@testable import TestKit

@Suite struct SamplesArchiveTests {
    private static let packings = [
        SamplePacking(.zip), SamplePacking(.zip, compression: .deflated, split: .parts(3), junk: true),
        SamplePacking(.zip, compression: .stored, split: .maximumBytes(20_000), bundled: true),
        SamplePacking(.tgz, split: .parts(2), extraTopFolder: "Sauvegarde été", junk: true), SamplePacking(.tar),
    ]

    @Test(arguments: packings)
    func secondRunWritesTheSameBytes(_ packing: SamplePacking) throws {
        try withSampleDirectory { directory in
            let first = try SampleExport.tiny.write(to: directory + "/1", as: packing)
            let second = try SampleExport.tiny.write(to: directory + "/2", as: packing)
            #expect(first.count == second.count)
            for (one, other) in zip(first, second) {
                #expect(one.dropFirst(directory.count + 2) == other.dropFirst(directory.count + 2))
                #expect(try sampleBytes(one) == sampleBytes(other))
            }
        }
    }

    @Test func anotherSeedWritesOtherBytes() throws {
        var other = SampleExport.tiny
        other.seed += 1
        #expect(other.expected().files.map(\.crc32) != SampleExport.tiny.expected().files.map(\.crc32))
    }

    @Test(arguments: packings)
    func partsUnpackToExactlyWhatIsExpected(_ packing: SamplePacking) throws {
        var export = SampleExport.tiny
        export.driveFiles = 60
        let expected = export.expected(as: packing)
        try withSampleDirectory { directory in
            let parts = try export.write(to: directory, as: packing)
            var members = 0
            for part in parts {
                members += try sampleOutput("bsdtar", "-tf", part).count { $0 == 10 }
                _ = try sampleOutput("mkdir", "-p", directory + "/out")
                // Not bsdtar: it turns names in NFD into NFC and so loses one of two files.
                if packing.format == .zip {
                    _ = try sampleOutput("unzip", "-qo", part, "-d", directory + "/out")
                } else {
                    _ = try sampleOutput("tar", "-xf", part, "-C", directory + "/out")
                }
            }
            #expect(members == expected.entries)
            let files = expected.files.filter { $0.path.last != "/" }
            #expect(try sampleTree(directory + "/out") == Set(files.map { Array($0.path.utf8) }))
            for file in files {
                let bytes = try sampleBytes("\(directory)/out/\(file.path)")
                #expect(UInt64(bytes.count) == file.size && SampleChecksum.of(bytes) == file.crc32, "\(file.path)")
            }
        }
    }

    @Test func folderHoldsTheSameFilesAsAnArchive() throws {
        var export = SampleExport.tiny
        export.driveFiles = 60
        let packing = SamplePacking(.folder, extraTopFolder: "haut", junk: true)
        try withSampleDirectory { directory in
            let roots = try export.write(to: directory, as: packing)
            let root = try #require(roots.first)
            #expect(roots.count == 1)
            let expected = export.expected(as: packing)
            #expect(try sampleTree(root) == Set(expected.files.map { Array($0.path.utf8) }))
            for file in expected.files {
                #expect(SampleChecksum.of(try sampleBytes("\(root)/\(file.path)")) == file.crc32, "\(file.path)")
            }
        }
    }

    /// unzip reads sizes and checksums from the central directory and checks the data against them.
    @Test func unzipAgreesOnEveryChecksum() throws {
        try withSampleDirectory { directory in
            let part = try #require(SampleExport.tiny.write(to: directory).first)
            _ = try sampleOutput("unzip", "-tq", part)
            let listed = String(decoding: try sampleOutput("unzip", "-v", part), as: UTF8.self)
            let rows = listed.split(separator: "\n").map { $0.split(separator: " ") }
            let sums = rows.filter { $0.count >= 8 }.compactMap { UInt32($0[6], radix: 16) }
            #expect(sums == SampleExport.tiny.expected().files.map(\.crc32))
            // A time would be that of the zone the writer ran in.
            #expect(rows.filter { $0.count >= 8 && $0[4] == "1980-01-01" && $0[5] == "00:00" }.count == sums.count)
        }
    }

    /// RFC 1952 section 2.3: the four bytes after the flags are the time of the compression.
    @Test func gzipHeadersCarryNoTime() throws {
        try withSampleDirectory { directory in
            let part = try #require(SampleExport.tiny.write(to: directory, as: SamplePacking(.tgz)).first)
            let header = try sampleBytes(part).prefix(8)
            #expect(header.starts(with: [0x1F, 0x8B, 8]) && header.suffix(4) == [0, 0, 0, 0])
        }
    }

    @Test func partsAreNamedByStampBundleAndNumber() throws {
        try withSampleDirectory { directory in
            let parts = try SampleExport.tiny.write(
                to: directory, as: SamplePacking(.tgz, split: .parts(2), bundled: true))
            let names = parts.map { $0.dropFirst(directory.count + 1) }
            let bundles = [1, 3, 4, 7, 8, 9]
            let all = bundles.flatMap {
                ["takeout-20260416T000738Z-\($0)-001.tgz", "takeout-20260416T000738Z-\($0)-002.tgz"]
            }
            // The one mailbox fills a single part.
            #expect(names.map(String.init) == all.filter { !$0.hasSuffix("-7-002.tgz") })
        }
    }

    @Test func unwritableDirectoryIsNamed() {
        #expect(throws: SampleWriteError(description: "/dev/null/x: Not a directory")) {
            try SampleExport.tiny.write(to: "/dev/null/x")
        }
    }

    @Test func partsRespectTheirMaximumUnlessOneEntryIsLarger() {
        var export = SampleExport.tiny
        export.largeEntryBytes = 90_000
        var partition = SamplePartition(SamplePacking(split: .maximumBytes(30_000), bundled: true))
        var sizes: [SamplePart: [UInt64]] = [:]
        var iterator = export.entries().makeIterator()
        while let (product, entry) = iterator.nextWithProduct() {
            sizes[partition.part(of: entry, product: product), default: []].append(
                entry.content.size + UInt64(entry.path.utf8.count))
        }
        #expect(sizes.values.reduce(0) { $0 + $1.count } == export.entries().count)
        for (part, sizes) in sizes { #expect(sizes.count == 1 || sizes.reduce(0, +) <= 30_000, "\(part)") }
        for bundle in Set(sizes.keys.map(\.bundle)) {
            let numbers = sizes.keys.filter { $0.bundle == bundle }.map(\.number).sorted()
            #expect(numbers == Array(1...numbers.count))
        }
        #expect(sizes.values.contains { $0.count == 1 && $0[0] > 30_000 })
    }
}
