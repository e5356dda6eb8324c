public import TrawlCore
import TrawlJSON

/// What failed last time, by device and request; no word that a device said.
public struct FailureMemory: Sendable, Hashable {
    /// The requests that failed, by the device's name.
    public private(set) var failed: [String: Set<String>]

    /// Makes a memory; by default nothing failed.
    public init(failed: [String: Set<String>] = [:]) {
        self.failed = failed.filter { !$0.value.isEmpty }
    }

    /// Whether nothing failed.
    public var isEmpty: Bool { failed.isEmpty }

    /// Whether this request failed on this device.
    public func contains(device: String, request: String) -> Bool {
        failed[device]?.contains(request) == true
    }

    /// Replaces what is known about an outcome's device and request.
    ///
    /// Starting from the last run's memory this merges under filters: what was not asked now stays as it was.
    public mutating func record(_ outcome: Outcome) {
        let name = outcome.device.name
        if outcome.status == .failed {
            failed[name, default: []].insert(outcome.request)
        } else if failed[name]?.remove(outcome.request) != nil, failed[name]?.isEmpty == true {
            failed[name] = nil
        }
    }

    /// Forgets what is known about one request of one device: it has answered since.
    public mutating func forget(device: String, request: String) {
        failed[device]?.remove(request)
        if failed[device]?.isEmpty == true { failed[device] = nil }
    }

    /// Another run's results over these: `asked` names what that run asked, and only of that anything changes.
    public func merging(_ run: FailureMemory, asked: [String: Set<String>]) -> FailureMemory {
        var merged = failed
        for (device, requests) in asked {
            merged[device] = (merged[device] ?? []).subtracting(requests).union(run.failed[device] ?? [])
        }
        return FailureMemory(failed: merged)
    }

    /// Forgets devices and requests that are no longer there.
    public mutating func keep(devices: Set<String>, requests: Set<String>) {
        self = FailureMemory(
            failed: failed.filter { devices.contains($0.key) }.mapValues { $0.intersection(requests) }
        )
    }
}

extension FailureMemory {
    private static let version = 1

    /// The memory as a JSON file.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("version")
        writer.number(Self.version)
        writer.key("failed")
        writer.beginObject()
        for (device, requests) in failed.sorted(by: { $0.key < $1.key }) {
            writer.key(device)
            writer.beginArray()
            for request in requests.sorted() { writer.string(request) }
            writer.endArray()
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    /// Reads a file that ``json`` wrote; `nil` for anything else.
    init?(json bytes: [UInt8]) {
        // Why it is no JSON does not matter: a corrupt file is set aside whole.
        guard let slice = try? JSONSlice(parsing: bytes), slice["version"]?.int == Self.version,
            let members = slice["failed"], members.kind == .object
        else { return nil }
        var failed: [String: Set<String>] = [:]
        for (device, requests) in members.members {
            guard requests.kind == .array else { return nil }
            let names = requests.elements.compactMap(\.string)
            guard names.count == requests.count else { return nil }
            failed[device] = Set(names)
        }
        self.init(failed: failed)
    }
}
