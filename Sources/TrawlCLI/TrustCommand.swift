import ArgumentParser
import Logging
import Trawl
import TrawlCollections
import TrawlOutputs

/// `trawl trust`: which certificates devices show, and `tls.pin` for them.
struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Shows the certificates of devices, and pins them.",
        discussion: """
            Connects and closes again; neither a request nor a password is sent. Compare the SHA-256 with what the \
            device itself says, over its console, before you trust it: whoever answers could be anybody.
            """
    )

    @Argument(help: "Devices of the inventory: names, or globs as for --device.")
    var devices: [String] = []

    @OptionGroup var selection: SelectionOptions

    @Flag(help: "Writes what they show into the inventory, as `tls.pin`.")
    var write = false

    func validate() throws {
        if devices.isEmpty, selection.device.isEmpty, selection.labels.isEmpty {
            throw ValidationError("say which devices, such as `trawl trust leaf1`, or '*' for all")
        }
    }

    mutating func run() async throws {
        StderrLog.install(level: .warning)
        selection.device += devices
        let inventory = try selection.readInventory()
        let chosen = try selection.select(from: inventory)
        let looks = try await Self.look(at: chosen)
        let isForPeople = Terminal.isOutputWatched
        var pins: [String: CertificateFingerprint] = [:]
        var isComplete = true
        for (device, look) in zip(chosen, looks) {
            let report = CertificateReport(device: device, look: look)
            try Results.write(isForPeople ? report.lines : [report.json])
            switch look {
            case .success(let check): pins[device.name] = check.certificate.fingerprint
            case .failure: isComplete = false
            }
        }
        if write, !pins.isEmpty { isComplete = try Self.write(pins, to: inventory.path) && isComplete }
        if !isComplete { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    /// At most so many are connected to at once: a handshake is work for a management CPU and for this host.
    private static let inFlight = 64

    private static func look(at devices: [Device]) async throws -> [Result<CertificateCheck, DeviceError>] {
        try await withPoller(PollerOptions(devices: min(inFlight, devices.count))) { poller in
            await withTaskGroup(of: (Int, Result<CertificateCheck, DeviceError>).self) { group in
                var looks: [Int: Result<CertificateCheck, DeviceError>] = [:]
                for (index, device) in devices.enumerated() {
                    if index >= inFlight, let (done, look) = await group.next() { looks[done] = look }
                    group.addTask {
                        do throws(DeviceError) {
                            return (index, .success(try await poller.checkCertificate(of: device)))
                        } catch {
                            return (index, .failure(error))
                        }
                    }
                }
                for await (done, look) in group { looks[done] = look }
                return devices.indices.compactMap { looks[$0] }
            }
        }
    }

    /// Writes pins, and says which could not be.
    ///
    /// - Returns: Whether all are in the file now.
    private static func write(_ pins: [String: CertificateFingerprint], to path: String) throws -> Bool {
        let pinned = try reporting { () throws(FileProblems) in try PinnedInventory(pinning: pins, inFileAt: path) }
        if !pinned.written.isEmpty {
            do throws(OutputError) {
                try FileReplacement.replace(path, with: pinned.bytes)
            } catch {
                throw Stop(.unwritten, "error: \(error)")
            }
            let count = pinned.written.count == 1 ? "1 device" : "\(pinned.written.count) devices"
            Terminal.note("\(TerminalText.escape(path)): wrote `tls.pin` of \(count)")
        }
        for left in pinned.unwritten {
            let place = left.line > 0 ? "\(path):\(left.line)" : path
            let name = TerminalText.escape(left.device)
            Terminal.note("\(TerminalText.escape(place)): `tls.pin` of \(name) was not written: \(left.reason)")
            Terminal.note("  hint: give it an entry of its own, with")
            Terminal.note("    \(name): { tls: { pin: \"\(left.pin)\" } }")
        }
        return pinned.unwritten.isEmpty
    }
}
