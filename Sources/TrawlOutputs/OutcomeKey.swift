public import TrawlCore

/// Which outcome of a run: a device and a request of a collection.
public struct OutcomeKey: Sendable, Hashable {
    /// The device's name.
    public var device: String
    /// The collection's name.
    public var collection: String
    /// The request's name.
    public var request: String

    /// Names an outcome.
    public init(device: String, collection: String, request: String) {
        self.device = device
        self.collection = collection
        self.request = request
    }

    /// The name of an outcome that is there.
    public init(_ outcome: Outcome) {
        self.init(device: outcome.device.name, collection: outcome.collection, request: outcome.request)
    }
}
