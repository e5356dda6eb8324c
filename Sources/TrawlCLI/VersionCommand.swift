import ArgumentParser
import TrawlTransfer

/// `trawl version`: what runs here.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Prints the versions of Trawl, libcurl and its TLS library."
    )

    func run() {
        let libraries = TransferClient.libraryVersions
        print("trawl \(Version.trawl)\nlibcurl \(libraries.curl)\n\(libraries.tls)")
    }
}

/// Trawl's own version.
enum Version {
    static let trawl = "0.1.0"
}
