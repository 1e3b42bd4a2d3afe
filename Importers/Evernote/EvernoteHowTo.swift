internal import Importing

extension HowTo {
    /// How to export from Evernote.
    static let evernote = HowTo(
        checked: "2026-11",
        steps: [
            "Evernote sends no archive: its program for Windows and macOS exports each notebook (the web "
                + "page and phones cannot).",
            "For each notebook: right-click it and choose Export notebook, or select its notes and choose "
                + "Export. As format choose ENEX (.enex), and tick tags and all attributes.",
            "One file is one notebook, and its name is the name of the notebook: do not merge them. Text "
                + "that you encrypted in a note stays encrypted, so decrypt it before.",
            "Then: degoogle import *.enex",
        ])
}
