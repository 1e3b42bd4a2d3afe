public import Importing

/// A provider whose exports no importer in here understands: they are stored as the files they are. How to ask for them
/// is worth saying all the same.
public struct OtherProvider: Sendable {
    /// Its name on the command line.
    public let name: String
    /// Its name for a person.
    public let title: String
    /// How to ask it for an export.
    public let howTo: HowTo

    /// All of them, in the order of their names.
    public static let all = [
        OtherProvider(
            name: "doodle", title: "Doodle",
            howTo: HowTo(
                checked: "2026-11",
                steps: [
                    "Open https://doodle.com, and as the organiser of a poll choose its export (a "
                        + "spreadsheet; not every plan has it). A date that was chosen can be saved as .ics.",
                    "Spreadsheets are stored as the files they are, .ics becomes a calendar.",
                ])),
        OtherProvider(
            name: "slack", title: "Slack",
            howTo: HowTo(
                checked: "2026-11",
                steps: [
                    "An owner or administrator of the workspace opens Tools & settings, Workspace settings, "
                        + "Import/Export data, Export, and chooses all time (https://slack.com/help, \"Export your "
                        + "workspace data\").",
                    "A mail comes when it is ready; the archive is called NAME Slack export DATES.zip. It "
                        + "has the messages of public channels, and links to files, which end: the files "
                        + "themselves are not in it.",
                    "It is stored as the files it is. Samples/degoogle-importer-slack, put on PATH, makes a "
                        + "note for each channel and month of it.",
                ])),
        OtherProvider(
            name: "wetransfer", title: "WeTransfer",
            howTo: HowTo(
                checked: "2026-11",
                steps: [
                    "Open the link of the transfer before it ends, and choose Download; several files come "
                        + "as wetransfer_NAME_2026-11-18_1200.zip.",
                    "The files are stored as they are. Then: degoogle import wetransfer_*.zip",
                ])),
        OtherProvider(
            name: "whatsapp", title: "WhatsApp",
            howTo: HowTo(
                checked: "2026-11",
                steps: [
                    "There is no export of everything, but one for each chat. Android: open the chat, menu, "
                        + "More, Export chat. iPhone: open the chat, tap its name, Export chat. Choose with "
                        + "media.",
                    "A chat gives at most its latest 10,000 messages with media, about 40,000 without, and "
                        + "nothing says so: export long chats in both ways.",
                    "Android gives WhatsApp Chat with NAME.zip, the iPhone WhatsApp Chat - NAME.zip: a "
                        + "text, and the media beside it. Keep the names.",
                    "They are stored as the files they are. Then: degoogle import WhatsApp*.zip",
                ])),
    ]
}
