internal import Foundation

/// Unicode normalization form C, as some hosts give it to every name.
enum ComposedName {
    /// The name in that form; `nil` when it has it already.
    static func of(_ name: String) -> String? {
        guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let composed = name.precomposedStringWithCanonicalMapping
        return composed.utf8.elementsEqual(name.utf8) ? nil : composed
    }
}
