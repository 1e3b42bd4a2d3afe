import TestKit
import Testing

/// What a provider hands over, by names, and who must read it.
struct ProviderNames: CustomTestStringConvertible, Sendable {
    /// The name of the importer; `files` where no other knows it.
    let importer: String
    /// The name of the archive, without ending.
    let archive: String
    let paths: [String]

    init(_ importer: String, _ archive: String, _ paths: String...) {
        self.importer = importer
        self.archive = archive
        self.paths = paths
    }

    var testDescription: String { "\(importer): \(archive)" }

    static let all: [ProviderNames] = [
        .init("google-takeout", "takeout-20240525T201456Z-001", "Takeout/Drive/a.txt", "Takeout/archive_browser.html"),
        .init(
            "google-takeout", "takeout-20240525T201456Z-001", "Takeout/Drive/iCloud Drive/a.txt", "Takeout/Mail/b.mbox"),
        .init("google-takeout", "export", "Takeout/Keep/Notes Details.csv", "Takeout/Photos/Photo Details.csv"),
        .init("apple", "iCloud Contacts", "iCloud Contacts/vCards/Zoé.vcf", "iCloud Contacts/vCards/A.vcf"),
        .init("apple", "iCloud Calendars and Reminders", "iCloud Calendars and Reminders/Home.ics"),
        .init("apple", "iCloud Photos Part 4 of 20", "iCloud Photos Part 4 of 20/Photos/IMG_0001.HEIC"),
        .init("apple", "iCloud Photos Part 1 of 2", "Photos/Photo Details.csv", "Photos/IMG_1.JPG", "Albums/A.csv"),
        .init("apple", "iCloud Drive Part 2 of 3 (1)", "Drive/Takeout/a.pages", "Drive/b.txt"),
        .init("apple", "Photos iCloud Partie 1 sur 2", "Photos iCloud Partie 1 sur 2/Photos/IMG_0001.HEIC"),
        .init("apple", "Other Data Part 1 of 7", "Other Data Part 1 of 7/Apple Features/a.json"),
        .init(
            "apple", "data", "iCloud Notes/Notes Details.csv", "iCloud Notes/Notes/A/A.txt", "iCloud Mail/INBOX/1.eml"),
        .init("apple", "notes", "Notes Details.csv", "Notes/A/A.txt"),
        .init("apple", "Apple Media Services Information Part 1 of 2", "Apple_Media_Services/Stores Activity/a.csv"),
        .init(
            "facebook", "facebook-zoe-2025-11-18-5XY1dvj4", "your_facebook_activity/posts/your_videos.json",
            "your_facebook_activity/messages/inbox/zoe_1/message_1.json", "personal_information/a/b.json"),
        .init("facebook", "facebook-zoe", "posts/your_posts_1.json", "profile_information/profile_information.json"),
        .init(
            "instagram", "instagram-zoe-2024-01-01-x", "your_instagram_activity/media/posts_1.json",
            "media/posts/202401/a.jpg"),
        .init("instagram", "instagram", "content/posts_1.json", "followers_and_following/followers.json"),
        .init("messenger", "messages", "Zoé_12.json", "Léa_3.json", "media/a.jpeg"),
        .init("files", "WhatsApp Chat - Zoé", "_chat.txt", "00000001-PHOTO-2024-01-01-10-00-00.jpg"),
        .init(
            "files", "Discussion WhatsApp avec Zoé", "Discussion WhatsApp avec Zoé.txt", "IMG-20240101-WA0001.jpg"),
        .init(
            "amazon", "Your Orders", "Retail.OrderHistory.1/Retail.OrderHistory.1.csv", "Digital-Ordering.1/Items.csv"),
        .init("amazon", "Kindle", "Kindle.Devices.ReadingSession/Kindle.Devices.ReadingSession.csv"),
        .init(
            "files", "Asso Slack export Jan 1 2024", "users.json", "channels.json", "general/2024-01-01.json"),
        .init("microsoft", "8_live_export", "messages.json", "endpoints.json", "media/a.jpg"),
        .init("microsoft", "OneDrive_2024-01-01", "Documents/a.docx", "Pictures/b.jpg"),
        .init("files", "wetransfer_photos-ete_2024-07-01_1200", "a.jpg", "b.jpg"),
        .init("evernote", "notebooks", "Carnet.enex", "Travail.ENEX"),
        .init(
            "google-takeout", "takeout-20260416T000738Z-8-001", "Takeout/Agenda/Zoé.ics",
            "Takeout/Contacts/Tous les contacts/Tous les contacts.vcf"),
        .init(
            "google-takeout", "takeout-20260416T000738Z-9-001", "Takeout/Drive/your_facebook_activity/posts/a.json",
            "Takeout/Drive/Retail.OrderHistory.1/Retail.OrderHistory.1.csv", "Takeout/Drive/_chat.txt"),
        .init(
            "facebook", "facebook-lea", "your_activity_across_facebook/messages/inbox/lea_1/message_1.json",
            "personal_information/profile_information/profile_information.json"),
        .init("facebook", "page", "this_profile's_activity_across_facebook/events/events.json"),
        .init("facebook", "old", "apps_and_websites_off_of_facebook/a.json", "messages/inbox/a_1/message_1.json"),
        .init("facebook", "html", "your_facebook_activity/posts/your_posts_1.html", "start_here.html"),
        .init("facebook", "friends", "friends_and_followers/friends.json", "other_logged_information/a.json"),
        .init(
            "facebook", "facebook-zoe-2025-11-18-b", "personal_information/a.json", "ads_information/b.json",
            "security_and_login_information/c.json"),
        .init(
            "instagram", "part", "personal_information/personal_information/instagram_profile_information.json",
            "ads_information/b.json"),
        .init("instagram", "ig", "media/stories/202401/a.mp4", "likes/liked_posts.json"),
        .init("files", "shared", "personal_information/a.json", "messages/inbox/zoe_1/message_1.json"),
        .init("files", "weak", "media/posts/202401/a.jpg"),
        .init("apple", "iCloud Bookmarks", "iCloud Bookmarks/Bookmarks.html"),
        .init("apple", "iCloud Drive Part 1 of 2", "iCloud Drive Part 1 of 2/Drive/Été/Léa.pages"),
        .init("apple", "Contacts iCloud", "Contacts iCloud/vCards/Zoé.vcf"),
        .init("apple", "a", "Apple Account and device information/Apple Features Using iCloud/a.csv"),
        .init("amazon", "Vos commandes", "Vos commandes Amazon/Historique des commandes.csv"),
        .init("amazon", "Lists", "Amazon.Lists.Wishlist.1.1/Amazon.Lists.Wishlist.json"),
        .init("amazon", "Ads", "Advertising.1/Advertising.AdvertiserAudiences.csv"),
        .init("amazon", "Search", "Search-Data/Search-Data.Customer-Engagement.csv", "Amazon-Music/library.csv"),
        .init("files", "workspace", "channels/general.txt", "dms/zoe.txt", "files/a.pdf"),
        .init("files", "WhatsApp Chat with Zoe", "WhatsApp Chat with Zoe.txt", "IMG-20240101-WA0001.jpg"),
        .init("microsoft", "OneDrive_1_18-11-2026", "Documents/Été/Léa.docx", "Carnet.enex"),
        .init("microsoft", "dashboard", "BrowsingHistory.json", "SearchRequestsAndQuery.json"),
        .init("files", "home", "Documents/iCloud Drive notes.txt", "Documents/Apple/invoice.pdf", "Photos/a.jpg"),
        .init("files", "games", "Game Center/scores.txt", "Other Data/b.bin"),
        .init("files", "Retail", "Retail.design/logo.svg", "Retail.design/b.ai"),
        .init("files", "mixed", "Carnet.enex", "letter.txt"),
        .init("files", "photos", "Photos/Photo Details.txt", "Photos/IMG_1.JPG"),
        .init("files", "mac", "Library/Mobile Documents/com~apple~CloudDocs/a.txt", "iCloud/a.txt"),
    ]
}

