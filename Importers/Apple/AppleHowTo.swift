internal import Importing

extension HowTo {
    /// How to ask Apple.
    static let apple = HowTo(
        checked: "2026-11",
        steps: [
            "Open https://privacy.apple.com, sign in, and choose \"Request a copy of your data\".",
            "Tick iCloud Contacts, Calendars and Reminders, Notes, Bookmarks, Drive, Photos and Mail, and "
                + "whatever else you want. As size of parts choose the largest, 25 GB (1, 2, 5 and 10 GB are "
                + "read too).",
            "Apple takes up to seven days and writes a mail; the download is there for two weeks. "
                + "Download everything and do not unpack it: iCloud Contacts.zip, iCloud Photos Part 1 of "
                + "20.zip and so on, often archives inside archives.",
            "What is encrypted end to end is not in it: Messages, Health, passwords. Locked notes are not "
                + "either.",
            "Then, with all archives at once: degoogle import iCloud*.zip",
        ])
}
