import Bookmarks
import GPX
import OPML
import Testing
import Timestamps

@Suite struct BookmarkFileTests {
    private static let file = """
        <!DOCTYPE NETSCAPE-Bookmark-file-1>
        <TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
        <DL><p>
            <DT><H3 ADD_DATE="1500000000" PERSONAL_TOOLBAR_FOLDER="true">Bar &amp; more</H3>
            <DL><p>
                <DT><A HREF="https://a.example/?b=1&amp;c=2" ADD_DATE="1500000001" ICON="data:x" TAGS="é,b">A &lt;b&gt;</A>
                <DD>a note
                <DT><H3>Empty</H3>
                <DL><p>
                </DL><p>
            </DL><p>
            <DT><a href='https://b.example'>B</a>
        </DL><p>
        """

    private let nodes: [BookmarkNode] = [
        .folder(
            BookmarkFolder(
                title: "Bar & more", added: 1_500_000_000, isToolbar: true,
                nodes: [
                    .page(
                        Bookmark(
                            address: "https://a.example/?b=1&c=2", title: "A <b>", added: 1_500_000_001,
                            tags: ["é", "b"],
                            note: "a note")),
                    .folder(BookmarkFolder(title: "Empty")),
                ])),
        .page(Bookmark(address: "https://b.example", title: "B")),
    ]

    @Test func foldersAndPagesAreRead() {
        #expect(BookmarkFile.read(Array(Self.file.utf8)) == nodes)
    }

    @Test func whatIsWrittenIsReadTheSame() {
        #expect(BookmarkFile.read(BookmarkFile.write(nodes, title: "x <y>")) == nodes)
    }

    @Test(arguments: ["", "<html><a href=x>y</a></html>", "{}"])
    func anythingElseIsNoBookmarkFile(_ text: String) {
        #expect(BookmarkFile.read(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("<DL><A HREF=a>one", 1), ("<DL></DL></DL></DL><A HREF=a>one</A>", 1), ("<A>no address</A>", 0), ("<", 0),
        ("<A HREF=\"open <A HREF=b>x</A>", 1), ("<H3>never opened<A HREF=a>x</A>", 1), ("<DD>nothing to describe", 0),
    ])
    func damageCostsOnlyItsPlace(_ body: String, _ count: Int) throws {
        let found = try #require(BookmarkFile.read(Array(("<!DOCTYPE NETSCAPE-Bookmark-file-1>" + body).utf8)))
        #expect(BookmarkFolder(title: "", nodes: found).count == count)
    }

    @Test func foldersNestedWithoutEndDoNotNestWithoutEnd() throws {
        let deep = String(repeating: "<DT><H3>f</H3><DL>", count: 100_000) + "<A HREF=a>x</A>"
        let found = try #require(BookmarkFile.read(Array(("<!DOCTYPE NETSCAPE-Bookmark-file-1>" + deep).utf8)))
        #expect(BookmarkFolder(title: "", nodes: found).count == 1)
        #expect(BookmarkFile.read(BookmarkFile.write(found, title: "")) != nil)
    }
}

@Suite struct PlaceFileTests {
    @Test func placesComeBeforeTracks() throws {
        var file = GPXFile(name: "2019-05 & more")
        let point = try #require(
            GPXPoint(latitudeE7: 481_100_005, longitudeE7: -16_800_000, elevation: 35, time: 1_558_339_200))
        file.beginTrack(name: "a<b")
        file.add(point)
        file.beginSegment()
        file.add(try #require(GPXPoint(latitudeE7: -5, longitudeE7: 0)))
        file.add(GPXPlace(point, name: "Home", note: "x\ny", link: "https://a.example/?b&c"))
        #expect(file.count == 3)
        #expect(
            String(decoding: file.bytes(creator: "test"), as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">
                  <metadata><name>2019-05 &amp; more</name></metadata>
                  <wpt lat="48.1100005" lon="-1.6800000"><ele>35</ele><time>2019-05-20T08:00:00Z</time>\
                <name>Home</name><desc>x
                y</desc><link href="https://a.example/?b&amp;c"/></wpt>
                  <trk><name>a&lt;b</name><trkseg>
                    <trkpt lat="48.1100005" lon="-1.6800000"><ele>35</ele><time>2019-05-20T08:00:00Z</time></trkpt>
                  </trkseg><trkseg>
                    <trkpt lat="-0.0000005" lon="0.0000000"></trkpt>
                  </trkseg></trk>
                </gpx>

                """)
    }

    @Test(arguments: [(900_000_001, 0), (0, -1_800_000_001), (Int64.min, 0), (0, Int64.max)] as [(Int64, Int64)])
    func whatIsNowhereIsNoPoint(_ latitude: Int64, _ longitude: Int64) {
        #expect(GPXPoint(latitudeE7: latitude, longitudeE7: longitude) == nil)
    }

    @Test func feedsAreOutlines() {
        let feeds = [
            OPMLFile.Feed(title: "A \"&\" B\u{1}", address: "https://a.example/x?y&z", page: "https://a.example")
        ]
        let text = String(decoding: OPMLFile.write(feeds, title: "T<"), as: UTF8.self)
        #expect(text.contains("<outline text=\"T&lt;\" title=\"T&lt;\">"))
        #expect(
            text.contains(
                "<outline type=\"rss\" text=\"A &quot;&amp;&quot; B\" title=\"A &quot;&amp;&quot; B\" "
                    + "xmlUrl=\"https://a.example/x?y&amp;z\" htmlUrl=\"https://a.example\"/>"))
    }

    @Test(
        arguments: [
            ("2019-05-31T10:00:00Z", 1_559_296_800), ("2019-05-31T10:00:00.123456Z", 1_559_296_800),
            ("2019-05-31T12:00:00+02:00", 1_559_296_800), ("2019-05-31T05:30:00.0-0430", 1_559_296_800),
            ("2019-05-31 10:00:00", 1_559_296_800), ("2019-05-31T10:00Z", 1_559_296_800), ("2019-02-29T10:00:00Z", nil),
            ("2019-05-31", nil), ("2019-05-31T10:00:00X", nil), ("2019-05-31T24:00:00Z", nil), ("", nil),
            ("2019-05-31T10:00:00+02:00x", nil), ("0000-01-01T00:00:00Z", nil),
        ] as [(String, Int64?)])
    func momentsAreRead(_ text: String, _ seconds: Int64?) { #expect(InternetTime.seconds(text) == seconds) }

    @Test(arguments: [-62_135_596_800, -1, 0, 951_782_399, 1_559_296_800, 253_402_300_799] as [Int64])
    func whatIsWrittenIsRead(_ seconds: Int64) {
        #expect(InternetTime.seconds(UTCTime.text(of: seconds)) == seconds)
    }
}
