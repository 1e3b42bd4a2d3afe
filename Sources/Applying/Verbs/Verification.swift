public import Hosting
internal import Items
internal import Planning

/// What looking at the copies of the catalogue found.
public struct Verification: Sendable {
    /// How one copy stands.
    public enum Standing: Sendable, Hashable {
        /// It is there and equal.
        case verified
        /// It is not there.
        case missing
        /// It is there in another state; the sentence says how it differs.
        case changed(String)
        /// Its host could not be asked, or the copy not be read.
        case unreachable(StoreError)
        /// Nobody looked.
        case unchecked
    }

    /// A copy and how it stands.
    public struct Copy: Sendable {
        /// The copy.
        public let line: CatalogueLine
        /// How it stands.
        public let standing: Standing
    }

    /// Something in a collection of ours that no run put there.
    public struct Foreign: Sendable, Hashable {
        /// The host, by name.
        public let host: String
        /// The store.
        public let service: StoreService
        /// Where it is.
        public let href: Href
    }

    /// Whether contents of files were read, and not only their names, sizes and ETags.
    public let isDeep: Bool
    /// Every copy of the catalogue, in its order.
    public let copies: [Copy]
    /// What is there besides, in the order of the collections.
    public let foreign: [Foreign]
    /// Whether the person stopped it before its end.
    public let isInterrupted: Bool

    /// How many hosts were found to hold each item.
    public var holders: [ItemOfCatalogue: Int] {
        var holders: [ItemOfCatalogue: Int] = [:]
        for copy in copies { holders[copy.line.item, default: 0] += copy.standing == .verified ? 1 : 0 }
        return holders
    }
}
