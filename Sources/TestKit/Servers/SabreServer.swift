internal import Glibc

/// sabre/dav, on which Baïkal and Nextcloud are built, in PHP's own web server: the calendars of `alice`, whose password
/// is `wonderland`.
public final class SabreServer: Sendable {
    private let folder: ScratchDirectory
    private let process: ServerProcess

    /// Starts the version Debian has.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public init() throws {
        let program = try Program.find("php", package: "apt-get install php-cli php-sqlite3 php-xml php-sabre-dav")
        folder = try ScratchDirectory("sabre")
        let port = try ServerProcess.freePort()
        try folder.write("make.php", Self.making)
        try folder.write("index.php", Self.serving)
        try Program.run([program, folder.path + "/make.php"], log: folder.path + "/log")
        // Notices of a program that is older than the PHP it runs on.
        process = try ServerProcess(
            [
                "env", "PHP_CLI_SERVER_WORKERS=4", program, "-d", "error_reporting=4437", "-d", "display_errors=0",
                "-S",
                "127.0.0.1:\(port)", folder.path + "/index.php",
            ], port: port, log: folder.path + "/log")
    }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// Ends it.
    public func stop() { process.stop() }

    private static let making = """
        <?php
        $database = new PDO('sqlite:' . __DIR__ . '/db.sqlite');
        $database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
        foreach ([
            'calendars (id integer primary key, principaluri text, displayname text, uri text, ctag integer,
                description text, calendarorder integer, calendarcolor text, timezone text, components text,
                transparent bool)',
            'calendarobjects (id integer primary key, calendardata blob, uri text, calendarid integer,
                lastmodified integer, etag text, size integer, componenttype text, firstoccurence integer,
                lastoccurence integer)',
            'addressbooks (id integer primary key, principaluri text, displayname text, uri text, description text,
                ctag integer)',
            'cards (id integer primary key, addressbookid integer, carddata blob, uri text, lastmodified integer)',
            'principals (id integer primary key, uri text unique, email text, displayname text, vcardurl text)',
            'groupmembers (id integer primary key, principal_id integer, member_id integer)',
        ] as $table) {
            $database->exec('CREATE TABLE ' . $table);
        }
        $database->exec("INSERT INTO principals (uri, email, displayname)
            VALUES ('principals/alice', 'alice@example.org', 'Alice')");

        """

    private static let serving = """
        <?php
        // PHP since 8.1 takes much UTF-8 for Latin-1 and did not when this version of sabre/dav was written.
        namespace Sabre\\DAV {
            function mb_detect_encoding($text) { return mb_check_encoding($text, 'UTF-8') ? 'UTF-8' : 'ISO-8859-1'; }
        }

        namespace Sabre\\VObject {
            function mb_detect_encoding($text) { return mb_check_encoding($text, 'UTF-8') ? 'UTF-8' : 'ISO-8859-1'; }
        }

        namespace {
        date_default_timezone_set('UTC');
        require 'Sabre/autoload.php';

        class OneUser extends Sabre\\DAV\\Auth\\Backend\\AbstractBasic {
            protected function validateUserPass($user, $password) {
                return $user === 'alice' && $password === 'wonderland';
            }
        }

        $database = new PDO('sqlite:' . __DIR__ . '/db.sqlite');
        $database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
        $database->setAttribute(PDO::ATTR_TIMEOUT, 60);
        $principals = new Sabre\\DAVACL\\PrincipalBackend\\PDO($database);
        $server = new Sabre\\DAV\\Server([
            new Sabre\\CalDAV\\Principal\\Collection($principals),
            new Sabre\\CalDAV\\CalendarRootNode($principals, new Sabre\\CalDAV\\Backend\\PDO($database)),
            new Sabre\\CardDAV\\AddressBookRoot($principals, new Sabre\\CardDAV\\Backend\\PDO($database)),
        ]);
        $server->setBaseUri('/');
        $server->addPlugin(new Sabre\\DAV\\Auth\\Plugin(new OneUser(), 'sabre'));
        $server->addPlugin(new Sabre\\DAVACL\\Plugin());
        $server->addPlugin(new Sabre\\CalDAV\\Plugin());
        $server->addPlugin(new Sabre\\CardDAV\\Plugin());
        $server->exec();
        }

        """
}
