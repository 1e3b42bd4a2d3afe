/// Paths below the Drive folder that Takeout may hold and that other systems find hard to carry.
enum SampleHardNames {
    static let paths: [String] = [
        // The same name in the two normal forms of Unicode, NFC and NFD.
        "R\u{E9}sum\u{E9}.txt", "Re\u{301}sume\u{301}.txt",
        // Names that differ only in case.
        "a.txt", "A.TXT",
        // Two files of one name, and what is already called so.
        "Report.docx", "Report(1).docx", "Report(1)(1).docx",
        "👩‍👩‍👧‍👦 vacances 🏖️.jpg", "שלום עולם.txt", "写真/家族の写真 2019.jpg", "Ω≈ç√∫.md",
        // Characters that Windows forbids, as Takeout replaces them, and those that it leaves.
        "Budget 2024_2025 _ version _finale__.csv", "C_ _ D_ _ E_.txt", "#1 $2 [3] {4} +5 ;6 !7 @8 ^9 `10`.txt",
        // Device names of Windows.
        "CON.txt", "aux", "NUL.tar.gz", "com1.md",
        // Trailing spaces and dots, in files and folders.
        "note finale .txt", "à suivre...", "espace à la fin ", "dossier en attente /plan.txt", "v1.0./lisez-moi.txt",
        // Leading dots, spaces and dashes.
        ".profil", ".config caché/réglages.json", " devant.txt", "-rf.txt", "~$brouillon.docx",
        // Names that look like escapes, markup and formulas.
        "100%20 sûr.txt", "%2e%2e%2fpasswd.txt", "a&amp;b.txt", "=SOMME(A1).csv", "CR\u{2028}LS.txt",
        "NBSP\u{A0}ici.txt", "bidi\u{202E}gpj.exe.txt",
        // Long names: 200 bytes in 50 characters, and nearly the 255 bytes that file systems hold.
        String(repeating: "🦊", count: 50) + ".txt",
        String(repeating: "long name ", count: 24) + "end.pdf",
        String(repeating: "é", count: 120) + ".md",
        // Depth.
        (1...24).map { "niveau \($0)" }.joined(separator: "/") + "/fond.txt",
        // Called like the sidecars of administrators' exports, yet files of the person's own.
        "notes-info.json", "Report.docx-info.json",
        // Other surprises: nothing inside, an archive inside, a second root, no extension.
        "vide.txt", "archive.zip", "Takeout/Drive/poupée russe.txt", "index.html", "sans extension",
    ]
}
