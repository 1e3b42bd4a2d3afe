internal import Importing

extension HowTo {
    /// How to ask Google.
    static let takeout = HowTo(
        checked: "2026-11",
        steps: [
            "Open https://takeout.google.com with the account. Everything is selected; keep it so, or "
                + "choose what you want. Calendar and Contacts come as iCalendar and vCard, which is right.",
            "Choose to export once, as .zip, in parts of 50 GB. The other sizes (1, 2, 4, 10 GB) and .tgz "
                + "are read too; they are only more files.",
            "Google writes a mail when it is ready, after minutes or days. The links end after about a "
                + "week: download every part soon, and do not unpack or rename them. They are called "
                + "takeout-20260416T000738Z-3-001.zip and so on; not every number in the middle exists.",
            "The timeline of places is no longer among it: export it on the phone, in the settings of "
                + "location (Timeline, Export). Give the file Timeline.json as well.",
            "Then: degoogle import takeout-*.zip",
        ])
}
