internal import Importing

extension HowTo {
    /// How to ask Amazon.
    static let amazon = HowTo(
        checked: "2026-11",
        steps: [
            "Open https://www.amazon.com/hz/privacy-central/data-requests/preview.html, or the same below "
                + "the Amazon of your country (amazon.fr, amazon.de): Your Account, Request your data.",
            "Only one category can be chosen at a time: choose all your data, at the end of the list, and "
                + "confirm by the mail that comes.",
            "It takes from hours to weeks. There may be dozens of archives, such as Your Orders.zip, "
                + "Kindle.zip, or All Data Categories.1.zip: download all of them into one folder. Archives of "
                + "several requests are read together.",
            "Books, films and music are not in it. For Amazon Photos use the download of its own program, "
                + "and give the folder.",
            "Then, with all of them at once: degoogle import *.zip",
        ])
}
