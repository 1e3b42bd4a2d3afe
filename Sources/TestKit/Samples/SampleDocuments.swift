/// Small documents that their programs open.
enum SampleDocuments {
    /// A zip file whose members are stored, not compressed (APPNOTE.TXT sections 4.3.7 to 4.3.16).
    static func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let name = Array(member.name.utf8)
            let size = UInt32(member.bytes.count)
            // Version 2.0, UTF-8 names, stored, 1980-01-01 00:00, checksum, sizes, length of the name, no extra field.
            var common = little(20 as UInt16) + little(0x0800 as UInt16) + little(0 as UInt16)
            common += little(0 as UInt16) + little(0x0021 as UInt16)
            common += little(SampleChecksum.of(member.bytes)) + little(size) + little(size)
            common += little(UInt16(name.count)) + little(0 as UInt16)
            directory += little(0x0201_4B50 as UInt32) + little(20 as UInt16) + common
            directory += [UInt8](repeating: 0, count: 10) + little(UInt32(bytes.count)) + name
            bytes += little(0x0403_4B50 as UInt32) + common + name + member.bytes
        }
        let start = UInt32(bytes.count)
        bytes += directory + little(0x0605_4B50 as UInt32) + little(0 as UInt32)
        bytes += little(UInt16(members.count)) + little(UInt16(members.count))
        return bytes + little(UInt32(directory.count)) + little(start) + little(0 as UInt16)
    }

    /// A document of one paragraph for each line, as ECMA-376 has it.
    static func wordProcessing(_ paragraphs: [String]) -> [UInt8] {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        let office = "http://schemas.openxmlformats.org"
        let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        let types =
            head + "<Types xmlns=\"\(office)/package/2006/content-types\"><Default Extension=\"rels\" "
            + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Override PartName=\"/word/document.xml\" ContentType=\"\(main)\"/></Types>"
        let relations =
            head + "<Relationships xmlns=\"\(office)/package/2006/relationships\"><Relationship Id=\"rId1\" "
            + "Type=\"\(office)/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
            + "</Relationships>"
        let body = paragraphs.map { "<w:p><w:r><w:t>\(SampleMarkup.escaped($0))</w:t></w:r></w:p>" }.joined()
        let document =
            head + "<w:document xmlns:w=\"\(office)/wordprocessingml/2006/main\"><w:body>\(body)</w:body></w:document>"
        return zip([
            ("[Content_Types].xml", Array(types.utf8)), ("_rels/.rels", Array(relations.utf8)),
            ("word/document.xml", Array(document.utf8)),
        ])
    }

    /// A PDF 1.4 of one page with `title`, of which only the ASCII characters are kept.
    static func pdf(_ title: String) -> [UInt8] {
        let shown = String(title.filter { $0.isASCII && $0 != "(" && $0 != ")" && $0 != "\\" })
        let text = "BT /F1 18 Tf 72 720 Td (\(shown)) Tj ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                + "/Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var file = "%PDF-1.4\n"
        var references = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = String(file.utf8.count)
            references += String(repeating: "0", count: 10 - offset.utf8.count) + offset + " 00000 n \n"
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n\(references)trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\n"
        return Array((file + "startxref\n\(start)\n%%EOF\n").utf8)
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
