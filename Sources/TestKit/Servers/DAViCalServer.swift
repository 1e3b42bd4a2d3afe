internal import Glibc

/// DAViCal in Apache httpd, with a PostgreSQL of its own that listens on a socket in its folder only: the account of
/// `alice`, whose password is `wonderland`.
public final class DAViCalServer: Sendable {
    private let folder: ScratchDirectory
    private let process: ServerProcess

    /// Starts the version Debian has.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public init() throws {
        let package = "apt-get install apache2 libapache2-mod-php davical php-pgsql postgresql"
        let apache = try Program.find("apache2", package: package)
        guard access("/usr/share/davical/dba/create-database.sh", R_OK) == 0 else {
            throw ServerFailure("DAViCal is not installed: \(package)")
        }
        folder = try ScratchDirectory("davical")
        let path = folder.path
        let port = try ServerProcess.freePort()
        for name in ["database", "socket"] { try folder.makeDirectory(name, mode: 0o700) }
        try folder.write("account.sql", Self.account)
        try folder.write("apache.conf", Self.configuration(path, port: port))
        try folder.write("start", Self.starting, mode: 0o755)
        // Neither PostgreSQL nor Apache serves as root.
        if geteuid() == 0 {
            chmod(path, 0o755)
            try Program.run(["chown", "postgres", path + "/database", path + "/socket"])
            // Where Apache's processes, which are www-data, look for the database.
            chmod(path + "/socket", 0o755)
        }
        process = try ServerProcess([path + "/start", path, apache], port: port, log: path + "/log", seconds: 120)
    }

    deinit { process.stop() }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// Ends it.
    public func stop() { process.stop() }

    /// Makes the database, and ends it with Apache: a database that is told to end waits for those who use it.
    private static let starting = """
        #!/bin/bash
        set -eu
        folder=$1 apache=$2
        tools=$(echo /usr/lib/postgresql/*/bin | cut -d' ' -f1)
        own=()
        [ "$(id -u)" -ne 0 ] || own=(setpriv --reuid=postgres --regid=postgres --clear-groups)
        cd "$folder/socket"
        # What Debian's configuration of DAViCal leaves to the environment.
        export PGHOST=$folder/socket PGUSER=postgres
        "${own[@]}" "$tools/initdb" -D "$folder/database" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync
        "${own[@]}" "$tools/postgres" -D "$folder/database" -k "$folder/socket" -c listen_addresses= -c fsync=off &
        database=$!
        server=
        trap 'for one in $server $database; do kill $one; wait $one; done; exit 0' TERM
        for turn in $(seq 500); do "$tools/pg_isready" -q && break || sleep 0.02; done
        sh /usr/share/davical/dba/create-database.sh davical admin
        psql -q -v ON_ERROR_STOP=1 -f "$folder/account.sql" davical
        # Of its own process group, all of which Apache ends with itself.
        setsid "$apache" -DFOREGROUND -f "$folder/apache.conf" &
        server=$!
        wait $server

        """

    private static let account = """
        INSERT INTO usr (active, joined, updated, username, password, fullname, email)
            VALUES (true, now(), now(), 'alice', '**wonderland', 'Alice', 'alice@example.org');
        INSERT INTO principal (type_id, user_no, displayname, default_privileges)
            SELECT 1, user_no, 'Alice', 0::bit(24) FROM usr WHERE username = 'alice';

        """

    private static func configuration(_ folder: String, port: UInt16) -> String {
        let modules = ["mpm_prefork", "authz_core", "dir", "mime", "alias", "rewrite", "setenvif", "env"]
        var lines = modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so" }
        lines += [
            "Include /etc/apache2/mods-available/php*.load",
            "ServerRoot \(folder)", "PidFile \(folder)/pid", "DefaultRuntimeDir \(folder)", "ErrorLog \(folder)/errors",
            "ServerName localhost", "Listen 127.0.0.1:\(port)", "TypesConfig /etc/mime.types", "StartServers 8",
            "MaxRequestWorkers 16", "MaxKeepAliveRequests 0", "DocumentRoot /usr/share/davical/htdocs",
            "<Directory /usr/share/davical/htdocs>", "Require all granted", "AcceptPathInfo On",
            "SetHandler application/x-httpd-php", "</Directory>",
            "SetEnvIf Authorization \"(.+)\" HTTP_AUTHORIZATION=$1",
            "php_value include_path /usr/share/awl/inc", "php_value error_reporting 6135",
            "php_value default_charset utf-8", "php_value memory_limit 256M", "php_admin_flag display_errors off",
            "RewriteEngine On", "RewriteRule ^/\\.well-known/(caldav|carddav)$ /caldav.php/ [R=301,L]",
        ]
        if geteuid() == 0 { lines += ["User www-data", "Group www-data"] }
        return lines.joined(separator: "\n") + "\n"
    }
}
