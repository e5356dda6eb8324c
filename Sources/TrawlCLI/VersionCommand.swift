import ArgumentParser
import TrawlTransfer

/// `trawl version`: what runs here.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Prints the versions of Trawl, libcurl and its TLS library."
    )

    func run() throws {
        let libraries = TransferClient.libraryVersions
        try Results.write(["trawl \(Version.trawl)", "libcurl \(libraries.curl)", libraries.tls])
    }
}

/// Trawl's own version.
enum Version {
    static let trawl = "0.1.0"
}
