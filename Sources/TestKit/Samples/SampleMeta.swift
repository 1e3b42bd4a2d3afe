/// Exports of Facebook, Instagram and Messenger that never belonged to anybody, in all generations of paths, with what
/// must become of each entry.
public struct SampleMeta: Sendable {
    /// A shape in which exports have come.
    public enum Generation: String, Sendable, CaseIterable, CustomStringConvertible {
        case facebookUntil2023, facebook2023, facebookSince2024, facebookHTML
        case instagram2021, instagramUntil2023, instagramSince2024
        case messenger

        /// The name of the case.
        public var description: String { rawValue }
    }

    /// The shape.
    public let generation: Generation
    /// Whether the account's language is French.
    public let isFrench: Bool

    /// An export of a shape.
    public init(_ generation: Generation, isFrench: Bool = false) {
        self.generation = generation
        self.isFrench = isFrench
    }

    /// The entries, to be handed over in any way.
    public var sample: ProviderSample {
        switch generation {
        case .facebookUntil2023, .facebook2023, .facebookSince2024, .facebookHTML:
            ProviderSample("facebook-zoelambert-2026-01-02-aB3xYz9Q", facebook)
        case .instagram2021, .instagramUntil2023, .instagramSince2024:
            ProviderSample("instagram-zoelambert-2026-01-02-aB3xYz9Q", instagram)
        case .messenger: ProviderSample("messages", messenger)
        }
    }

    /// The path of an entry that becomes items of its own and shares nothing with others. In the HTML flavour nothing
    /// is read, so that it is a picture.
    public var damageable: String {
        switch generation {
        case .facebookUntil2023: "events/your_events.json"
        case .facebook2023: "your_activity_across_facebook/events/your_events.json"
        case .facebookSince2024: "your_facebook_activity/events/your_events.json"
        case .facebookHTML: "your_facebook_activity/posts/media/Album_1/photo.jpg"
        case .instagram2021: "messages/inbox/ada_17/message_1.json"
        case .instagramUntil2023: "messages/inbox/ada_17/message_1.json"
        case .instagramSince2024: "your_instagram_activity/messages/inbox/ada_17/message_1.json"
        case .messenger: "Ada_17.json"
        }
    }

    /// The folder above the products.
    var root: String {
        switch generation {
        case .facebookUntil2023, .instagram2021, .instagramUntil2023, .messenger: ""
        case .facebook2023: "your_activity_across_facebook/"
        case .facebookSince2024, .facebookHTML: "your_facebook_activity/"
        case .instagramSince2024: "your_instagram_activity/"
        }
    }

    /// The name of the person whose account it is, as it was meant.
    var owner: String { isFrench ? "Zoé Lœvenbruck" : "Zoë Lambert" }

    // MARK: Facebook

    private var facebook: [SampleEntry] {
        if generation == .facebookHTML { return facebookPages }
        let isNew = generation == .facebookSince2024
        let media = isNew ? "\(root)posts/media/Album_1/" : "\(root)photos_and_videos/Album_1/"
        let posts = isNew ? "your_posts__check_ins__photos_and_videos_1.json" : "your_posts_1.json"
        let thread = "\(root)messages/inbox/ada_17/"
        return [
            entry("\(root)posts/\(posts)", SampleMetaTexts.posts(of: owner, picture: media + "photo.jpg"), .imported),
            entry("\(root)posts/album/0.json", SampleMetaTexts.album(picture: media + "second.jpg"), .kept),
            SampleEntry(media + "photo.jpg", .bytes(SampleMetaTexts.picture(1)), .imported),
            SampleEntry(media + "second.jpg", .bytes(SampleMetaTexts.picture(2)), .imported),
            SampleEntry(media + "undated.mp4", .bytes(SampleMetaTexts.picture(3)), .imported),
            entry("\(root)events/your_events.json", SampleMetaTexts.hostedEvents(isOld: root.isEmpty), .imported),
            entry(
                "\(root)events/your_event_responses.json", SampleMetaTexts.answeredEvents(isOld: root.isEmpty),
                .imported),
            entry("\(root)events/event_invitations.json", SampleMetaTexts.invitations, .kept),
            entry("\(root)other_personal_information/your_address_books.json", SampleMetaTexts.addressBook, .imported),
            entry(
                isNew ? "connections/friends/your_friends.json" : "\(root)friends_and_followers/friends.json",
                SampleMetaTexts.friends, .kept),
            entry(
                isNew
                    ? "personal_information/profile_information/profile_information.json"
                    : "profile_information/profile_information.json",
                SampleMetaTexts.profile(of: owner, isFrench: isFrench), .kept),
            entry("\(root)comments_and_reactions/comments.json", SampleMetaTexts.comments(of: owner), .imported),
            entry(thread + "message_1.json", newest(thread), .imported),
            entry(thread + "message_2.json", oldest(thread), .imported),
            SampleEntry(thread + "photos/1.jpg", .bytes(SampleMetaTexts.picture(4)), .imported),
            entry(
                "\(root)messages/archived_threads/ada_99/message_1.json",
                SampleMetaTexts.thread(
                    "Ada Martin", [owner, "Ada Martin"],
                    [SampleMetaTexts.message("Ada Martin", 1_640_995_200_000, "another Ada 🙃")]), .imported),
        ]
    }

