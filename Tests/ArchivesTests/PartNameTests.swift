import Testing

@testable import Archives

@Suite struct PartNameTests {
    struct Row: Sendable {
        let name: String
        let prefix: String
        var stamp: String?
        var bundle: Int?
        var number: Int?
        var total: Int?
        var isCopy = false
        var ext = "zip"
    }

    static let stamp = "20240525T201456Z"

    @Test(arguments: [
        Row(name: "takeout-20240525T201456Z-001.zip", prefix: "takeout", stamp: stamp, number: 1),
        Row(name: "takeout-20240525T201456Z-3-012.zip", prefix: "takeout", stamp: stamp, bundle: 3, number: 12),
        Row(name: "takeout-20240525T201456Z-001 (1).zip", prefix: "takeout", stamp: stamp, number: 1, isCopy: true),
        Row(name: "takeout-20240525T201456Z-001(2).zip", prefix: "takeout", stamp: stamp, number: 1, isCopy: true),
        Row(
            name: "takeout-20240525T201456Z-001 copy.tgz", prefix: "takeout", stamp: stamp, number: 1, isCopy: true,
            ext: "tgz"),
        Row(
            name: "takeout-20240525T201456Z-001 copy 2.tgz", prefix: "takeout", stamp: stamp, number: 1, isCopy: true,
            ext: "tgz"),
        Row(
            name: "takeout-20240525T201456Z-001 - Copy (2).ZIP", prefix: "takeout", stamp: stamp, number: 1,
            isCopy: true),
        Row(
            name: "My takeout-20240525T201456Z-1000.tar.gz", prefix: "My takeout", stamp: stamp, number: 1000,
            ext: "tar.gz"),
        Row(
            name: "drive-download-20240525T201456Z-1-001.zip", prefix: "drive-download", stamp: stamp, bundle: 1,
            number: 1),
        Row(name: "takeout-20240525T2014567Z-001.zip", prefix: "takeout", stamp: "20240525T2014567Z", number: 1),
        Row(name: "iCloud Photos Part 4 of 20.zip", prefix: "iCloud Photos", number: 4, total: 20),
        Row(name: "iCloud Photos Part 4 of 20 (1).zip", prefix: "iCloud Photos", number: 4, total: 20, isCopy: true),
        // Not parts.
        Row(name: "takeout-20240525T201456Z-01.zip", prefix: "takeout-20240525T201456Z-01"),
        Row(name: "-20240525T201456Z-001.zip", prefix: "-20240525T201456Z-001"),
        Row(name: "takeout-20240525t201456Z-001.zip", prefix: "takeout-20240525t201456Z-001"),
        Row(name: "photos Part 5 of 4.zip", prefix: "photos Part 5 of 4"),
        Row(name: "notes.txt", prefix: "notes.txt", ext: ""),
        Row(name: ".zip", prefix: ".zip", ext: ""),
        Row(name: "", prefix: "", ext: ""),
    ])
    func namesOfPartsAreRead(_ row: Row) {
        let name = PartName(row.name)
        #expect(name.prefix == row.prefix)
        #expect(name.stamp == row.stamp)
        #expect(name.bundle == row.bundle)
        #expect(name.number == row.number)
        #expect(name.total == row.total)
        #expect(name.isCopy == row.isCopy)
        #expect(name.archiveExtension == row.ext)
    }
}
