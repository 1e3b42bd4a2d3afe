internal import Importing

extension HowTo {
    /// How to ask for what Facebook has.
    static let facebook = HowTo(
        checked: "2026-11",
        steps: [
            "Open https://accountscenter.facebook.com and go to \"Your information and permissions\", "
                + "\"Export your information\" (or \"Download\"), \"Create export\", your account, and export to this "
                + "device.",
            "Choose all available information, as date range all time, as format JSON (the page offers "
                + "HTML first, of which only pictures and files are read), and media of high quality.",
            "It takes hours or days, and a notice comes when it is ready. The links end after four days: "
                + "download every part, and do not unpack them. They are called "
                + "facebook-NAME-2026-11-18-5XY1dvj4.zip.",
            "Chats that are encrypted end to end are not in it: see degoogle how-to messenger.",
            "Then: degoogle import facebook-*.zip",
        ])
}

extension HowTo {
    /// How to ask for what Instagram has.
    static let instagram = HowTo(
        checked: "2026-11",
        steps: [
            "Open https://accountscenter.instagram.com and go to \"Your information and permissions\", "
                + "\"Export your information\" (or \"Download\"), \"Create export\", your account, and export to this "
                + "device.",
            "Choose all available information, as date range all time, as format JSON (the page offers "
                + "HTML first, of which only pictures and files are read), and media of high quality.",
            "It takes hours or days, and a notice comes when it is ready. The links end after four days: "
                + "download every part, and do not unpack them. They are called "
                + "instagram-NAME-2026-11-18-5XY1dvj4.zip.",
            "Then: degoogle import instagram-*.zip",
        ])
}

extension HowTo {
    /// How to get the encrypted chats.
    static let messenger = HowTo(
        checked: "2026-11",
        steps: [
            "These are the chats that are encrypted end to end; all others come with degoogle how-to "
                + "facebook.",
            "Open https://www.messenger.com in a browser in which your chats are shown (it asks for the "
                + "PIN of your secure storage). In the settings go to privacy and safety, end-to-end encrypted "
                + "chats, message storage, and choose to download the data of secure storage.",
            "The browser makes one file, messages.zip, with a JSON file for each chat and a folder media. "
                + "Pictures that Messenger cannot fetch any more are missing in it.",
            "Then: degoogle import messages.zip",
        ])
}
