import TrawlCore

/// The order of the plan: devices as the inventory lists them, requests as the collections do.
public struct OutcomeOrder: Sendable {
    /// One request of the run.
    public struct RequestName: Sendable, Hashable {
        /// The collection's name.
        public var collection: String
        /// The request's name.
        public var request: String

        /// Names a request of a collection.
        public init(collection: String, request: String) {
            self.collection = collection
            self.request = request
        }
    }

    let devices: [String]
    let requests: [RequestName: Int]

    /// Makes an order from the names of devices and requests.
    public init(devices: [String], requests: [RequestName]) {
        self.devices = devices
        self.requests = Dictionary(
            requests.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

/// Puts items that come in any order into the plan's order, device by device.
///
/// An item leaves once its device and all before it are finished; until then it is held, on disk when there are many.
struct OrderedItems {
    private struct Held {
        let request: Int
        let ticket: Spill.Ticket
    }

    private let requests: [OutcomeOrder.RequestName: Int]
    private let spill: Spill
    private var positions: [String: Int]
    private var deviceCount: Int
    private var held: [Int: [Held]] = [:]
    private var finished: Set<Int> = []
    /// The first device that was not released yet.
    private var next = 0
    /// What is released and not fetched, the next one last.
    private var ready: [Held] = []
    private var everythingIsFinished = false

    init(order: OutcomeOrder, spill: Spill) {
        requests = order.requests
        self.spill = spill
        positions = Dictionary(
            order.devices.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        deviceCount = order.devices.count
    }

    /// Holds the item of an outcome.
    mutating func hold(_ item: [UInt8], of key: OutcomeKey) throws(OutputError) {
        let name = OutcomeOrder.RequestName(collection: key.collection, request: key.request)
        let ticket = try spill.hold(item)
        held[position(of: key.device), default: []].append(
            Held(request: requests[name] ?? .max, ticket: ticket)
        )
    }

    /// No further item of this device comes.
    mutating func deviceFinished(_ name: String) {
        finished.insert(position(of: name))
    }

    /// No further item comes at all.
    mutating func finishAll() {
        everythingIsFinished = true
    }

    /// The next item whose turn it is.
    mutating func nextItem() throws(OutputError) -> [UInt8]? {
        while ready.isEmpty {
            guard next < deviceCount, everythingIsFinished || finished.contains(next) else { return try late() }
            finished.remove(next)
            ready = Self.lastFirst(held.removeValue(forKey: next) ?? [])
            next += 1
        }
        return try spill.take(ready.removeLast().ticket)
    }

    /// What came for a device after it was called finished: late, but not lost.
    private mutating func late() throws(OutputError) -> [UInt8]? {
        guard everythingIsFinished, let position = held.keys.min() else { return nil }
        ready = Self.lastFirst(held.removeValue(forKey: position) ?? [])
        return ready.isEmpty ? nil : try spill.take(ready.removeLast().ticket)
    }

    /// A device that the plan does not name comes after those that it does.
    private mutating func position(of name: String) -> Int {
        if let position = positions[name] { return position }
        positions[name] = deviceCount
        deviceCount += 1
        return deviceCount - 1
    }

    /// By request, backwards; of the same request what came first stays first.
    private static func lastFirst(_ items: [Held]) -> [Held] {
        items.enumerated().sorted { ($0.element.request, $0.offset) > ($1.element.request, $1.offset) }.map(\.element)
    }
}
