internal import Hosting
internal import Items

/// Names that programs get wrong.
public enum HardName: String, CaseIterable, Hashable, Sendable {
    /// A letter with its accent in one code point.
    case composed
    /// A letter with its accent as a code point of its own.
    case decomposed = "E\u{301}te\u{301} NFD"
    case spaces = " two  spaces, one at each end "
    case emoji = "👩‍👩‍👧 family 🇫🇷"
    case leadingDot = ".hidden"
    case twoHundredBytes = "long"
    case percent = "100%25 %2e%2e %2F %"
    case quotes = "\"double\" 'single' `back` <angle> &amp;"
    case delimiters = "a#b?c;d=e+f,g:h@i!j$k*l(m)[n]~"
    case backslash = "back\\slash"
    case controls = "tab\tand\nline"

    var text: String {
        switch self {
        case .composed: "\u{C9}t\u{E9} NFC"
        case .twoHundredBytes: String(repeating: "n\u{E9}", count: 65)
        default: rawValue
        }
    }
}

extension StoreConformance {
    /// Rules about names.
    var nameRules: [(name: String, body: Check)] {
        HardName.allCases.map { name in
            (
                "the name \(name) " + (refusedNames.contains(name) ? "is refused" : "comes back exactly"),
                { trial in
                    try await self.checkName(name, trial)
                }
            )
        } + [("names that lead elsewhere are refused", leadingElsewhereIsRefused)]
    }

    private func checkName(_ name: HardName, _ trial: Trial) async throws {
        let plain = trial.sample(in: try await trial.makeCollection())
        let suffix = String(plain.href.name.drop { $0 != "." })
        let href = Href(collection: plain.href.collection, name: name.text + suffix)
        let sample = Sample(href: href, uid: plain.uid, bytes: plain.bytes)
        guard !refusedNames.contains(name) else {
            try await require(.refused, from: "a create under the name \(name)") { () async throws(StoreError) in
                try await trial.store.create(NewResource(href: href), body: BytesBody(sample.bytes))
            }
            let left = try await trial.store.list(href.collection).count
            return try require(left == 0, "the refused create left \(left) resources")
        }
        let created = try await trial.create(sample)
        try await trial.requireStored(sample)
        let new = trial.sample(saying: "second", in: href.collection)
        let changed = Sample(href: href, uid: plain.uid, bytes: new.bytes)
        _ = try await trial.store.update(
            NewResource(href: href), body: BytesBody(changed.bytes), ifMatch: created.etag)
        try await trial.requireStored(changed)
        let names = try await trial.store.list(href.collection).map(\.href.name)
        try require(names.count == 1, "listed are \(names)")
    }

    private func leadingElsewhereIsRefused(_ trial: Trial) async throws {
        let plain = trial.sample(in: try await trial.makeCollection())
        let collection = plain.href.collection
        var hrefs = ["..", ".", "", "a/b", "../a", "a\0b"].map { Href(collection: collection, name: $0) }
        hrefs += ["..", collection + "/..", collection + "//" + collection, "/" + collection, collection + "/."]
            .map { Href(collection: $0, name: plain.href.name) }
        for href in hrefs {
            try await require(.refused, from: "a create at \(href)") { () async throws(StoreError) in
                try await trial.store.create(NewResource(href: href), body: BytesBody(plain.bytes))
            }
        }
        let left = try await trial.store.list(collection).map(\.href.name)
        try require(left.isEmpty, "the refused creates left \(left)")
    }
}
