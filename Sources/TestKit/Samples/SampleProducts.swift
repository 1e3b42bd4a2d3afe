extension SampleExport {
    /// The sections of every product, in the order they are written.
    var productSections: [SampleSection] {
        var sections = driveSections + calendarSections + contactSections
        for product in SampleProduct.allCases where otherProducts.contains(product) {
            sections.append(SampleSection(product, content(of: product).entries))
        }
        return sections
    }

    /// How many items are made of the products beside calendars, contacts and Drive, kept entries left aside.
    var itemsOfProducts: [SampleItemKind: Int] {
        otherProducts.reduce(into: [:]) { $0.merge(content(of: $1).items) { $0 + $1 } }
    }

    private func content(of product: SampleProduct) -> SampleProductContent {
        switch product {
        case .keep: keepContent
        case .chrome: chromeContent
        case .tasks: taskContent
        case .youTube: youTubeContent
        case .maps: mapContent
        case .saved: savedContent
        case .location: locationContent
        case .chat: chatContent
        case .myActivity: SampleProductContent(activityEntries)
        case .photos: SampleProductContent(photoEntries)
        case .mail: SampleProductContent([mailboxEntry])
        case .profile: SampleProductContent(profileEntries)
        case .calendar, .contacts, .drive: SampleProductContent([])
        }
    }

    func kept(_ product: SampleProduct, _ name: String, _ text: String) -> SampleEntry {
        SampleEntry(path(product, name), text: text, .kept)
    }

    private var activityEntries: [SampleEntry] {
        let cells = (0..<entriesPerProduct).map { index in
            "<div class=\"outer-cell\">\(SampleMarkup.escaped(words.searched)) "
                + "\(SampleMarkup.escaped(words.summaries[index % words.summaries.count]))</div>"
        }
        let page = "<html><head><meta charset=\"utf-8\"></head><body>\(cells.joined())</body></html>\n"
        return [kept(.myActivity, "Maps/\(words.activityFile).html", page)]
    }

    private var profileEntries: [SampleEntry] {
        let name = words.person(0)
        let fields =
            "\"name\":{\"givenName\":\(SampleMarkup.json(name.first)),\"familyName\":\(SampleMarkup.json(name.last)),"
            + "\"formattedName\":\(SampleMarkup.json("\(name.first) \(name.last)"))},"
            + "\"displayName\":\(SampleMarkup.json("\(name.first) \(name.last)")),"
            + "\"emails\":[{\"value\":\"\(account)\"}]"
        return [kept(.profile, "\(words.folder(.profile)).json", "{\(fields)}\n")]
    }
}

/// The entries of a product, and what is made of those that are not kept.
struct SampleProductContent {
    let entries: [SampleEntry]
    let items: [SampleItemKind: Int]

    init(_ entries: [SampleEntry], _ items: [SampleItemKind: Int] = [:]) {
        self.entries = entries
        self.items = items
    }
}
