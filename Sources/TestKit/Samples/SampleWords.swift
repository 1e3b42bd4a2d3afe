/// The words of one language: names of folders as Takeout localises them, and what people would have written.
struct SampleWords: Sendable {
    let folders: [SampleProduct: String]
    let archiveBrowser: String
    let archiveTitle: String
    let archiveDate: String
    let filesCount: String
    let filesExported: String
    let sizeUnits: [String]
    let allContacts: String
    let myContacts: String
    let starred: String
    let labels: [String]
    let label: String
    let calendars: [String]
    let calendar: String
    let birthdayOf: String
    let holidays: [String]
    let reminder: String
    let summaries: [String]
    let places: [String]
    let sentences: [String]
    let firstNames: [String]
    let lastNames: [String]
    let streets: [String]
    let cities: [String]
    let country: String
    let organisations: [String]
    let titles: [String]
    let relation: String
    let driveFolders: [String]
    let driveNames: [String]
    let videoName: String
    let photosFrom: String
    let mailbox: String
    let inbox: String
    let opened: String
    let activityFile: String
    let searched: String
    let tasks: [String]
    let bookmarks: String

    /// The folder of `product` below `Takeout/`.
    func folder(_ product: SampleProduct) -> String {
        folders[product] ?? product.rawValue
    }

    /// The first and last name of person `index`: no two persons share both.
    func person(_ index: Int) -> (first: String, last: String) {
        let first = index % firstNames.count
        let round = index / firstNames.count
        let last = lastNames[round % lastNames.count]
        let generation = round / lastNames.count
        guard generation > 0 else { return (firstNames[first], last) }
        let second = lastNames[(generation - 1) % lastNames.count]
        let suffix = (generation - 1) / lastNames.count
        return (firstNames[first], "\(last)-\(second)" + (suffix > 0 ? " \(suffix + 1)" : ""))
    }
}

extension SampleExport.Language {
    var words: SampleWords {
        switch self {
        case .english: .english
        case .french: .french
        case .german: .german
        }
    }
}
