import CCurl
import Glibc
package import TrawlCore

/// The engine: a fixed number of loop threads that move very many HTTP exchanges over libcurl.
package final class TransferClient: Sendable {
    /// How the engine is laid out for the work at hand.
    package struct Configuration: Sendable, Hashable {
        /// Threads; one a core, at most 4.
        package var loops: Int
        /// Multi handles of one loop: its devices / 150, from 1 to 256.
        package var shardsPerLoop: Int
        /// Connections that one multi handle keeps open when idle.
        package private(set) var connectionsPerShard = 0
        /// How long an idle connection is kept.
        package private(set) var connectionAge = Duration.zero
        /// Connects that one loop has under way at once.
        package var simultaneousConnects = 256

        /// Lays out for devices that are spoken to at the same time, or kept connected.
        ///
        /// - Parameters:
        ///   - devices: How many devices hold a connection at once.
        ///   - connectionsPerDevice: How many each may hold.
        ///   - interval: How long a connection may idle between two requests and still be used.
        ///   - loops: Threads; by default one a core and at most 4.
        package init(
            devices: Int,
            connectionsPerDevice: Int = 1,
            interval: Duration = .seconds(60),
            loops: Int? = nil
        ) {
            let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
            self.loops = max(1, loops ?? min(4, cores))
            let share = (devices + self.loops - 1) / self.loops
            shardsPerLoop = min(256, max(1, share / 150))
            keep(devices: devices, connectionsPerDevice: connectionsPerDevice, interval: interval)
        }

        /// The files that the engine itself has open: each loop's, and two of each multi handle's.
        package var files: Int { loops * (2 + 2 * shardsPerLoop) }

        /// Lays out for other devices what is kept; threads and multi handles stay what they are.
        package mutating func keep(
            devices: Int,
            connectionsPerDevice: Int = 1,
            interval: Duration,
            budget: DescriptorBudget? = nil
        ) {
            let share = (devices + loops - 1) / loops
            // The hash spreads devices over the shards, and not evenly.
            connectionsPerShard = share / shardsPerLoop * connectionsPerDevice * 5 / 4 + 32
            let wanted = devices * connectionsPerDevice
            if let budget, budget.kept(of: wanted) < wanted {
                connectionsPerShard = max(1, budget.kept(of: wanted) / (loops * shardsPerLoop))
            }
            connectionAge = interval * 2 + .seconds(60)
        }
    }

    private let loops: [TransferLoop]
    /// How the engine was laid out.
    package let configuration: Configuration

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Starts the threads.
    package init(_ configuration: Configuration) throws(TransferSetupError) {
        guard Self.isReady else { throw TransferSetupError(operation: "curl_global_init", errno: ENOMEM) }
        self.configuration = configuration
        let resolver = Resolver()
        var loops: [TransferLoop] = []
        do {
            for _ in 0..<configuration.loops {
                loops.append(try TransferLoop(configuration: configuration, resolver: resolver))
            }
        } catch {
            for loop in loops { loop.stop() }
            throw error
        }
        self.loops = loops
    }

    /// A device's place in the engine: by its name, always the same loop and multi handle.
    package func channel(to device: Device) -> DeviceChannel {
        let hash = Self.hash(device.name)
        let loop = loops[loop(of: device)]
        let shard = Int((hash / UInt64(loops.count)) % UInt64(configuration.shardsPerLoop))
        return DeviceChannel(device: device, loop: loop, shard: shard)
    }

    /// The number of the loop that moves a device's transfers, from 0.
    package func loop(of device: Device) -> Int {
        Int(Self.hash(device.name) % UInt64(loops.count))
    }

    /// The loop of a number, for work about its devices.
    package func executor(ofLoop number: Int) -> any TaskExecutor { loops[number] }

    /// The loop for work about all devices, such as starting them: it is woken less often than a pool of threads.
    package var executor: any TaskExecutor { loops[0] }

    /// Keeps connections as another layout says, from now on; its threads and multi handles are not looked at.
    package func keep(as configuration: Configuration) {
        for loop in loops {
            loop.submit(.keep(connections: configuration.connectionsPerShard, age: configuration.connectionAge))
        }
    }

    /// What was done so far, over all loops.
    package var statistics: TransferStatistics {
        loops.reduce(TransferStatistics()) { $0 + $1.statistics }
    }

    /// Ends the threads once their transfers ended.
    package func stop() {
        for loop in loops { loop.stop() }
    }

    /// The versions of libcurl and of its TLS library, as they name themselves.
    package static var libraryVersions: (curl: String, tls: String) {
        guard let info = unsafe trawl_version() else { return ("unknown", "unknown") }
        let curl = unsafe String(cString: info.pointee.version)
        let tls = unsafe info.pointee.ssl_version.map { unsafe String(cString: $0) }
        return (curl, tls ?? "none")
    }

    /// FNV-1a: stable over runs, unlike Swift's own hashes.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// Runs a body with an engine that is stopped afterwards on every path.
package func withTransferClient<Result>(
    _ configuration: TransferClient.Configuration,
    _ body: (TransferClient) async throws -> Result
) async throws -> Result {
    let client = try TransferClient(configuration)
    defer { client.stop() }
    return try await body(client)
}

/// The engine could not be started on this host.
package struct TransferSetupError: Error, Sendable, CustomStringConvertible {
    /// The call that failed.
    package var operation: String
    /// Why, as `errno` says it.
    package var errno: Int32

    package var description: String {
        "the transfer engine cannot start: \(operation): \(unsafe String(cString: strerror(errno)))"
    }
}
