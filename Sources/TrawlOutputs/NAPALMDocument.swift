import TrawlCore
import TrawlJSON

/// One object, `{device: {getter: result}}`, with NAPALM's method names and shapes.
///
/// Only models that have a NAPALM getter are shown; failed devices are on stderr and in the exit status.
struct NAPALMDocument: OutcomeDocument {
    private let isTerminal: Bool
    private let spill: Spill
    /// The devices in the order they came.
    private var devices: [String] = []
    private var results: [String: [(getter: String, ticket: Spill.Ticket)]] = [:]

    init(isTerminal: Bool, memoryLimit: Int) {
        self.isTerminal = isTerminal
        spill = Spill(limit: memoryLimit)
    }

    func item(for outcome: Outcome) -> [UInt8]? {
        guard let model = outcome.model as? any NAPALMConvertible else { return nil }
        var writer = JSONWriter()
        do {
            try writer.encode(model.napalm())
        } catch {
            return nil
        }
        let getter = type(of: model).napalmGetter
        let result = String(decoding: writer.bytes, as: UTF8.self)
        return FieldList.encode([outcome.device.name, getter, result])
    }

    mutating func add(_ item: [UInt8], to file: OutputFile) throws(OutputError) {
        let fields = FieldList.decode(item)
        guard fields.count == 3 else { return }
        let ticket = try spill.hold(Array(fields[2].utf8))
        if results[fields[0]] == nil { devices.append(fields[0]) }
        // Asked twice, as by two collections: the last answer is the newest.
        results[fields[0], default: []].removeAll { $0.getter == fields[1] }
        results[fields[0], default: []].append((fields[1], ticket))
    }

    mutating func finish(to file: OutputFile) throws(OutputError) {
        try file.write(Array("{".utf8))
        for (index, device) in devices.enumerated() {
            // One device a time in memory, one a line in the file.
            var writer = JSONWriter()
            writer.key(device)
            writer.beginObject()
            for (getter, ticket) in results[device] ?? [] {
                writer.key(getter)
                writer.raw(String(decoding: try spill.take(ticket), as: UTF8.self))
            }
            writer.endObject()
            try file.write(Array((index == 0 ? "\n" : ",\n").utf8))
            try file.write(isTerminal ? TerminalText.escapeJSON(writer.bytes) : writer.bytes)
        }
        try file.write(Array((devices.isEmpty ? "}\n" : "\n}\n").utf8))
        devices = []
        results = [:]
    }
}
