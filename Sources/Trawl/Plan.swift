public import TrawlCore
import TrawlDialects

/// Every device with every request it will be asked, validated; nothing is sent yet.
public struct Plan: Sendable {
    /// One request of one collection, by their places in ``Plan/collections``.
    public struct Item: Sendable, Hashable {
        /// The collection's place.
        public var collection: Int
        /// The request's place in the collection.
        public var request: Int
    }

    /// One device and what it will be asked.
    public struct Entry: Sendable {
        /// The device.
        public var device: Device
        /// What it is asked, in the collections' order; shared between entries that are asked the same.
        public var items: [Item]
        /// What holds for it: the strictest of its collections.
        public var limits: HostLimits
        /// How often a call is tried; once, where some command is no plain read.
        public var retries: RetryLimits
        /// Whether some command is no plain read.
        ///
        /// Such a device is sent each command once, on a connection of its own, in order, and nothing after one that
        /// failed.
        public internal(set) var changes = false
    }

    /// The collections of the run.
    public var collections: [RequestCollection]
    /// The devices in the inventory's order; those that no collection asks anything are not here.
    public var entries: [Entry]
    /// Devices in flight in the whole run.
    public var concurrency: Int
    /// Calls that authenticate, in the whole run.
    public var logins: Rate
    /// Rejections in a row of one user in one AAA domain, then no further login.
    public var authFailures: Int
    /// Rejections in a row that were seen before the run, as by ``Poller/proveLogins(of:limits:)``; they count in it.
    public var rejections: [LoginKey: Int] = [:]
    /// The names of devices that rejected their login before the run; it is not tried on them again.
    public var rejectedDevices: Set<String> = []
    /// The run's timeout; `nil` for none.
    public var runTimeout: Duration?
    /// Whether collections that allow changes may send what is not plainly a read.
    public let allowsChanges: Bool

    /// Plans collections over devices.
    ///
    /// - Parameters:
    ///   - collections: What is asked, and of which devices.
    ///   - devices: The devices, in the inventory's order.
    ///   - allowingChanges: Whether collections that allow changes may send what is not plainly a read. One half alone,
    ///     the collection's or this, does not.
    /// - Throws: ``PlanError`` where a command is no plain read, a dialect is unknown or a name stands twice.
    public init(
        collections: [RequestCollection],
        devices: [Device],
        allowingChanges: Bool = false
    ) throws(PlanError) {
        allowsChanges = allowingChanges
        self.collections = collections
        concurrency = collections.map(\.limits.concurrency).min() ?? Limits().concurrency
        logins = collections.map(\.limits.logins).min { $0.perSecond < $1.perSecond } ?? Limits().logins
        authFailures = collections.map(\.limits.authFailures).min() ?? Limits().authFailures
        runTimeout = collections.compactMap(\.limits.runTimeout).min()
        entries = []
        entries.reserveCapacity(devices.count)
        var names: Set<String> = []
        var itemsByMembers: [[Int]: [Item]] = [:]
        for device in devices {
            guard names.insert(device.name).inserted else { throw PlanError.duplicateDevice(device.name) }
            guard device.dialect == .auto || DialectRegistry.dialect(of: device) != nil else {
                throw PlanError.unknownDialect(device.dialect, device: device.name)
            }
            let members = collections.indices.filter { collections[$0].devices.matches(device) }
            guard let first = members.first else { continue }
            let items =
                itemsByMembers[members]
                ?? members.flatMap { index in
                    collections[index].requests.indices.map { Item(collection: index, request: $0) }
                }
            itemsByMembers[members] = items
            var (limits, retries) = collections[first].limits.limits(for: device)
            for member in members.dropFirst() {
                let (otherLimits, otherRetries) = collections[member].limits.limits(for: device)
                limits = limits.strictest(otherLimits)
                if otherRetries.attempts < retries.attempts { retries = otherRetries }
            }
            if let ceiling = Self.ceiling(of: device) { limits.concurrency = min(limits.concurrency, ceiling) }
            entries.append(Entry(device: device, items: items, limits: limits, retries: retries))
        }
        try check()
    }

    /// The most calls that a device bears, whatever a collection says; of one that is to be found out about, what the
    /// most delicate bears.
    static func ceiling(of device: Device) -> Int? {
        guard device.dialect == .auto else { return DialectRegistry.dialect(of: device)?.concurrencyCeiling }
        return DialectRegistry.all.compactMap(\.concurrencyCeiling).min()
    }

