import CBaseline
import Glibc
import Trawl

/// What a warm poll costs the client, in Trawl and in the least that C can do over the same libcurl.
///
/// The server runs in another process (see the script `run`), so that the CPU time of this one is the client's alone.
@main
struct EngineBench {
    let options: BenchOptions

    static func main() async throws {
        guard let options = BenchOptions(CommandLine.arguments) else {
            print("usage: engine-bench PORT CA_FILE SERVER_NAME [DEVICES] [SWEEPS]")
            exit(64)
        }
        DescriptorCeiling.raise()
        try await EngineBench(options: options).run()
    }

    private func run() async throws {
        let loops = min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        guard let baseline = Baseline(options, loops: loops) else { throw BenchError("the baseline has no memory") }
        let plan = try options.plan()
        let pollerOptions = PollerOptions(devices: options.devices, loops: loops, keepsConnections: true)
        try await withPoller(pollerOptions) { poller in
            let cold = Usage.now
            try await sweep(plan, with: poller)
            let coldCost = (Usage.now - cold).microseconds(each: options.devices)
            let first = poller.statistics
            try baseline.sweep()
            let firstConnections = baseline.connections
            var (ours, theirs): ([Double], [Double]) = ([], [])
            var (oursWall, theirsWall): ([Double], [Double]) = ([], [])
            // One more of each warms caches up; then they take turns, so that whatever the host does meets both.
            for round in 0...options.sweeps {
                let start = Usage.now
                try await sweep(plan, with: poller)
                let middle = Usage.now
                try baseline.sweep()
                let end = Usage.now
                guard round > 0 else { continue }
                ours.append((middle - start).microseconds(each: options.devices))
                theirs.append((end - middle).microseconds(each: options.devices))
                oursWall.append((middle - start).wallMicroseconds(each: options.devices))
                theirsWall.append((end - middle).wallMicroseconds(each: options.devices))
            }
            let last = poller.statistics
            print(
                "devices \(options.devices), loops \(loops), in flight \(BenchOptions.inFlight), sweeps \(options.sweeps)"
            )
            print("cold poll      trawl  \(text(coldCost)) us CPU, TLS handshake included")
            print("warm poll      trawl  \(text(ours.median)) us CPU, \(text(oursWall.median)) us wall")
            print("warm poll      C loop \(text(theirs.median)) us CPU, \(text(theirsWall.median)) us wall")
            print("ratio          \(text(ours.median / theirs.median)) (goal: at most 1.5)")
            print(
                "connections    trawl  \(last.connections), C loop \(baseline.connections), devices \(options.devices)"
            )
            print("handles        trawl  \(last.handles)")
            print(
                "handshakes     trawl  \(last.handshakes), after the first sweep \(last.handshakes - first.handshakes)"
            )
            print("transfers      trawl  \(last.transfers)")
            let isKept = last.connections == options.devices && last.handshakes == options.devices
            guard isKept, baseline.connections == firstConnections else {
                throw BenchError("connections were opened again: the figures are of no warm poll")
            }
        }
    }

    private func sweep(_ plan: Plan, with poller: Poller) async throws {
        let failed = try await poller.withOutcomes(of: plan) { outcomes in
            var failed: [String] = []
            for await outcome in outcomes {
                if let error = outcome.error { failed.append("\(error)") }
            }
            return failed
        }
        if let first = failed.first { throw BenchError("\(failed.count) polls failed: \(first)") }
    }

    private func text(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

/// Why a benchmark has no figures.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension [Double] {
    /// The middle one.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
