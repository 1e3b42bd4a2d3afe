extension SampleExport {
    /// Writes the export into `directory`, which is made if it is missing; files of the same names are replaced.
    ///
    /// Memory stays flat whatever the sizes. The bytes depend on the options and on the version of libarchive only.
    ///
    /// - Returns: The paths of the parts in the order of their names; for a folder, its path.
    /// - Throws: `SampleWriteError` when a file cannot be written.
    public func write(to directory: String, as packing: SamplePacking = SamplePacking()) throws -> [String] {
        let handover = SampleHandover(
            entries: entries(packedAs: packing), folder: "takeout-\(stamp)", time: stampTime,
            partName: { partName($0, packing.format) })
        return try handover.write(to: directory, as: packing)
    }

    /// The time of the stamp in seconds since 1970; 0 when the stamp is none.
    var stampTime: Int {
        let digits = stamp.utf8.compactMap { (48...57).contains($0) ? Int($0) - 48 : nil }
        guard digits.count == 14 else { return 0 }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        let day = SampleDay(year: number(0..<4), month: number(4..<6), day: number(6..<8))
        return day.number * 86400 + number(8..<10) * 3600 + number(10..<12) * 60 + number(12..<14)
    }
}
