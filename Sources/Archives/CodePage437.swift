/// IBM code page 437, the encoding of zip names that declare none (APPNOTE appendix D), as mapped by Unicode's
/// MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT.
enum CodePage437 {
    /// The characters of bytes 0x80 to 0xFF.
    private static let upperHalf: [[UInt8]] = Array(
        """
        ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
        └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}
        """
    ).map { Array(String($0).utf8) }

    /// The bytes as UTF-8. Every byte has a character, so the conversion can be undone.
    static func utf8(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 3)
        for byte in bytes {
            if byte < 0x80 {
                result.append(byte)
            } else {
                result.append(contentsOf: upperHalf[Int(byte) - 0x80])
            }
        }
        return result
    }
}
