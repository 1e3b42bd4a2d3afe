/// Notebooks as Evernote exports them, that never belonged to anybody.
public enum SampleEvernote {
    /// Two notebooks; the second one is French.
    public static var export: ProviderSample {
        ProviderSample(
            "Evernote",
            [
                SampleEntry(notebook, text: english, .imported),
                SampleEntry("Carnet d'été.enex", text: french, .imported),
            ])
    }

    /// The path of the first notebook.
    public static let notebook = "My notebook.enex"

    /// The text around notes.
    public static func notebook(_ notes: String...) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export4.dtd">
        <en-export export-date="20240601T120000Z" application="Evernote" version="10.0">\(notes.joined())</en-export>

        """
    }

    /// A note with a text in ENML.
    ///
    /// - Parameter more: what follows the text: dates, tags, attachments.
    public static func note(_ title: String, _ text: String, more: String = "") -> String {
        """
        <note><title>\(title)</title><content><![CDATA[<?xml version="1.0" encoding="UTF-8" standalone="no"?>
        <!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note>\(text)</en-note>]]></content>\(more)</note>
        """
    }

    /// An attachment with the text `hello`, which has the MD5 of `helloHash`.
    public static func resource(_ name: String, mime: String = "text/plain") -> String {
        resource(name, mime: mime, base64: "aGVs\n  bG8=\n")
    }

    /// An attachment.
    public static func resource(_ name: String, mime: String, base64: String) -> String {
        """
        <resource><data encoding="base64">\(base64)</data><mime>\(mime)</mime><width>1</width>
        <recognition><![CDATA[<recoIndex/>]]></recognition>
        <resource-attributes><file-name>\(name)</file-name></resource-attributes></resource>
        """
    }

    /// The MD5 of `hello` (RFC 1321).
    public static let helloHash = "5d41402abc4b2a76b9719d911017c592"

    private static let english = notebook(
        note(
            "Shopping", "<div>Milk &amp; <b>bread</b></div><div><en-todo checked=\"true\"/>eggs</div>",
            more: "<created>20210826T125012Z</created><updated>20210827T080000Z</updated><tag>home</tag>"
                + "<note-attributes><source-url>https://example.org/?a=1&amp;b=2</source-url></note-attributes>"),
        note(
            "Shopping", "<div><en-media hash=\"\(helloHash)\" type=\"image/png\"/></div>",
            more: "<created>20220101T000000Z</created>" + resource("photo.png", mime: "image/png")
                + resource("again.png", mime: "image/png")),
        note("", "<div>without title</div>", more: "<created>2757600913T000000Z</created>"))

    private static let french = notebook(
        note(
            "Été à l'île d'Yeu / 2024", "<div>Réservé&nbsp;: <i>vélo</i>&hellip;</div><ul><li>tente</li></ul>",
            more: "<created>20240601T080000Z</created><tag>vacances</tag><tag>été</tag>" + resource("billet été.pdf")))
}
