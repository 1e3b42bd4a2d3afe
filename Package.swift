// swift-tools-version: 6.2
import PackageDescription

/// What every target is built with: warnings are errors, an existential is written `any`, and an import is seen by
/// nobody but the file that needs it.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: settings)
}

func format(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Formats/\(name)", swiftSettings: settings)
}

func importer(
    _ name: String, folder: String? = nil, hasReadme: Bool = false, _ dependencies: [Target.Dependency]
) -> Target {
    .target(
        name: name, dependencies: ["Importing", "Items"] + dependencies, path: "Importers/\(folder ?? name)",
        exclude: hasReadme ? ["README.md"] : [], swiftSettings: settings)
}

func host(_ name: String, folder: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: ["Hosting", "Items"] + dependencies, path: "Sources/Hosts/\(folder)",
        swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: settings)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "degoogle",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CArchive", path: "Sources/CArchive", pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev", "libdeflate-dev", "zlib1g-dev"])]),

        .systemLibrary(
            name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLinux", path: "Sources/CLinux"),
        .systemLibrary(name: "CResolver", path: "Sources/CResolver"),

        format("Bookmarks"),
        format("ContentLines", ["TextEncoding"]),
        format("CSV", ["TextEncoding"]),
        format("GPX", ["Timestamps", "XML"]),
        format("ICalendar", ["ContentLines", "TextEncoding"]),
        format("JSON"),
        format("MarkdownNotes", ["Timestamps"]),
        format("OPML", ["XML"]),
        format("TextEncoding"),
        format("Timestamps"),
        format("XML"),
        format("VCard", ["ContentLines", "TextEncoding"]),

        library("Digests", ["CCrypto"]),
        library("Archives", ["CArchive", "Digests"]),
        library("Items", ["Digests"]),
        library("Importing", ["Archives", "CLinux", "Items"]),
        library("Hosting", ["Items"]),
        library("Transport", ["CCrypto", "CCurl", "CResolver", "Items"]),
        library("RemoteHosting", ["Digests", "Hosting", "Transport"]),
        library("Planning", ["Items", "Hosting"]),
        library("Applying", ["Archives", "Hosting", "Importing", "Items", "Planning", grdb]),
        library("Reporting", ["Applying", "Hosting", "Items", "Planning"]),

        host("FolderHost", folder: "Folder", ["CLinux", "ICalendar", "VCard"]),
        host(
            "WebDAVHost", folder: "WebDAV",
            ["ContentLines", "Digests", "ICalendar", "RemoteHosting", "Transport", "VCard", "XML"]),
        host("S3Host", folder: "S3", ["Digests", "RemoteHosting", "Transport", "XML"]),
        host("SFTPHost", folder: "SFTP", ["RemoteHosting", "Transport"]),

        library("Conversions", ["CSV", "ContentLines", "ICalendar", "Importing", "Items", "VCard"]),
        importer(
            "Apple", hasReadme: true,
            ["CSV", "Conversions", "MarkdownNotes", "TextEncoding", "Timestamps", "VCard"]),
        importer("Evernote", hasReadme: true, ["Digests", "MarkdownNotes", "Timestamps", "XML"]),
        importer(
            "GoogleTakeout", hasReadme: true,
            [
                "Bookmarks", "ContentLines", "Conversions", "CSV", "GPX", "ICalendar", "JSON", "MarkdownNotes", "OPML",
                "Timestamps", "VCard",
            ]),
        importer("ProgramImporters", folder: "Programs", ["Conversions", "JSON"]),
        importer(
            "Meta", hasReadme: true,
            ["ContentLines", "Conversions", "JSON", "MarkdownNotes", "Timestamps"]),
        importer("Microsoft", hasReadme: true, ["ContentLines", "Conversions", "JSON"]),
        importer("Amazon", hasReadme: true, ["CSV", "JSON", "MarkdownNotes"]),
        importer("FilesImporter", folder: "Files", hasReadme: true, ["Conversions", "ICalendar", "VCard"]),

        .executableTarget(
            name: "degoogle",
            dependencies: [
                "Amazon", "Apple", "Applying", "Archives", "CLinux", "Conversions", "Evernote", "FilesImporter",
                "FolderHost",
                "GoogleTakeout", "Hosting",
                "Importing",
                "Items", "Meta", "Microsoft", "Planning", "ProgramImporters", "RemoteHosting", "Reporting", "S3Host",
                "SFTPHost",
                "Transport",
                "WebDAVHost",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ], path: "Sources/degoogle", swiftSettings: settings),
        .executableTarget(
            name: "degoogle-bench",
            dependencies: [
                "Hosting", "ICalendar", "Items", "JSON", "Planning", "TestKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Sources/degoogle-bench", swiftSettings: settings),
        library("TestKit", ["Archives", "CArchive", "Hosting", "Importing", "Items", "Planning", "Transport"]),

        tests("ArchivesTests", ["Archives"]),
        tests("HostsTests", ["FolderHost", "Hosting", "ICalendar", "Items", "TestKit", "VCard"]),
        tests(
            "ImportersTests",
            [
                "Amazon", "Apple", "Archives", "Bookmarks", "ContentLines", "Conversions", "Evernote", "FilesImporter",
                "GoogleTakeout", "ICalendar", "Importing", "Items", "Meta", "Microsoft", "Planning", "TestKit",
                "VCard",
            ]),
        tests("RegistryTests", ["Archives", "Importing", "Items", "ProgramImporters", "TestKit", "degoogle"]),
        tests("MetaTests", ["Importing", "Items", "JSON", "Meta", "Planning", "TestKit"]),
        tests("ItemsTests", ["Digests", "Items"]),
        tests("TestKitTests", ["TestKit"]),
        tests("S3Tests", ["Digests", "Hosting", "Items", "RemoteHosting", "S3Host", "TestKit", "Transport"]),
        tests("SFTPTests", ["Hosting", "Items", "RemoteHosting", "SFTPHost", "TestKit", "Transport"]),
        tests(
            "FormatsTests",
            [
                "Bookmarks", "ContentLines", "CSV", "GPX", "ICalendar", "JSON", "MarkdownNotes", "OPML", "TextEncoding",
                "Timestamps", "VCard", "XML",
            ]),
        tests(
            "ProgramImportersTests",
            ["Archives", "Importing", "Items", "Planning", "ProgramImporters", "TestKit"]),
        tests("PlanningTests", ["Hosting", "Items", "Planning", "TestKit"]),
        tests(
            "ApplyingTests",
            [
                "Applying", "Archives", "FilesImporter", "FolderHost", "GoogleTakeout", "Hosting", "ICalendar",
                "Importing", "Items", "Planning", "TestKit", "VCard", grdb,
            ]),
        tests("ReportingTests", ["Applying", "Hosting", "Items", "Planning", "Reporting"]),
        tests("EndToEnd", ["Items", "TestKit", "degoogle"]),
        tests("TransportTests", ["CCrypto", "Hosting", "Items", "TestKit", "Transport"]),
        tests(
            "CalDAVTests",
            [
                "GoogleTakeout", "Hosting", "ICalendar", "Importing", "Items", "Planning", "TestKit", "Transport",
                "VCard",
                "WebDAVHost",
            ]),
        tests("WebDAVTests", ["Hosting", "Items", "TestKit", "Transport", "WebDAVHost", "XML"]),
    ]
)
