internal import Hosting
internal import Items
internal import Planning

/// Exposure as lines of text.
struct ExposureText {
    let exposure: Exposure
    let invariants: [PlacementInvariant]
    let paint: Paint

    /// The lines: who will know what, and what the rules say.
    func lines() -> [String] {
        guard exposure.hosts.contains(where: { !$0.items.isEmpty }) else { return [] }
        var lines = ["", paint.bold("Who will know what")]
        lines += exposure.hosts.map(line)
        if exposure.organisations.contains(where: { $0.hosts.count > 1 }) {
            lines += exposure.organisations.filter { $0.hosts.count > 1 }.map { "  all of " + line($0).dropFirst(2) }
        }
        if exposure.hosts.count > 1 {
            let tenths = Int((exposure.effectiveHosts * 10).rounded())
            lines.append(
                "  As much is spread as over \(tenths / 10).\(tenths % 10) hosts of equal size (1/Σshare²), of "
                    + "\(exposure.hosts.count).")
        }
        for shared in exposure.shared {
            lines.append(
                paint.severity(
                    .warning,
                    "  \(shared.organisations) organisations but 1 \(DisplayText.safe(words(shared.attribute))): "
                        + "\(DisplayText.safe(shared.value)) "
                        + "(\(shared.hosts.map(DisplayText.safe).joined(separator: ", ")))"))
        }
        return lines + rules()
    }

    private func words(_ tag: String) -> String { tag.split(separator: "-").joined(separator: " ") }

    private func line(_ holder: Exposure.Holder) -> String {
        let law = holder.countries.isEmpty ? "" : ", law of \(holder.countries.joined(separator: ", "))"
        let organisation = holder.hosts.count == 1 ? holder.hosts[0].organisation.map { " (\($0))" } ?? "" : ""
        let knowledge = holder.knowledge.isEmpty ? "nothing" : holder.knowledge.joined(separator: ", ")
        return "  \(DisplayText.safe(holder.name + organisation + law)): "
            + "\(Amount.share(holder.part)) of all bytes; \(knowledge)"
    }

    private func rules() -> [String] {
        guard exposure.hosts.count > 1 else { return [] }
        return ["", paint.bold("Rules of spreading")]
            + invariants.map { invariant in
                let detail = invariant.detail.map { ": " + $0 } ?? ""
                let text = "  \(invariant.verdict.rawValue)  \(DisplayText.safe(invariant.statement + detail))"
                return invariant.verdict == .broken ? paint.severity(.warning, text) : text
            }
    }
}
