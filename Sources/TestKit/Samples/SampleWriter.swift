/// Why a sample export could not be written.
public struct SampleWriteError: Error, CustomStringConvertible, Equatable {
    /// The file and the reason the system or the archive library gives.
    public let description: String
}

/// Takes entries one after the other; what it writes is complete after `finish`.
protocol SampleWriter: AnyObject {
    func write(_ entry: SampleEntry) throws
    func finish() throws
}
