internal import Glibc

/// Something about a path, a part or a series of parts that the reader of a report must know.
public struct ArchiveProblem: Error, Hashable, Sendable {
    /// How much it matters.
    public enum Severity: String, Hashable, Sendable {
        /// Nothing is lost.
        case note
        /// Something may be missing.
        case warning
        /// A path, or a portion of one, could not be read.
        case error
    }

    /// What it is. The raw value is stable.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The path does not exist.
        case missingFile = "missing-file"
        /// No right to read the file or directory.
        case noPermission = "no-permission"
        /// The system failed otherwise.
        case unreadable
        /// Neither file nor directory.
        case notAFile = "not-a-file"
        /// The file has no bytes.
        case emptyFile = "empty-file"
        /// The file is named like an archive but is none.
        case notAnArchive = "not-an-archive"
        /// An archive of a kind that is not read.
        case unsupportedArchive = "unsupported-archive"
        /// A browser has not finished this download.
        case unfinishedDownload = "unfinished-download"
        /// The end of the archive is missing.
        case incompletePart = "incomplete-part"
        /// The directory or the data stream of the archive is broken.
        case damagedArchive = "damaged-archive"
        /// The archive or folder holds nothing.
        case noEntries = "no-entries"
        /// The central directory has another number of entries than it declares.
        case countMismatch = "count-mismatch"
        /// Entries share bytes of the archive.
        case overlappingEntries = "overlapping-entries"
        /// The data stream expands beyond every honest ratio.
        case bomb
        /// The part has more entries than ``ArchiveOptions/maximumEntries``.
        case tooManyEntries = "too-many-entries"
        /// Something follows the end of the archive and is not read.
        case trailingData = "trailing-data"
        /// An archive inside another stays a file.
        case nestedArchive = "nested-archive"
        /// Folders are nested too deep to follow.
        case tooDeep = "too-deep"
        /// A file beside the parts of a directory is not read.
        case ignoredFile = "ignored-file"
        /// Numbers are missing in a series of parts.
        case seriesGap = "series-gap"
        /// A part's name has something before or after what the provider gave.
        case renamedPart = "renamed-part"
        /// The same part is given more than once.
        case repeatedPart = "repeated-part"
        /// Different parts claim the same number of a series.
        case conflictingPart = "conflicting-part"
    }

    /// What it is.
    public let code: Code
    /// How much it matters.
    public let severity: Severity
    /// The path it is about, as given or found; show it only through an escaper.
    public let path: String
    /// What happened, in one sentence without text from the archive or from file names.
    public let sentence: String
    /// What to do about it; nil when nothing need be done.
    public let advice: String?

    init(_ code: Code, _ severity: Severity, path: String, _ sentence: String, advice: String? = nil) {
        self.code = code
        self.severity = severity
        self.path = path
        self.sentence = sentence
        self.advice = advice
    }
}

extension ArchiveProblem {
    /// What an error that stopped the listing of a path means.
    init(_ error: ArchiveError, path: String) {
        switch error {
        case .system(ENOENT), .system(ENOTDIR):
            self.init(.missingFile, .error, path: path, "There is no such file.", advice: "Check the path.")
        case .system(EACCES), .system(EPERM):
            self.init(
                .noPermission, .error, path: path, "It may not be read.",
                advice: "Give yourself the right to read it.")
        case .notAFile:
            self.init(
                .notAFile, .error, path: path, "It is neither a file nor a directory.",
                advice: "Name an archive, a file or a folder.")
        default:
            self.init(.unreadable, .error, path: path, error.sentence)
        }
    }

    static func incomplete(_ path: String, _ sentence: String) -> ArchiveProblem {
        ArchiveProblem(.incompletePart, .error, path: path, sentence, advice: "Download the part again.")
    }

    static func noEntries(_ path: String) -> ArchiveProblem {
        ArchiveProblem(
            .noEntries, .error, path: path, "It holds no entries.",
            advice: "Check that this is what you wanted to read.")
    }

    static func tooManyEntries(_ path: String, kept: Int) -> ArchiveProblem {
        ArchiveProblem(
            .tooManyEntries, .error, path: path, "It has more than \(kept) entries; the rest is not read.",
            advice: "Split the archive, or raise the limit.")
    }
}
