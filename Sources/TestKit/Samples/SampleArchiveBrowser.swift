extension SampleExport {
    /// The identifier of the export, as `archive_browser.html` carries it.
    public var jobIdentifier: String {
        var random = SampleRandom(seed, "job", 0)
        let hexadecimal: StaticString = "0123456789abcdef"
        return [8, 4, 4, 4, 12].map { random.identifier($0, alphabet: hexadecimal) }.joined(separator: "-")
    }

    /// The section of `archive_browser.html`, the list of what all parts together hold, itself excepted.
    func archiveBrowserSection(listing sections: [SampleSection]) -> SampleSection {
        let missing = SampleSection(.drive, missingPaths.map { SampleEntry($0, .bytes([]), .imported) })
        return SampleSection(nil, count: 1) { _ in
            SampleEntry(
                "Takeout/\(words.archiveBrowser)", text: archiveBrowser(listing: sections + [missing]), .kept)
        }
    }

    private func archiveBrowser(listing sections: [SampleSection]) -> String {
        var trees: [SampleProduct: SampleFolderTree] = [:]
        var total = SampleFolderTree()
        for section in sections {
            guard let product = section.product else { continue }
            let root = path(product, "")
            for index in 0..<section.count {
                let entry = section.entry(index)
                let size = entry.content.size
                trees[product, default: SampleFolderTree()].insert(entry.path.dropFirst(root.count), size: size)
                total.size += size
                total.files += 1
            }
        }
        let present = SampleProduct.allCases.filter { trees[$0] != nil }
        var page = """
            <!DOCTYPE html>
            <html><head><meta charset="UTF-8"><title>\(words.archiveTitle) \(account)</title></head><body>
            <div class="job-id hidden">\(jobIdentifier)</div>
            <h1 class="header_title">\(SampleMarkup.escaped(words.archiveTitle)) \(account)</h1>
            <div class="header_subtext">\(words.archiveDate) • \(amount(total.size)) • \(total.files) \(words.filesExported)</div>

            """
        for product in present {
            let (tree, name) = (trees[product] ?? SampleFolderTree(), SampleMarkup.escaped(words.folder(product)))
            page += "<div id=\"service-tile-\(product.identifier)\" class=\"service-tile\">"
            page += "<h1 class=\"data-folder-name\" data-english-name=\"\(product.identifier)\" "
            page += "data-folder-name=\"\(name)\">\(name)</h1>"
            page +=
                "<div class=\"service_summary\">\(tree.files) \(words.filesCount), \(amount(tree.size))</div></div>\n"
        }
        for product in present {
            let (tree, name) = (trees[product] ?? SampleFolderTree(), words.folder(product))
            page += "<div id=\"service-details-\(product.identifier)\" class=\"service-detail\">"
            page += "<div class=\"service_name\"><h1>\(SampleMarkup.escaped(name))</h1></div>"
            page += "<div class=\"extracted-list\">\n"
            tree.write(to: &page, path: name + "/")
            page += "</div></div>\n"
        }
        return page + "</body></html>\n"
    }

    private func amount(_ bytes: UInt64) -> String {
        var unit = 0
        var tenths = bytes * 10
        while tenths >= 10_240, unit + 1 < words.sizeUnits.count {
            tenths /= 1024
            unit += 1
        }
        let separator = language == .english ? "." : ","
        return "\(tenths / 10)\(unit == 0 ? "" : "\(separator)\(tenths % 10)") \(words.sizeUnits[unit])"
    }
}

/// The folders and files of one product, in the order they came.
struct SampleFolderTree {
    var files = 0
    var size: UInt64 = 0
    private var names: [Substring] = []
    private var folders: [SampleFolderTree] = []
    private var folderNames: [Substring] = []
    private var positions: [[UInt8]: Int] = [:]

    mutating func insert(_ path: Substring, size: UInt64) {
        files += 1
        self.size += size
        guard let slash = path.firstIndex(of: "/") else {
            names.append(path)
            return
        }
        let folder = path[..<slash]
        // Names that differ only in their normal form are two folders: bytes decide, not characters.
        let key = Array(folder.utf8)
        let position = positions[key] ?? folders.count
        if position == folders.count {
            positions[key] = position
            folders.append(SampleFolderTree())
            folderNames.append(folder)
        }
        folders[position].insert(path[path.index(after: slash)...], size: size)
    }

    func write(to page: inout String, path: String) {
        for (name, folder) in zip(folderNames, folders) {
            page += "<div class=\"table-row\"><button class=\"extracted-folder\"><div class=\"extracted-folder-name\">"
            page += "\(SampleMarkup.escaped(String(name)))</div></button><div class=\"extracted-child\">\n"
            folder.write(to: &page, path: path + name + "/")
            page += "</div></div>\n"
        }
        for name in names {
            let text = SampleMarkup.escaped(String(name))
            page += "<div class=\"file-leaf\">"
            if ["html", "txt", "jpg", "pdf"].contains(where: { name.hasSuffix("." + $0) }) {
                let address = SampleMarkup.percentEncoded(path + name)
                page += "<a href=\"\(address)\" class=\"takeout-resource-link\">\(text)</a>"
            } else {
                page += "<div class=\"extracted-file-name\"> \(text)</div>"
            }
            page += "<div class=\"failure-message\"></div></div>\n"
        }
    }
}