    /// The request that an item stands for.
    public func request(of item: Item) -> Request {
        collections[item.collection].requests[item.request]
    }

    /// How many outcomes the run will have.
    public var outcomeCount: Int { entries.reduce(0) { $0 + $1.items.count } }

    /// The plan with only the pairs of device and item that a test lets through.
    public func keeping(_ isKept: (Device, Item) -> Bool) -> Plan {
        var plan = self
        plan.entries = entries.compactMap { entry in
            var entry = entry
            entry.items = entry.items.filter { isKept(entry.device, $0) }
            return entry.items.isEmpty ? nil : entry
        }
        return plan
    }

    /// Checks every command, and marks the devices that are sent what is no plain read.
    ///
    /// - Throws: ``PlanError`` for what may not be sent.
    mutating func check() throws(PlanError) {
        let changes = try changes()
        guard !changes.isEmpty else { return }
        for (index, entry) in entries.enumerated() {
            // What a device turns out to be, it may turn out to be anything.
            let possible = entry.device.dialect == .auto ? Array(changes.keys) : [entry.device.dialect]
            guard possible.contains(where: { changes[$0]?.isDisjoint(with: entry.items) == false }) else { continue }
            entries[index].changes = true
            // Nobody knows whether a change that was not answered was made.
            entries[index].retries.attempts = 1
        }
    }

    /// What is no plain read and may be sent, by dialect.
    private func changes() throws(PlanError) -> [DialectName: Set<Item>] {
        var changes: [DialectName: Set<Item>] = [:]
        for (place, collection) in collections.enumerated() {
            for (number, request) in collection.requests.enumerated() {
                try Self.checkArguments(of: request)
                for dialect in request.commands.keys where DialectRegistry.dialect(named: dialect) == nil {
                    throw .unknownDialect(dialect, device: nil)
                }
                for dialect in DialectRegistry.all.map(\.name) {
                    for command in request.commands(for: dialect) {
                        guard let objection = ReadOnly.objection(to: command, on: dialect) else { continue }
                        let isAllowed = allowsChanges && collection.changes == .allowed
                        guard isAllowed, ReadOnly.refusal(of: command) == nil else {
                            throw .notARead(
                                command: command.title,
                                request: request.name,
                                objection: objection + missing(collection)
                            )
                        }
                        changes[dialect, default: []].insert(Item(collection: place, request: number))
                    }
                }
            }
        }
        return changes
    }

    private static func checkArguments(of request: Request) throws(PlanError) {
        if let objection = request.model.flatMap({ request.arguments.objection(by: $0) }) {
            throw .badArgument(request: request.name, objection: objection)
        }
        if request.model == nil, !request.arguments.values.isEmpty {
            throw .badArgument(request: request.name, objection: "arguments need a model")
        }
    }

    /// The half of the permission that is missing where the other one is there.
    private func missing(_ collection: RequestCollection) -> String {
        switch (collection.changes, allowsChanges) {
        case (.allowed, false): "; the collection allows changes, and whoever runs it does not"
        case (.refused, true): "; changes are allowed by whoever runs it, and not by the collection"
        default: ""
        }
    }
}

/// Why a plan cannot be made; nothing was sent.
public enum PlanError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A command that is not plainly a read.
    case notARead(command: String, request: String, objection: String)
    /// An argument that the request's model does not take.
    case badArgument(request: String, objection: String)
    /// A dialect that this version does not speak.
    case unknownDialect(DialectName, device: String?)
    /// Two devices of one name.
    case duplicateDevice(String)

    /// What is wrong, in one line.
    public var description: String {
        switch self {
        case .notARead(let command, let request, let objection):
            Self.refusal(of: command, request: request, objection: objection)
        case .badArgument(let request, let objection):
            "request `\(request)`: \(objection)"
        case .unknownDialect(let dialect, let device):
            device.map { "\($0): unknown dialect `\(dialect)`" } ?? "unknown dialect `\(dialect)`"
        case .duplicateDevice(let name):
            "two devices are named `\(name)`"
        }
    }

    /// What is refused and why; a request that is named as its command, or a command of one word, is not named again.
    private static func refusal(of command: String, request: String, objection: String) -> String {
        let place = request == command ? "" : "request `\(request)`: "
        let refused = objection.hasPrefix("`\(command)` is ") ? "" : "`\(command)` is refused: "
        return place + refused + objection
    }
}
