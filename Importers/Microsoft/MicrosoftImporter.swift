internal import Conversions
public import Importing
internal import Items

/// Reads what Microsoft hands over: archives of OneDrive, mailboxes, calendars and contacts of Outlook, lists of To Do,
/// and the exports of the privacy dashboard and of Skype.
public struct MicrosoftImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    private static let oneDrive = "OneDrive"
    private static let calendars = "Outlook calendars (.ics)"
    private static let contacts = "Outlook contacts (.csv, .vcf)"
    private static let mailbox = "Outlook mailbox (.pst, .ost)"

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "microsoft", title: "Microsoft (Outlook, OneDrive, To Do)",
        contents: "Outlook calendars, contacts, mailboxes; OneDrive, To Do",
        products: [
            ProductDescription(
                source: Self.oneDrive, destination: "files", lost: "sharing, comments, earlier versions"),
            ProductDescription(
                source: Self.calendars,
                destination: "calendars (CalDAV, .ics); time zones get the names "
                    + "that other programs know",
                lost: "attachments and online meetings, which the export does not have"),
            ProductDescription(
                source: Self.contacts, destination: "address books (CardDAV, .vcf)",
                lost: "contact lists and photos, which the export does not have"),
            ProductDescription(
                source: Self.mailbox,
                destination: "calendars and address books, if readpst is installed (Debian: pst-utils)",
                lost: "guests of events; mail, tasks and notes stay in the file, which is kept"),
            ProductDescription(
                source: "To Do (.json)", destination: "tasks (CalDAV, VTODO), steps as tasks below them",
                lost: "files, assignments, which lists are shared"),
            ProductDescription(
                source: "privacy dashboard, Skype, everything else", destination: "files, as the export has them",
                lost: ""),
        ],
        howTo: .microsoft)

    /// Knows an export by the names of its parts, by the mailboxes in it, or by the names Microsoft gives kinds of data.
    public func recognize(_ listing: EntryListing) -> Recognition? { MicrosoftRecognition.recognize(listing) }

    /// Gives the files of OneDrive below `OneDrive/`, calendars, address books and tasks, and everything else as files
    /// below `Microsoft/`.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        var files: [ListedEntry] = []
        var todo: [ListedEntry] = []
        var hasOneDrive = false
        var kinds: Set<MicrosoftRecognition.KeptKind> = []
        for entry in export.entries {
            if MicrosoftRecognition.isOneDrive(export.partName(of: entry)) {
                hasOneDrive = true
                // What somebody stored there is meant as files, calendars among them too.
                sink.record(.imported, of: entry.reference)
                try await sink.take(export.file(entry, at: "OneDrive/\(entry.path)"))
            } else if MicrosoftRecognition.isToDo(entry.path) {
                todo.append(entry)
            } else {
                files.append(entry)
                if let kind = MicrosoftRecognition.keptKind(entry.path) { kinds.insert(kind) }
            }
        }
        for kind in MicrosoftRecognition.KeptKind.allCases where kinds.contains(kind) {
            sink.note(Finding(kind.rawValue, .note, entry: export.label, kind.sentence))
        }
        let found = try await StandardFiles(of: export, into: sink, plain: .kept, namingZones: true) {
            "Microsoft/\($0.path)"
        }.read(files)
        for finding in description.losses(where: { product in
            switch product.source {
            case Self.oneDrive: hasOneDrive
            case Self.calendars: found.contains(.calendar)
            case Self.contacts: found.contains(.contactList) || found.contains(.cards)
            case Self.mailbox: found.contains(.outlookStore)
            default: !todo.isEmpty
            }
        }) {
            sink.note(finding)
        }
        todo = try await export.holdable(todo, limit: ToDoConversion.limit, in: sink) { entry in
            try await Self.keep(entry, export, sink)
        }
        try await export.read(todo, limit: ToDoConversion.limit) { entry, content in
            switch content {
            case .success(let bytes): try await convertTasks(bytes, entry, export, sink)
            case .failure(let error): export.fail(entry, error, in: sink)
            }
        }
    }

    private func convertTasks(
        _ bytes: [UInt8], _ entry: ListedEntry, _ export: ExportReader, _ sink: any ImportSink
    ) async throws {
        let place = export.place(of: entry)
        let stem = entry.name.lastIndex(of: ".").map { entry.name[..<$0] } ?? entry.name
        let conversion = ToDoConversion(bytes, stem: String(stem), place: place)
        for finding in conversion.findings { sink.note(finding) }
        var isEmpty = true
        var leavesOut = conversion.leavesOut
        for calendar in conversion.calendars {
            let tasks = CalendarConversion(calendar, stem: String(stem), source: entry.reference, place: place)
            for finding in tasks.findings { sink.note(finding) }
            if tasks.isEmpty || tasks.leavesLinesOut { leavesOut = true }
            for item in tasks.items {
                isEmpty = false
                try await sink.take(item)
            }
        }
        if isEmpty { return try await Self.keep(entry, export, sink) }
        sink.record(.imported, of: entry.reference)
        guard leavesOut else { return }
        sink.note(.keptBeside(place))
        try await sink.take(Self.file(entry, export))
    }

    private static func keep(_ entry: ListedEntry, _ export: ExportReader, _ sink: any ImportSink) async throws {
        sink.record(.kept, of: entry.reference)
        try await sink.take(file(entry, export))
    }

    private static func file(_ entry: ListedEntry, _ export: ExportReader) -> Item {
        export.file(entry, at: "Microsoft/\(entry.path)")
    }
}
