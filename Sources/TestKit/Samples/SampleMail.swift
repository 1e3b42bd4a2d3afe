extension SampleExport {
    /// One mailbox of all messages in Google's dialect: a decimal identifier in the separator, labels as the second
    /// header field, CRLF throughout.
    var mailboxEntry: SampleEntry {
        var mailbox = ""
        for index in 0..<entriesPerProduct {
            var random = SampleRandom(seed, "message", index)
            let identifier = 1_628_424_719_502_045_299 + UInt64(index) * 7_919
            let from = words.person(1 + random.below(40))
            let day = 1 + index % 28
            let labels = ["\(words.inbox),\(words.opened)", "\(words.inbox),\(words.labels[0]),Important"][index % 2]
            mailbox += lines([
                "From \(identifier)@xxx Tue Mar \(SampleDay.padded(day)) 09:13:51 +0000 2019",
                "X-GM-THRID: \(identifier)",
                "X-Gmail-Labels: \(encodedWord(labels))",
                "Delivered-To: \(account)",
                "Message-ID: <sample-\(seed)-\(index)@example.net>",
                "Date: Tue, \(day) Mar 2019 10:13:51 +0100",
                "From: \(encodedWord("\(from.first) \(from.last)")) <sender\(index)@example.net>",
                "To: <\(account)>",
                "Subject: \(encodedWord(random.pick(words.summaries)))",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                random.pick(words.sentences),
                "",
                random.pick(words.sentences),
                "",
            ])
        }
        return SampleEntry(path(.mail, words.mailbox), text: mailbox, .kept)
    }

    private func lines(_ lines: [String]) -> String {
        lines.map { $0 + "\r\n" }.joined()
    }

    /// `text` as encoded words of RFC 2047, each short enough for its limit of 75 characters; ASCII stays as it is.
    private func encodedWord(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var words: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            var chunk = rest.prefix(12)
            while chunk.utf8.count > 45 { chunk = chunk.dropLast() }
            if chunk.isEmpty { chunk = rest.prefix(1) }
            words.append("=?UTF-8?B?\(SampleBase64.encoded(Array(chunk.utf8)))?=")
            rest = rest.dropFirst(chunk.count)
        }
        return words.joined(separator: "\r\n ")
    }
}
