import Testing

@testable import TestKit

@Suite struct SamplesArchiveBrowserTests {
    /// The paths a page lists: the folder of a product, the folders that are open, the name of the leaf.
    private func listedPaths(_ page: String) -> [String] {
        var paths: [String] = []
        var product = ""
        var folders: [String] = []
        func text(_ line: Substring, after mark: String) -> String? {
            guard let range = line.firstRange(of: mark) else { return nil }
            let text = String(line[range.upperBound...].prefix { $0 != "<" })
            return [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
                .reduce(text) { $0.replacing($1.0, with: $1.1) }
        }
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if let name = text(line, after: "<div class=\"service_name\"><h1>") {
                (product, folders) = (name, [])
            } else if let name = text(line, after: "<div class=\"extracted-folder-name\">") {
                folders.append(name)
            } else if line == "</div></div>" {
                _ = folders.popLast()
            } else if let name = text(line, after: "class=\"takeout-resource-link\">")
                ?? text(line, after: "<div class=\"extracted-file-name\"> ")
            {
                paths.append((["Takeout", product] + folders + [name]).joined(separator: "/"))
            }
        }
        return paths
    }

    @Test(arguments: SampleExport.Language.allCases)
    func pageListsEveryEntryAndTheMissingOnes(_ language: SampleExport.Language) throws {
        var export = SampleExport.demo
        export.language = language
        export.missingFromParts = 3
        let expected = export.expected()
        #expect(expected.missingPaths.count == 3)
        #expect(Set(expected.missingPaths).isDisjoint(with: expected.files.map(\.path)))
        let browser = try #require(export.entries().first { $0.path.hasSuffix(export.words.archiveBrowser) })
        let page = try #require(String(validating: browser.content.all, as: UTF8.self))
        let present = expected.files.map(\.path).filter { $0 != browser.path }
        let wanted = (present + expected.missingPaths).map { Array($0.utf8) }
        let listed = listedPaths(page).map { Array($0.utf8) }
        #expect(listed.count == wanted.count)
        #expect(Set(listed) == Set(wanted))
        #expect(page.contains("<div class=\"job-id hidden\">\(export.jobIdentifier)</div>"))
        for product in SampleProduct.allCases {
            let key = "data-english-name=\"\(product.identifier)\" data-folder-name=\"\(export.words.folder(product))\""
            #expect(page.contains(key), "\(product)")
        }
    }
}