    private func newest(_ thread: String) -> String {
        SampleMetaTexts.thread(
            "Ada Martin", [owner, "Ada Martin"],
            [
                SampleMetaTexts.message(owner, 1_672_531_200_000, "Bonne année 🎉 à toi !"),
                SampleMetaTexts.message("Ada Martin", 1_672_531_199_000, "# not a heading\n*not bold*"),
                SampleMetaTexts.picture(owner, 1_672_400_000_000, thread + "photos/1.jpg"),
                SampleMetaTexts.message("Ada Martin", 1_672_300_000_000, "plain words"),
            ])
    }

    private func oldest(_ thread: String) -> String {
        SampleMetaTexts.thread(
            "Ada Martin", [owner, "Ada Martin"],
            [
                SampleMetaTexts.message("Ada Martin", 1_640_995_199_999, "the last of 2021 é"),
                SampleMetaTexts.message(owner, 1_609_459_200_000, "the first of 2021"),
            ])
    }

    private var facebookPages: [SampleEntry] {
        [
            SampleEntry("\(root)posts/your_posts_1.html", text: "<html><body>é</body></html>", .kept),
            SampleEntry("\(root)messages/inbox/ada_17/message_1.html", text: "<html><body>a</body></html>", .kept),
            SampleEntry("\(root)posts/media/Album_1/photo.jpg", .bytes(SampleMetaTexts.picture(1)), .imported),
            SampleEntry("start_here.html", text: "<html></html>", .kept),
        ]
    }

    // MARK: Instagram and Messenger

    private var instagram: [SampleEntry] {
        let isNew = generation == .instagramSince2024
        let content = isNew ? "\(root)media/" : "content/"
        let followers = isNew ? "connections/followers_and_following/" : "followers_and_following/"
        let thread = "\(root)messages/inbox/ada_17/"
        let profile =
            switch generation {
            case .instagram2021: "account_information/personal_information.json"
            case .instagramUntil2023: "personal_information/personal_information.json"
            default: "personal_information/personal_information/personal_information.json"
            }
        return [
            entry("\(content)posts_1.json", SampleMetaTexts.instagramPosts, .imported),
            entry("\(content)stories.json", SampleMetaTexts.stories, .imported),
            SampleEntry("media/posts/202101/a.jpg", .bytes(SampleMetaTexts.picture(1)), .imported),
            SampleEntry("media/stories/202102/b.mp4", .bytes(SampleMetaTexts.picture(2)), .imported),
            entry(followers + (isNew ? "followers_1.json" : "followers.json"), SampleMetaTexts.followers, .kept),
            entry(profile, SampleMetaTexts.instagramProfile(of: owner, isFrench: isFrench), .kept),
            entry(
                "\(root)comments/post_comments_1.json", SampleMetaTexts.instagramComments(isFrench: isFrench), .imported
            ),
            entry(thread + "message_1.json", newest(thread), .imported),
            SampleEntry(thread + "photos/1.jpg", .bytes(SampleMetaTexts.picture(4)), .imported),
        ]
    }

    private var messenger: [SampleEntry] {
        [
            SampleEntry("Ada_17.json", text: SampleMetaTexts.encryptedThread("Ada_17", owner), .imported),
            SampleEntry("Zoé & co_3.json", text: SampleMetaTexts.encryptedThread("Zoé & co_3", owner), .imported),
            SampleEntry("media/x.jpeg", .bytes(SampleMetaTexts.picture(5)), .imported),
        ]
    }

    /// An entry of JSON as Facebook and Instagram write it: a byte above 7F for a character.
    private func entry(_ path: String, _ text: String, _ outcome: SampleOutcome) -> SampleEntry {
        SampleEntry(path, text: SampleMetaTexts.garbled(text), outcome)
    }
}
