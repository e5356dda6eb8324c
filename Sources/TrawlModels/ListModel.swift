/// A model that is a list of entries: in JSON an array, in tables and CSV a row for each entry.
public protocol ListModel: NormalizedModel {
    /// One entry.
    associatedtype Entry: Codable & Sendable

    /// The entries, in the device's order where it has one.
    var entries: [Entry] { get }

    /// Makes a model of entries.
    init(_ entries: [Entry])
}

extension ListModel {
    /// Reads entries as ``encode(to:)`` writes them.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Entry].self))
    }

    /// Writes the entries as an array.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(entries)
    }
}
