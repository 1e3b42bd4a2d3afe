import Importing
import Items
import TestKit
import Testing

@testable import degoogle

/// What cannot be carried is said in the report, for what was really there.
@Suite struct LossTests {
    /// Products that no sample has in a form that can be read everywhere.
    private static let withoutSample: Set<String> = ["Outlook mailbox (.pst, .ost)", "OneDrive", "everything else"]

    @Test(arguments: Registry.own.map(\.description.name))
    func everyLossIsSaidOnce(_ name: String) async throws {
        let description = try #require(Registry.own.first { $0.description.name == name }).description
        let lossy = Set(description.products.filter { !$0.lost.isEmpty }.map(\.source)).subtracting(Self.withoutSample)
        var said: Set<String> = []
        for sample in OwnSample.all where sample.importer == name {
            let folder = try WorkFolder()
            let recording = try await ImportRecording(
                of: sample.write(folder.path, SamplePacking(.zip)), with: Registry.own + [Registry.last])
            let sources = recording.findings.filter { $0.code == "not-carried" }.compactMap(\.entry)
            #expect(sources.count == Set(sources).count, "\(sample)")
            said.formUnion(sources)
        }
        #expect(said == lossy)
    }
}
