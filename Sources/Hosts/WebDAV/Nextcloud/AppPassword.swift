internal import Transport

/// Telling an app password of Nextcloud from one a person logs in with, which the server checks far more slowly.
enum AppPassword {
    /// Whether a credential has the form of one: 72 letters and digits from Login Flow v2, or five groups of five from
    /// the settings page. Other credentials than passwords are as quick.
    static func isLikely(_ credential: Credential) -> Bool {
        guard case .basic(_, let password) = credential else { return true }
        let text = password.exposed
        let isPlain = text.utf8.allSatisfy { byte in
            byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
        }
        if isPlain, text.utf8.count == 72 { return true }
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.count == 5 && groups.allSatisfy { $0.utf8.count == 5 }
    }
}
