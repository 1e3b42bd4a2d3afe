extension SampleExport {
    /// A year of photos with their sidecars, an album with copies of some, and a name so long that its sidecar's is cut.
    var photoEntries: [SampleEntry] {
        let year = "\(words.photosFrom) 2019"
        let album = words.driveFolders[1]
        var entries: [SampleEntry] = []
        for index in 0..<entriesPerProduct {
            var random = SampleRandom(seed, "photo", index)
            let picture = SampleJPEG.landscape(&random)
            let name =
                index == 1 ? "PXL_20190704_101112345.PORTRAIT-01.COVER.jpg" : "IMG_2019070\(index % 9 + 1)_\(index).jpg"
            let sidecar = photoSidecar(index, name)
            // A sidecar's name has at most 46 units before `.json`.
            let sidecarName = String((name + ".supplemental-metadata").prefix(46)) + ".json"
            for folder in index % 3 == 0 ? [year, album] : [year] {
                entries.append(SampleEntry(path(.photos, "\(folder)/\(name)"), .bytes(picture), .kept))
                entries.append(SampleEntry(path(.photos, "\(folder)/\(sidecarName)"), text: sidecar, .kept))
            }
        }
        if entriesPerProduct > 0 {
            let metadata =
                language == .english ? "metadata.json" : language == .french ? "métadonnées.json" : "Metadaten.json"
            entries.append(
                SampleEntry(
                    path(.photos, "\(album)/\(metadata)"),
                    text: "{\n  \"title\": \(SampleMarkup.json(album)),\n  \"description\": \"\",\n"
                        + "  \"access\": \"protected\",\n  \"date\": {\n    \"timestamp\": \"1562198400\"\n  }\n}\n",
                    .kept))
        }
        return entries
    }

    private func photoSidecar(_ index: Int, _ name: String) -> String {
        let taken = 1_562_235_072 + 86_400 * index
        let latitude = index % 2 == 0 ? "48.1\(index % 10)" : "0.0"
        return """
            {
              "title": \(SampleMarkup.json(name)),
              "description": \(SampleMarkup.json(index % 4 == 0 ? words.sentences[index % words.sentences.count] : "")),
              "imageViews": "\(index)",
              "creationTime": {
                "timestamp": "\(taken + 3600)",
                "formatted": "4 juil. 2019, 11:00:00\u{202F}UTC"
              },
              "photoTakenTime": {
                "timestamp": "\(taken)",
                "formatted": "4 juil. 2019, 10:11:12\u{202F}UTC"
              },
              "geoData": {
                "latitude": \(latitude),
                "longitude": \(index % 2 == 0 ? "-1.68" : "0.0"),
                "altitude": 0.0,
                "latitudeSpan": 0.0,
                "longitudeSpan": 0.0
              },
              "url": "https://photos.google.com/photo/\(index)",
              "googlePhotosOrigin": {
                "mobileUpload": {
                  "deviceType": "ANDROID_PHONE"
                }
              }
            }

            """
    }
}
