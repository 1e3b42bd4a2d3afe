import Testing

@testable import Archives

/// Archives that other projects keep because something once went wrong with them.
@Suite(.enabled(if: Corpus.exists)) struct CorpusTests {
    @Test(arguments: Corpus.folders)
    func everyArchiveIsReadOrRefusedWithAReason(_ folder: String) throws {
        let files = Corpus.files(in: Corpus.root + "/" + folder)
        try #require(!files.isEmpty)
        for file in files {
            let set = ArchiveSet.open([file])
            #expect(!set.parts.isEmpty || !set.problems.isEmpty, "\(file)")
            for part in set.parts {
                #expect(!part.entries.isEmpty || !part.problems.isEmpty, "\(file)")
                let reader = try set.makeReader(part: part.id)
                for entry in part.entries where entry.kind == .file && entry.refusal == nil {
                    do throws(ArchiveError) {
                        let content = try reader.open(entry.id.index).readAll(limit: 1 << 24)
                        #expect(entry.byteCount == nil || entry.byteCount == UInt64(content.count), "\(file)")
                        if let checksum = entry.checksum {
                            #expect(content.withUnsafeBytes { checksum32(of: $0) } == checksum, "\(file)")
                        }
                    } catch {
                        #expect(!error.code.isEmpty)
                    }
                }
            }
        }
    }
}
