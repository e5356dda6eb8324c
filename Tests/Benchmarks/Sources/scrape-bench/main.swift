import Glibc

/// What a scrape costs: a store of many devices is filled, written out, and written out while polls go on.
///
///     scrape-bench [DEVICES] [SERIES OF EACH]

/// CPU seconds of this process so far.
func cpu() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
}

/// Memory in use, in bytes.
func memory() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        .split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
}

func milliseconds(_ seconds: Double) -> String { "\((seconds * 10_000).rounded() / 10) ms" }

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let devices = arguments.first ?? 2_000
let series = arguments.dropFirst().first ?? 100
let requests = 5
let families = (0..<20).map { number in
    MetricFamily(
        name: "switch_interface_quantity_\(number)_bytes_total",
        help: "Quantity \(number) of an interface.",
        kind: .counter,
        unit: "bytes"
    )
}

/// What a poll of one request gives: some families with a row an interface.
func values(request: Int, seed: Int) -> [SampleGroup] {
    let mine = families[(request * 4)..<(request * 4 + 4)]
    return mine.map { family in
        SampleGroup(
            family,
            (0..<(series / 20)).map { row in
                SampleRow([MetricLabel("interface", "Ethernet\(row + 1)/1")], .integer(Int64(seed * 1_000_003 + row)))
            }
        )
    }
}

let phases = ["resolve", "connect", "tls", "first_byte", "total"]
let up = MetricFamily(name: "trawl_up", help: "Whether the last poll gave an answer.")
let duration = MetricFamily(name: "trawl_poll_duration_seconds", help: "How long it took.", unit: "seconds")

func poll(_ device: Int, request: Int, seed: Int, in store: MetricStore) {
    let name = "leaf\(device).dc1.example.net"
    let own = [MetricLabel("collection", "fabric-health"), MetricLabel("request", "request-\(request)")]
    let freshness = [
        SampleGroup(up, [SampleRow(own, .integer(1))]),
        SampleGroup(duration, phases.map { SampleRow(own + [MetricLabel("phase", $0)], .real(0.0123)) }),
    ]
    store.update(
        MetricStore.Key(device: name, collection: "fabric-health", request: "request-\(request)"),
        labels: [MetricLabel("device", name), MetricLabel("role", "leaf"), MetricLabel("site", "dc1")],
        values: values(request: request, seed: seed),
        freshness: freshness,
        expires: .now + .seconds(3600)
    )
}

let before = memory()
let store = MetricStore()
let start = cpu()
for device in 0..<devices { for request in 0..<requests { poll(device, request: request, seed: device, in: store) } }
let filled = (cpu() - start) / Double(devices * requests)
let statistics = store.statistics
print("series \(statistics.series), bytes \(statistics.bytes), blocks \(devices * requests)")
print("memory a device \((memory() - before) / devices / 1024) KiB")
print("CPU of a poll's end \((filled * 1e7).rounded() / 10) us")

for format in ExpositionFormat.allCases {
    var (best, bytes) = (Double.infinity, 0)
    for _ in 0..<5 {
        let start = cpu()
        bytes = store.write(as: format).reduce(0) { $0 + $1.count }
        best = min(best, cpu() - start)
    }
    print("written as \(format.rawValue): \(bytes) bytes in \(milliseconds(best)) of CPU")
}

/// How long polls' ends take in the worst case, without scrapes and with one after the other.
func worst(scraping: Bool) async -> Duration {
    await withTaskGroup(of: Duration.self) { group in
        group.addTask {
            var worst = Duration.zero
            for round in 0..<20_000 {
                let start = ContinuousClock.now
                poll(round % devices, request: round % requests, seed: round, in: store)
                worst = max(worst, .now - start)
            }
            return worst
        }
        group.addTask {
            while scraping, !Task.isCancelled { _ = store.write(as: .text) }
            return .zero
        }
        var result = Duration.zero
        for await worst in group where worst > .zero {
            result = worst
            group.cancelAll()
        }
        return result
    }
}
print(
    "longest end of a poll: alone \(await worst(scraping: false)), while scrapes are written \(await worst(scraping: true))"
)
