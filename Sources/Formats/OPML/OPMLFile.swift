internal import XML

/// Writes lists of feeds as every feed reader takes them (OPML 2.0, http://opml.org/spec2.opml).
public enum OPMLFile {
    /// A feed to subscribe to.
    public struct Feed: Hashable, Sendable {
        /// What it is called.
        public let title: String
        /// The address of the feed.
        public let address: String
        /// The address of the page it is about; empty for none.
        public let page: String

        /// Describes a feed.
        public init(title: String, address: String, page: String = "") {
            self.title = title
            self.address = address
            self.page = page
        }
    }

    /// A file of feeds, all in one group.
    ///
    /// - Parameter title: what the list and its group are called.
    public static func write(_ feeds: [Feed], title: String) -> [UInt8] {
        let name = XMLText.escaped(title)
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <opml version="2.0">
              <head><title>\(name)</title></head>
              <body>
                <outline text="\(name)" title="\(name)">

            """
        for feed in feeds {
            let title = XMLText.escaped(feed.title)
            text +=
                "      <outline type=\"rss\" text=\"\(title)\" title=\"\(title)\" xmlUrl=\"\(XMLText.escaped(feed.address))\""
            text += feed.page.isEmpty ? "/>\n" : " htmlUrl=\"\(XMLText.escaped(feed.page))\"/>\n"
        }
        text += "    </outline>\n  </body>\n</opml>\n"
        return Array(text.utf8)
    }
}
