import ArgumentParser
import Foundation
import Logging
import Trawl
import TrawlCollections
import TrawlExporter
import TrawlServer

/// `trawl serve`: polls on a schedule, and tells whoever asks.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Polls on the collections' schedules, as metrics.",
        discussion: """
            Answers Prometheus at /metrics, and pushes where the collections name outputs. Nothing that is asked \
            over HTTP touches a device but /probe. SIGHUP, POST /-/reload and changed files load the files again; \
            a bad one changes nothing.
            """
    )

    @Argument(help: "Names of collections (see `trawl list`), or paths of collection files.")
    var collections: [String]

    @OptionGroup var selection: SelectionOptions

    @Option(help: "Where to listen: address:port, or a port alone on the loopback address.")
    var listen = "127.0.0.1:9273"

    @Option(help: ArgumentHelp("TLS and passwords for whoever asks, in the manner of Prometheus.", valueName: "file"))
    var webConfig: String?

    @Flag(help: "Polls every device once, pushes or prints what came, and exits.")
    var once = false

    @Option(help: "How log lines are written: text or json.")
    var logFormat = StderrLog.Format.text

    @Flag(help: "Logs more.")
    var debug = false

    mutating func run() async throws {
        StderrLog.install(level: debug ? .debug : .notice, format: logFormat)
        let address = try address()
        let inputs = ServeInputs(collections: collections, selection: selection)
        let reading = try await inputs.read()
        if once {
            try Results.checkOutput()
            return try await ServeOnce(reading: reading).run()
        }
        let lock = try ServeLock.take(collections: reading.collections, inventory: reading.inventory)
        defer { withExtendedLifetime(lock) {} }
        try await ServeSession(inputs: inputs, reading: reading, listen: address, webConfig: webConfig).run()
    }

    /// Where to listen; a port alone is one of the loopback address.
    private func address() throws -> ListenAddress {
        if let port = Int(listen), (0...65_535).contains(port) { return ListenAddress(host: "127.0.0.1", port: port) }
        guard let address = ListenAddress(listen) else {
            throw ValidationError("`--listen \(listen)` needs the form address:port, such as 127.0.0.1:9273")
        }
        return address
    }
}
