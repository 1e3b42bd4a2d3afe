internal import Glibc

/// Why a part could not be opened for reading, or an entry could not be read to its verified end.
///
/// No case carries text from the archive, so a description is safe to print.
public enum ArchiveError: Error, Hashable, Sendable {
    /// The set has no such part, or the part no such entry.
    case notFound
    /// The entry was refused when the part was listed.
    case refused(EntryRefusal)
    /// The entry is a directory and has no bytes.
    case directory
    /// The content is longer or shorter than the archive declares.
    case sizeMismatch(declared: UInt64)
    /// The content's CRC-32 is not the declared one.
    case checksumMismatch
    /// The compressed data or the headers around it are broken.
    case damaged
    /// The archive ends inside the entry.
    case truncated
    /// The content expands beyond every honest ratio.
    case bomb
    /// The file is not the one that was listed: size, time or identity changed.
    case changed
    /// The content is longer than the limit the caller set, in bytes.
    case overLimit(Int)
    /// Another entry was opened with the same ``PartReader`` meanwhile.
    case superseded
    /// A system call failed with this `errno`.
    case system(Int32)
    /// What should be an archive is none.
    case notAnArchive
    /// A path names something that is neither a regular file nor a directory.
    case notAFile

    /// A short stable name for logs and machine-readable reports.
    public var code: String {
        switch self {
        case .notFound: "not-found"
        case .refused(let refusal): refusal.code
        case .directory: "directory"
        case .sizeMismatch: "size-mismatch"
        case .checksumMismatch: "checksum-mismatch"
        case .damaged: "damaged"
        case .truncated: "truncated"
        case .bomb: "bomb"
        case .changed: "changed"
        case .overLimit: "over-limit"
        case .superseded: "superseded"
        case .system: "system"
        case .notAnArchive: "not-an-archive"
        case .notAFile: "not-a-file"
        }
    }

    /// The reason in one sentence.
    public var sentence: String {
        switch self {
        case .notFound: "There is no such entry."
        case .refused(let refusal): refusal.sentence
        case .directory: "It is a directory."
        case .sizeMismatch(let declared): "The content does not have the declared \(declared) bytes; it is damaged."
        case .checksumMismatch: "The content does not match its checksum; it is damaged."
        case .damaged: "The data of the archive is damaged here."
        case .truncated: "The archive ends inside this entry; the part is incomplete."
        case .bomb: EntryRefusal.bomb.sentence
        case .changed: "The file was changed after it was listed."
        case .overLimit(let limit): "The content is longer than \(limit) bytes."
        case .superseded: "The reader was moved to another entry."
        case .system(let number): "The system refused: \(String(cString: strerror(number)))."
        case .notAnArchive: "It is no archive."
        case .notAFile: "It is neither a file nor a directory."
        }
    }
}

extension ArchiveError: CustomStringConvertible {
    /// The sentence.
    public var description: String { sentence }
}
