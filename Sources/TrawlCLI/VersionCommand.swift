import ArgumentParser
import Trawl
import TrawlTransfer

/// `trawl version`: what runs here.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Prints the versions of Trawl, libcurl and its TLS library."
    )

    func run() throws {
        let libraries = TransferClient.libraryVersions
        try Results.write(["trawl \(TrawlVersion.number)", "libcurl \(libraries.curl)", libraries.tls])
    }
}
