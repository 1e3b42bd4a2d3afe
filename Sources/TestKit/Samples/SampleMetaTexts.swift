/// The JSON of made-up exports of Meta, in the shapes of the real ones. Texts are as they were meant; `garbled` makes
/// them what Facebook and Instagram write.
public enum SampleMetaTexts {
    /// A JSON text in which every byte above 7F is an escape of its own.
    public static func garbled(_ json: String) -> String {
        var result = ""
        for byte in json.utf8 {
            if byte < 0x80 {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "\\u00" + String(byte, radix: 16)
            }
        }
        return result
    }

    /// A string of JSON.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Bytes that begin as a JPEG does and are like no others.
    static func picture(_ number: UInt8) -> [UInt8] { [0xFF, 0xD8, 0xFF, 0xE0, number, 0xFF, 0xD9] }

    // MARK: Threads

    static func thread(_ title: String, _ people: [String], _ messages: [String]) -> String {
        let names = people.map { "{\"name\": \(quoted($0))}" }.joined(separator: ", ")
        return """
            {"participants": [\(names)], "messages": [\(messages.joined(separator: ",\n"))],
             "title": \(quoted(title)), "is_still_participant": true, "thread_path": "inbox/ada_17",
             "magic_words": []}
            """
    }

    static func message(_ sender: String, _ time: Int64, _ text: String) -> String {
        """
        {"sender_name": \(quoted(sender)), "timestamp_ms": \(time), "content": \(quoted(text)),
         "reactions": [{"reaction": "❤", "actor": \(quoted(sender))}], "is_geoblocked_for_viewer": false}
        """
    }

    static func picture(_ sender: String, _ time: Int64, _ uri: String) -> String {
        """
        {"sender_name": \(quoted(sender)), "timestamp_ms": \(time),
         "photos": [{"uri": \(quoted(uri)), "creation_timestamp": \(time / 1000)}]}
        """
    }

    static func encryptedThread(_ name: String, _ owner: String) -> String {
        """
        {"participants": [\(quoted(owner)), "Ada Martin"], "threadName": \(quoted(name)), "messages": [
         {"isUnsent": false, "media": [], "reactions": [], "senderName": "Ada Martin", "text": "Ã© on purpose 🙂",
          "timestamp": 1700000000000, "type": "text"},
         {"isUnsent": false, "media": [{"uri": "./media/x.jpeg"}], "reactions": [{"actor": "Ada Martin",
          "reaction": "❤"}], "senderName": \(quoted(owner)), "text": "", "timestamp": 1700000060000, "type": "media"}]}
        """
    }

    // MARK: Facebook

    static func posts(of owner: String, picture: String) -> String {
        """
        [{"timestamp": 1650000000, "data": [{"post": "Première sortie à vélo 🚲"}], "title": \(quoted(owner + " …")),
          "attachments": [{"data": [{"media": {"uri": \(quoted(picture)), "creation_timestamp": 1649990000,
          "title": "Été", "description": "au bord de l'eau"}}]},
          {"data": [{"external_context": {"url": "https://example.org/a_b", "name": "A page"}},
          {"place": {"name": "Café de la Gare", "address": "Lyon"}}]}], "tags": [{"name": "Ada Martin"}]},
         {"timestamp": 1546300800, "data": [{"post": "happy new year"}]},
         {"timestamp": 1700000000, "label_values": [{"label": "Texte", "value": "d'une forme nouvelle"}],
          "fbid": "12"}]
        """
    }

    static func album(picture: String) -> String {
        """
        {"name": "Vacances", "photos": [{"uri": \(quoted(picture)), "creation_timestamp": 1500000000,
         "title": "Vacances"}], "last_modified_timestamp": 1500000001, "description": ""}
        """
    }

    static func hostedEvents(isOld: Bool) -> String {
        """
        {"your_events\(isOld ? "" : "_v2")": [{"name": "Fête de l'été; entrée libre", "start_timestamp": 1657908000,
          "end_timestamp": 1657922400, "place": {"name": "Parc, Lyon", "coordinate": {"latitude": 45.77,
          "longitude": 4.85}}, "description": "Apportez\\nquelque chose", "create_timestamp": 1650000000},
         {"name": "No end", "start_timestamp": 1657908000, "end_timestamp": 0, "create_timestamp": 1650000001}]}
        """
    }

    static func answeredEvents(isOld: Bool) -> String {
        """
        {"event_responses\(isOld ? "" : "_v2")": {"events_joined": [{"name": "Concert 🎻",
          "start_timestamp": 1660000000, "end_timestamp": 1660003600}],
         "events_declined": [{"name": "Not for me", "start_timestamp": 1660000000, "end_timestamp": 0}]}}
        """
    }

    static let invitations = """
        {"events_invited_v2": [{"name": "Somebody's", "start_timestamp": 1660000000, "end_timestamp": 0}]}
        """

    static let addressBook = """
        {"address_book_v2": {"address_book": [
         {"name": "Zoé Müller", "details": [{"contact_point": "+33 6 12 34 56 78"},
          {"contact_point": "zoe@example.org"}], "created_timestamp": 1400000000, "updated_timestamp": 1400000001},
         {"name": "", "details": [{"contact_point": "ada@example.org"}], "created_timestamp": 0,
          "updated_timestamp": 0}]}}
        """

    static let friends = #"{"friends_v2": [{"name": "Ada Martin", "timestamp": 1500000000}]}"#

    static func profile(of owner: String, isFrench: Bool) -> String {
        let label = isFrench ? "Numéro de téléphone confirmé" : "Confirmed phone number"
        return #"{"profile_v2": {"name": {"full_name": \#(quoted(owner))}, \#(quoted(label)): "+33 1"}}"#
    }

    static func comments(of owner: String) -> String {
        """
        {"comments_v2": [{"timestamp": 1620000000, "data": [{"comment": {"timestamp": 1620000000,
         "comment": "Très beau 😍", "author": \(quoted(owner))}}], "title": "a comment"}]}
        """
    }

    // MARK: Instagram

    static let instagramPosts = """
        [{"media": [{"uri": "media/posts/202101/a.jpg", "creation_timestamp": 1610000000, "title": "Neige ❄️"}]},
         {"media": [{"uri": "media/posts/202101/a.jpg", "creation_timestamp": 1610000000, "title": ""}],
          "title": "deux fois", "creation_timestamp": 1610000500}]
        """

    static let stories = """
        {"ig_stories": [{"uri": "media/stories/202102/b.mp4", "creation_timestamp": 1613000000, "title": "à la mer"}]}
        """

    static let followers = """
        [{"title": "", "media_list_data": [], "string_list_data": [{"href": "https://www.example.org/ada",
         "value": "ada", "timestamp": 1500000000}]}]
        """

    static func instagramProfile(of owner: String, isFrench: Bool) -> String {
        let label = isFrench ? "Numéro de téléphone" : "Phone number"
        return #"{"profile_user": [{"string_map_data": {\#(quoted(label)): {"value": "+33 1", "timestamp": 0}}}]}"#
    }

    static func instagramComments(isFrench: Bool) -> String {
        let (comment, time) = isFrench ? ("Commentaire", "Heure") : ("Comment", "Time")
        return """
            [{"media_list_data": [], "string_map_data": {"\(comment)": {"value": "Trop bien é", "timestamp": 0},
             "\(time)": {"value": "", "timestamp": 1620000000}}}]
            """
    }
}
