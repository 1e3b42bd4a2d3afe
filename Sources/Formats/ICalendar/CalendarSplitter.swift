internal import ContentLines
internal import TextEncoding

/// Splits a calendar file into calendar object resources as a CalDAV store wants them, RFC 4791 section 4.1.
public enum CalendarSplitter {
    /// Splits `bytes`, which may hold several VCALENDAR objects (RFC 5545 section 3.4) and anything between them.
    ///
    /// Never fails: what cannot be used is a problem with its place, and costs nothing else. The time is linear in the
    /// size, whatever the nesting. The result depends on nothing but the bytes.
    public static func split(_ bytes: [UInt8]) -> CalendarSplit {
        let utf8 = TextDecoding.utf8(fromUTF16: bytes)
        var scan = CalendarScan(utf8 ?? bytes)
        scan.run()
        if utf8 != nil { scan.note(.utf16, line: 1, 0..<0, "UTF-16") }
        var assembly = ResourceAssembly(scan)
        return assembly.run()
    }
}
