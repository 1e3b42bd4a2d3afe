internal import Importing

extension HowTo {
    /// How to get what Microsoft has: every product has a way of its own.
    static let microsoft = HowTo(
        checked: "2026-11",
        steps: [
            "OneDrive: open https://onedrive.live.com, select everything, and choose Download. Large "
                + "selections fail: take a few folders at a time. The files are called OneDrive_2026-11-18.zip "
                + "or alike; keep that name.",
            "Outlook contacts: open https://outlook.live.com/people and choose Manage contacts, Export "
                + "contacts; you get contacts.csv.",
            "Outlook calendars: open https://outlook.live.com/calendar, and in the settings under Shared "
                + "calendars publish a calendar with all details; download its ICS address, and end the "
                + "publication. Outlook for the desktop has Save calendar (.ics).",
            "Mailboxes: Outlook for the desktop has File, Open & Export, Import/Export, Export to a file "
                + "(.pst). Calendars and contacts in it are read if the program readpst is installed (Debian: "
                + "apt install pst-utils).",
            "What https://account.microsoft.com/privacy exports, and an export of Skype (.tar), stay "
                + "files. To Do has no export of its own: its lists are read as tools save them from Microsoft "
                + "Graph, in a folder called Microsoft To Do.",
            "Then: degoogle import OneDrive_*.zip *.ics contacts.csv *.pst",
        ])
}
