import FoundationEssentials
import TrawlJSON

/// The shortest of many runs: what else the machine does can only lengthen one.
func shortest(_ runs: Int, _ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var shortest = Duration.seconds(3600)
    for _ in 0..<runs { shortest = try min(shortest, clock.measure(work)) }
    return Double(shortest.components.attoseconds) / 1e18 + Double(shortest.components.seconds)
}

/// Prints a row, and gives the speed in MB/s.
@MainActor
func report(_ name: String, _ seconds: Double) -> Double {
    let speed = Double(text.count) / seconds / 1e6
    let padding = String(repeating: " ", count: max(1, 44 - name.count))
    print("\(name)\(padding)\(Int(speed)) MB/s  \(Int(seconds * 1e6)) us")
    return speed
}

let text = InterfacesDocument.make()
let compact = try {
    var bytes: [UInt8] = []
    try JSONSlice(parsing: text).write(to: &bytes)
    return bytes
}()
print("document: \(text.count) bytes; \(compact.count) without whitespace")

var checksum: UInt64 = 0
_ = report("tape", try shortest(2_000) { checksum &+= UInt64(try JSONSlice(parsing: text).count) })
_ = report(
    "tape, without whitespace",
    try shortest(2_000) { checksum &+= UInt64(try JSONSlice(parsing: compact).count) } * Double(text.count)
        / Double(compact.count)
)

let slice = try JSONSlice(parsing: text)
_ = report(
    "write on one line, from the spaced text",
    shortest(500) {
        var bytes: [UInt8] = []
        slice.write(to: &bytes)
        checksum &+= UInt64(bytes.count)
    }
)
_ = report(
    "decode a model from a tape that is there",
    try shortest(500) { checksum &+= UInt64(try slice.decode(InterfacesReply.self).result.count) }
)
let ours = report(
    "tape and decode a model",
    try shortest(500) {
        checksum &+= UInt64(try JSONSlice(parsing: text).decode(InterfacesReply.self).result.count)
    }
)
let data = Data(text)
let foundation = report(
    "Foundation's JSONDecoder, the same model",
    try shortest(100) { checksum &+= UInt64(try JSONDecoder().decode(InterfacesReply.self, from: data).result.count) }
)
print("ratio: \((ours / foundation * 100).rounded() / 100)  (checksum \(checksum))")