/// An export this project makes up, and who must read it.
struct OwnSample: CustomTestStringConvertible, Sendable {
    let importer: String
    let testDescription: String
    let write: @Sendable (_ directory: String, _ packing: SamplePacking) throws -> [String]

    private init(_ importer: String, _ words: String, _ sample: ProviderSample) {
        self.importer = importer
        testDescription = "\(importer) \(words)"
        write = { directory, packing in try sample.write(to: directory, as: packing) }
    }

    private init(_ language: SampleExport.Language) {
        importer = "google-takeout"
        testDescription = "\(importer) \(language)"
        write = { directory, packing in
            var export = SampleExport.tiny
            export.language = language
            return try export.write(to: directory, as: packing)
        }
    }

    static let all: [OwnSample] =
        SampleExport.Language.allCases.map { OwnSample($0) }
        + [false, true].flatMap { isFrench in
            let words = isFrench ? "French" : "English"
            return [
                OwnSample("apple", words, SampleApple.export(french: isFrench)),
                OwnSample("microsoft", words, .microsoft(isFrench: isFrench)),
                OwnSample("amazon", words, .amazon(isFrench: isFrench)),
            ]
                + SampleMeta.Generation.allCases.map { generation in
                    OwnSample(
                        importer(of: generation), "\(generation) \(words)",
                        SampleMeta(generation, isFrench: isFrench).sample)
                }
        } + [OwnSample("evernote", "English", SampleEvernote.export)]

    private static func importer(of generation: SampleMeta.Generation) -> String {
        let name = generation.rawValue.lowercased()
        return ["facebook", "instagram", "messenger"].first { name.hasPrefix($0) } ?? name
    }
}
