/// What became of a resource that was given to a store: what lies there now, how the store made sure of it, and what it
/// had to change on the way.
public struct Arrival: Hashable, Sendable {
    /// What lies there now.
    public let resource: StoredResource
    /// What the state keeps of how it came there.
    public let record: ArrivalRecord

    /// Describes what became of a resource.
    public init(_ resource: StoredResource, by evidence: Evidence, altered alterations: [Alteration] = []) {
        self.resource = resource
        record = ArrivalRecord(by: evidence, altered: alterations)
    }

    /// Describes the same arrival where the resource has another href or name.
    public init(_ resource: StoredResource, as record: ArrivalRecord) {
        self.resource = resource
        self.record = record
    }
}

/// How a resource came to a host: what a report says of it, in this run and in later ones.
public struct ArrivalRecord: Hashable, Sendable, Codable {
    /// How it was made sure of.
    public let evidence: Evidence
    /// What was changed, there or in it, so that the host takes it, or writes to nobody because of it; mostly nothing.
    public let alterations: [Alteration]

    /// Describes an arrival.
    public init(by evidence: Evidence, altered alterations: [Alteration] = []) {
        self.evidence = evidence
        self.alterations = alterations
    }
}

/// How it was made sure that a host holds what was sent to it; an earlier case is the better proof. The raw values are
/// words of the JSON report and of the state.
public enum Evidence: String, Hashable, Sendable, Codable, CaseIterable {
    /// The host computed a checksum of what it received, and it is the right one.
    case checksum
    /// The content was read back and means the same.
    case content
    /// The system has brought it to a disk of this machine (fsync(2)).
    case disk
    /// The host says that it stored what was sent as it was sent: 201 or 204 with an ETag (RFC 4791 section 5.3.4).
    case acknowledgement
    /// The host says the right size, and of such files a fixed sample is read back.
    case sizeAndSample = "size-and-sample"
    /// The host says the right size.
    case size
}

/// What a store may change in a resource, or at its host, so that the host takes it as it should. The raw values are words of the JSON
/// report and of the state.
public enum Alteration: String, Hashable, Sendable, Codable, CaseIterable {
    /// A date was written in another way, which means the same.
    case dates
    /// Organizer and attendees are marked as people the host does not write to: `SCHEDULE-AGENT=CLIENT` (RFC 6638
    /// section 7.1).
    case scheduleAgent = "schedule-agent"
    /// Organizer and attendees were left out.
    case attendees
    /// What had its UID was taken out of the host's trash bin and replaced: only so the host takes it.
    case trashBin = "trash-bin"
    /// The time of last change was left out: the host takes none as early as that.
    case modificationTime = "modification-time"
}
