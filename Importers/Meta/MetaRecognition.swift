internal import Importing

/// Decides by names whether an export is Meta's, and of which service.
enum MetaRecognition {
    /// How sure it is; `nil` for "none of them". Of the services only one is ever named, so that they never tie.
    static func recognize(_ listing: EntryListing) -> (service: MetaService, recognition: Recognition)? {
        guard !listing.entries.isEmpty else { return nil }
        var evidence = Evidence()
        for entry in listing.entries { evidence.look(at: entry.path) }
        return evidence.facebook ?? evidence.instagram ?? named(listing, evidence) ?? messenger(listing, evidence)
    }

    private typealias Answer = (service: MetaService, recognition: Recognition)

    private static func answer(_ service: MetaService, _ confidence: Double, _ evidence: String) -> Answer {
        (service, Recognition(confidence: confidence, evidence: evidence))
    }

    /// What the paths of an export say.
    private struct Evidence {
        private var hasFacebookRoot = false
        private var hasFacebookFile = false
        private var hasInstagramRoot = false
        private var instagramTraces: Set<Int> = []
        /// Whether there is nothing but folders and files of the top that Meta makes.
        private(set) var isAllKnown = true
        private(set) var knowsAny = false
        /// Of a download of Messenger.
        private(set) var threads = 0
        private(set) var hasMedia = false
        private(set) var isMessengerOnly = true

        mutating func look(at path: String) {
            if MetaService.facebook.roots.contains(where: path.hasPrefix) { hasFacebookRoot = true }
            if MetaService.instagram.roots.contains(where: path.hasPrefix) { hasInstagramRoot = true }
            if path.hasSuffix("instagram_profile_information.json") { hasInstagramRoot = true }
            if MetaRecognition.facebookFiles.contains(where: { MetaRecognition.matches(path, $0) }) {
                hasFacebookFile = true
            }
            for (number, trace) in MetaRecognition.instagramFiles.enumerated()
            where MetaRecognition.matches(path, trace) {
                instagramTraces.insert(number)
            }
            let slash = path.utf8.firstIndex(of: UInt8(ascii: "/"))
            if let slash {
                let isKnown = MetaRecognition.folders.contains(String(path[..<slash]))
                if isKnown { knowsAny = true } else { isAllKnown = false }
                if path[..<slash] == "media" { hasMedia = true } else { isMessengerOnly = false }
            } else {
                if !path.hasSuffix(".html"), !path.hasSuffix(".txt") { isAllKnown = false }
                if MetaPaths.isMessengerThread(path) { threads += 1 } else { isMessengerOnly = false }
            }
        }

        var facebook: Answer? {
            if hasFacebookRoot { return answer(.facebook, 0.98, "the folder of the activity on Facebook") }
            if hasFacebookFile { return answer(.facebook, 0.95, "a file as only Facebook names it") }
            return nil
        }

        var instagram: Answer? {
            if hasInstagramRoot { return answer(.instagram, 0.98, "the folder of the activity on Instagram") }
            if instagramTraces.count > 1 { return answer(.instagram, 0.9, "folders as Instagram names them") }
            return nil
        }
    }

    /// A part that says in its name whose it is and holds nothing but what Meta's exports hold: of an export in many
    /// parts some have nothing that only one service has.
    private static func named(_ listing: EntryListing, _ evidence: Evidence) -> Answer? {
        guard evidence.isAllKnown, evidence.knowsAny else { return nil }
        for service in [MetaService.facebook, .instagram] {
            guard listing.partNames.contains(where: { $0.lowercased().hasPrefix("\(service.rawValue)-") }) else {
                continue
            }
            return answer(service, 0.9, "a part named like \(service.title)'s with folders of Meta's")
        }
        return nil
    }

    /// Threads at the top and a folder `media`, and nothing else. Of loose files that would say nothing.
    private static func messenger(_ listing: EntryListing, _ evidence: Evidence) -> Answer? {
        guard evidence.isMessengerOnly else { return nil }
        let isNamed = listing.partNames.contains { $0.lowercased().hasPrefix("messages") }
        guard isNamed || evidence.threads > 0 && evidence.hasMedia else { return nil }
        return answer(.messenger, 0.6, "threads as Messenger names them")
    }

    /// Whether a path is the pattern, in which `#` is any number and a `*` at the end anything.
    static func matches(_ path: String, _ pattern: String) -> Bool {
        var rest = path.utf8[...]
        for byte in pattern.utf8 {
            switch byte {
            case UInt8(ascii: "*"): return true
            case UInt8(ascii: "#"):
                let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard !digits.isEmpty else { return false }
                rest = rest.dropFirst(digits.count)
            default:
                guard rest.first == byte else { return false }
                rest.removeFirst()
            }
        }
        return rest.isEmpty
    }

    /// Files of exports up to 2023 that no other service has.
    private static let facebookFiles = [
        "apps_and_websites_off_of_facebook/*", "posts/your_posts_#.json", "posts/your_posts_#.html",
        "posts/album/#.json", "friends_and_followers/friends.*", "profile_information/profile_information.*",
        "other_logged_information/*", "other_personal_information/your_address_books.*",
        "photos_and_videos/your_photos.*", "comments_and_reactions/comments.*",
    ]

    /// Files of exports up to 2023 of which a single one is not enough.
    private static let instagramFiles = [
        "content/posts_#.*", "content/stories.*", "content/reels.*", "content/profile_photos.*",
        "followers_and_following/*", "connections/followers_and_following/*", "likes/liked_posts.*",
        "likes/liked_comments.*", "media/posts/#/*", "media/stories/#/*", "media/reels/#/*", "media/other/#/*",
    ]

    /// The folders at the top of exports of both services, of all generations.
    private static let folders: Set<String> = Set(
        """
        about_you account_information activity_messages ads_and_businesses ads_information apps_and_websites \
        apps_and_websites_off_of_facebook apps_and_websites_off_of_instagram bug_bounty comments \
        comments_and_reactions comments_settings connections contacts content dating device_information events \
        facebook_gaming facebook_marketplace facebook_payments feed files followers_and_following \
        following_and_followers friends friends_and_followers fundraisers gaming groups guides \
        information_about_you interactions likes likes_and_reactions live_videos location logged_information \
        login_and_account_creation loyalty_accounts marketplace media messages monetization music_recommendations \
        notifications other_activity other_logged_information other_personal_information pages \
        past_instagram_insights payment_history personal_information photos_and_videos polls posts preferences \
        profile_information recent_searches reels reports reviews saved saved_items_and_collections \
        search_history security_and_login_information shopping short_videos stories story \
        story_sticker_interactions subscriptions supervision threads voice_recording_and_transcription \
        your_places your_problem_reports your_topics
        """.split(separator: " ").map(String.init))
}
