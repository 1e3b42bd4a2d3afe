internal import Hosting

/// The times of last change that a Nextcloud takes: it stores a file and then fails on a time in the first day of 1970 or
/// before (`MtimeSanitizer` of nextcloud/server).
enum KeptTime {
    /// The last one it does not take, in seconds since 1970.
    static let tooEarly: Int64 = 86_400

    /// What became of a resource, with the word that its time was left out if it was.
    static func noting(_ resource: NewResource, _ arrival: Arrival) -> Arrival {
        guard let modified = resource.modified, modified <= tooEarly else { return arrival }
        let record = arrival.record
        return Arrival(
            arrival.resource,
            as: ArrivalRecord(by: record.evidence, altered: record.alterations + [.modificationTime]))
    }
}
