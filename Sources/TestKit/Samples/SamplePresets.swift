extension SampleExport {
    /// What somebody would try first: three calendars, 200 contacts with photos and labels, Drive files that open, a
    /// few entries of every other product; under 2 MB as one zip.
    public static var demo: SampleExport {
        var export = SampleExport(seed: 2026)
        export.readableFiles = true
        export.driveFiles = 90
        export.workspaceSidecars = 2
        export.labels = 5
        return export
    }

    /// The least that has everything.
    public static var tiny: SampleExport {
        var export = SampleExport(seed: 7)
        export.calendars = 2
        export.eventsPerCalendar = 20
        export.contacts = 12
        export.labels = 3
        export.driveFiles = 14
        export.workspaceSidecars = 1
        export.entriesPerProduct = 2
        return export
    }

    /// About `count` entries, of which the share `structuredShare` are small calendars and label files and the rest
    /// tiny files of Drive.
    public static func manyEntries(_ count: Int, structuredShare: Double = 0.02) -> SampleExport {
        var export = SampleExport(seed: 100)
        let structured = max(2, Int(Double(count) * structuredShare))
        export.labels = max(1, structured / 20)
        export.calendars = max(1, structured - export.labels - 1)
        export.eventsPerCalendar = 3
        export.contacts = max(10, export.labels * 5)
        export.contactPhotos = false
        export.otherProducts = []
        // Beside them there are the file of all contacts, the settings of meetings and the list of files.
        export.driveFiles = max(0, count - structured - 2)
        export.driveFileSize = .fixed(100)
        export.hardDriveNames = false
        return export
    }

    /// About `bytes` in `files` files of Drive of very different sizes, with a few calendars and contacts beside them.
    public static func library(bytes: UInt64, files: Int) -> SampleExport {
        var export = SampleExport(seed: 200)
        export.driveFiles = files
        export.driveFileSize = .heavyTailed(mean: bytes / UInt64(max(files, 1)))
        export.hardDriveNames = false
        return export
    }

    /// A small export with one video of `bytes`.
    public static func oneHuge(_ bytes: UInt64) -> SampleExport {
        var export = tiny
        export.seed = 300
        export.largeEntryBytes = bytes
        return export
    }

    /// One calendar of `events`, each with its overrides counted as one, that any program can read, and hardly more.
    public static func oneCalendar(events: Int) -> SampleExport {
        var export = tiny
        export.seed = 400
        export.calendars = 1
        export.eventsPerCalendar = events
        export.quirks = false
        return export
    }

    /// `count` files of Drive with `bytes` bytes each, under names that every program and server takes, and nothing else
    /// but the list of files.
    public static func equalFiles(_ count: Int, bytes: UInt64) -> SampleExport {
        var export = SampleExport(seed: 500)
        export.calendars = 0
        export.contacts = 0
        export.labels = 0
        export.otherProducts = []
        export.driveFiles = count
        export.driveFileSize = .fixed(bytes)
        export.hardDriveNames = false
        return export
    }
}
