import CBaseline

/// The loop in C, with what it did so far.
final class Baseline {
    private let engine: OpaquePointer
    private let devices: Int
    private(set) var connections = 0

    init?(_ options: BenchOptions, loops: Int) {
        // As Trawl lays its engine out.
        let shards = max(1, (options.devices + loops - 1) / loops / 150)
        let engine = options.serverName.withCString { name in
            options.authorityFile.withCString { file in
                BenchOptions.path.withCString { path in
                    var settings = baseline_options(
                        devices: Int32(options.devices),
                        port: Int32(options.port),
                        loops: Int32(loops),
                        shards: Int32(shards),
                        concurrency: Int32(BenchOptions.inFlight),
                        server_name: name,
                        ca_file: file,
                        path: path
                    )
                    return baseline_create(&settings)
                }
            }
        }
        guard let engine else { return nil }
        self.engine = engine
        devices = options.devices
    }

    deinit {
        baseline_destroy(engine)
    }

    /// Asks every device once.
    func sweep() throws {
        let result = baseline_sweep(engine)
        connections += result.connections
        guard result.failures == 0, result.answers == devices else {
            throw BenchError("\(result.failures) of the C loop's polls failed")
        }
    }
}
