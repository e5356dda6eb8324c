import ArgumentParser
import Foundation
import Trawl
import TrawlCollections
import TrawlOutputs
import TrawlSimulator

/// `trawl simulate`: a fleet of simulated switches on loopback.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Plays a fleet of switches on loopback until it is stopped.",
        discussion: "Each switch has an address of its own in 127.0.0.0/8; all listen on the same port, over TLS."
    )

    @Option(name: .shortAndLong, help: "How many switches.")
    var devices = 48

    @Option(name: .shortAndLong, help: "Their TCP port; 0 takes a free one.")
    var port = 18443

    @Option(name: .shortAndLong, help: "Writes an inventory of the fleet, with password and CA files beside it.")
    var inventory: String?

    @Option(help: ArgumentHelp("How long they think about an answer.", valueName: "50ms..2s"))
    var latency: LatencyArgument?

    @Option(help: "A YAML file that says which devices misbehave, and how.")
    var faults: String?

    @Option(help: "A directory of recorded answers to play.")
    var replay: String?

    @Option(
        help: ArgumentHelp(
            "What they play in turn: eos, nxos, sonic, cumulus, junos; EOS and NX-OS without it.",
            valueName: "sonic,junos"
        )
    )
    var platforms: PlatformsArgument?

    @Option(help: "What everything random follows from.")
    var seed: UInt64 = 1

    @Option(help: "The first switch's address.")
    var firstAddress = "127.1.0.1"

    @Option(help: "The user that they accept; the password is `admin`.")
    var username = "admin"

    @Flag(help: "Plain HTTP instead of TLS.")
    var plainHTTP = false

    @Flag(help: "Lets other hosts reach the fleet.")
    var beyondLoopback = false

    mutating func run() async throws {
        var configuration = SimulatedFleet.Configuration(
            deviceCount: devices,
            port: port,
            seed: seed,
            latency: latency?.range,
            username: username,
            replayDirectory: replay,
            firstAddress: firstAddress,
            platforms: platforms?.platforms ?? [],
            usesTLS: !plainHTTP,
            listensBeyondLoopback: beyondLoopback
        )
        do {
            if let faults { configuration.faults = try FaultFile(contentsOf: faults).faults(for: configuration) }
            let stop = AsyncStream<Void>.makeStream()
            let inventory = inventory
            let end: @Sendable () -> Void = { stop.continuation.finish() }
            let status = try await Interrupts.during(stop: end) {
                try await withSimulatedFleet(configuration) { fleet in
                    if let inventory { try fleet.writeInventory(to: inventory) }
                    Terminal.note(Self.announcement(of: fleet, inventory: inventory))
                    for await _ in stop.stream {}
                }
                return Interrupts.status
            }
            // Stopped by hand is how a fleet ends; only the shell's own convention for signals remains.
            if let status, status != .interrupted { throw ExitCode(status.rawValue) }
        } catch let error as ExitCode {
            throw error
        } catch let error as CocoaError {
            throw Stop(.unusable, "error: \(Self.text(of: error))")
        } catch let error as SimulatorError where error.unusablePort != nil {
            throw Stop(.unusable, "error: \(error)", "  hint: say `--port 0` for a free port, or another `--port`")
        } catch {
            throw Stop(.unusable, "error: \(error)")
        }
    }

    /// What the system refused, and of which file.
    private static func text(of error: CocoaError) -> String {
        guard let system = error.underlying as? POSIXError, let reason = unsafe strerror(system.code.rawValue) else {
            return error.localizedDescription
        }
        let path = error.filePath.map { "\(TerminalText.escape($0)): " } ?? ""
        return unsafe path + String(cString: reason).lowercased()
    }

    private static func announcement(of fleet: SimulatedFleet, inventory: String?) -> String {
        let addresses = [fleet.devices.first, fleet.devices.last].compactMap { $0?.address }.joined(separator: " to ")
        let file = inventory.map { "inventory \($0); " } ?? ""
        return
            "\(fleet.configuration.deviceCount) switches at \(addresses), port \(fleet.port); \(file)Ctrl-C stops them"
    }
}

/// Platforms with commas between them.
struct PlatformsArgument: ExpressibleByArgument {
    var platforms: [SimulatedPlatform]

    init?(argument: String) {
        let words = argument.components(separatedBy: ",")
        platforms = words.compactMap { SimulatedPlatform(rawValue: $0) }
        guard platforms.count == words.count else { return nil }
    }
}

/// A span of durations: `50ms..2s`, or one for both ends.
struct LatencyArgument: ExpressibleByArgument {
    var range: ClosedRange<Duration>

    init?(argument: String) {
        let ends = argument.components(separatedBy: "..").compactMap { Duration(written: $0) }
        guard let low = ends.first, let high = ends.last, ends.count <= 2, low <= high else { return nil }
        guard argument.components(separatedBy: "..").count == ends.count else { return nil }
        range = low...high
    }
}
