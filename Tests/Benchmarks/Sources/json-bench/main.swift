import FoundationEssentials
import TrawlJSON

/// The shortest of many runs: what else the machine does can only lengthen one.
func shortest(_ runs: Int, _ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var shortest = Duration.seconds(3600)
    for _ in 0..<runs { shortest = try min(shortest, clock.measure(work)) }
    return Double(shortest.components.attoseconds) / 1e18 + Double(shortest.components.seconds)
}

/// Measures and prints a row, and gives the speed in MB/s; rows that do not match the arguments are left out.
@MainActor
func report(_ name: String, runs: Int, scale: Double = 1, _ work: () throws -> Void) rethrows -> Double {
    let wanted = CommandLine.arguments.dropFirst()
    guard wanted.isEmpty || wanted.contains(where: name.contains) else { return .nan }
    let seconds = try shortest(runs, work) * scale
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
_ = try report("read", runs: 2_000) { checksum &+= UInt64(try JSONSlice(parsing: text).count) }
let scale = Double(text.count) / Double(compact.count)
_ = try report("read, without whitespace", runs: 2_000, scale: scale) {
    checksum &+= UInt64(try JSONSlice(parsing: compact).count)
}

let slice = try JSONSlice(parsing: text)
let compactSlice = try JSONSlice(parsing: compact)
_ = report("write on one line", runs: 500) {
    var bytes: [UInt8] = []
    slice.write(to: &bytes)
    checksum &+= UInt64(bytes.count)
}
_ = report("write on one line, without whitespace", runs: 500, scale: scale) {
    var bytes: [UInt8] = []
    compactSlice.write(to: &bytes)
    checksum &+= UInt64(bytes.count)
}
_ = try report("decode a model, already read", runs: 1_000) {
    checksum &+= UInt64(try slice.decode(InterfacesReply.self).result.count)
}
let ours = try report("read and decode a model", runs: 1_000) {
    checksum &+= UInt64(try JSONSlice(parsing: text).decode(InterfacesReply.self).result.count)
}
let data = Data(text)
let foundation = try report("Foundation's JSONDecoder, the same model", runs: 200) {
    checksum &+= UInt64(try JSONDecoder().decode(InterfacesReply.self, from: data).result.count)
}
print("read and decode, over Foundation: \((ours / foundation * 100).rounded() / 100)  (checksum \(checksum))")
