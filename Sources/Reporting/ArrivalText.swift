internal import Hosting
internal import Items

/// What the report says of how things came to hosts.
enum ArrivalText {
    /// A line for each host that holds something: `maison: 812 by the host's checksum, 40 by size and a sample`.
    static func lines(_ hosts: [Report.HostTotals], paint: Paint) -> [String] {
        let known = hosts.filter { !$0.evidence.isEmpty }
        guard !known.isEmpty else { return [] }
        return ["", paint.bold("How arrival was checked")]
            + known.map { host in
                let parts = Evidence.allCases.compactMap { evidence in
                    host.evidence[evidence].map { "\(Amount.count($0)) \(evidence.words)" }
                }
                return "  \(DisplayText.safe(host.profile.name)): \(parts.joined(separator: ", "))"
            }
    }
}

extension Evidence {
    /// How it is said after a number.
    fileprivate var words: String {
        switch self {
        case .checksum: "by the host's checksum"
        case .content: "by reading back"
        case .disk: "written to the disk"
        case .acknowledgement: "by the host's word that it stored what was sent"
        case .sizeAndSample: "by size and a sample read back"
        case .size: "by size"
        }
    }
}

extension Finding {
    /// What a store changed in something so that its host takes it as it should.
    init(_ alteration: Alteration, entry: String, detail: String?) {
        switch alteration {
        case .dates:
            self.init(
                "mended-for-host", .warning, entry: entry,
                "The host takes it only with a date written in another way, which means the same.", detail: detail)
        case .scheduleAgent:
            self.init(
                "attendees-marked", .note, entry: entry,
                "Its organizer and attendees are marked so that the host writes to none of them "
                    + "(SCHEDULE-AGENT=CLIENT).", detail: detail)
        case .attendees:
            self.init(
                "attendees-left-out", .warning, entry: entry,
                "It was stored without its organizer and attendees, as --attendees strip says.", detail: detail)
        case .trashBin:
            self.init(
                "restored-from-trash", .note, entry: entry,
                "It lay in the trash bin of the host and was taken out of it.", detail: detail)
        case .modificationTime:
            self.init(
                "date-not-kept", .note, entry: entry,
                "The host takes no date before 2 January 1970: it shows the day of the import.", detail: detail)
        }
    }
}
