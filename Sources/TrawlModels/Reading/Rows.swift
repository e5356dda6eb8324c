/// A list of which a row that does not fit costs that row alone, where a model is read.
///
/// For library users, who read a vendor's type by themselves, it is a plain list with the first mistake as its error.
@propertyWrapper
public struct Rows<Row: Decodable & Sendable>: Decodable, Sendable {
    /// The rows in the device's order.
    public var wrappedValue: [Row]

    /// Wraps rows.
    public init(wrappedValue: [Row]) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a list.
    ///
    /// - Throws: Where it is no list; where a row does not fit and nobody takes note of it.
    public init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        wrappedValue = []
        while !list.isAtEnd {
            if let row = try RowProblems.row(Row.self, from: try list.superDecoder()) { wrappedValue.append(row) }
        }
    }
}

extension Rows: Equatable where Row: Equatable {}
extension Rows: Hashable where Row: Hashable {}

/// A row that is found under a key of an object.
public struct Keyed<Row: Decodable & Sendable>: Sendable {
    /// The key.
    public var key: String
    /// The row.
    public var row: Row

    /// Pairs a key and a row.
    public init(_ key: String, _ row: Row) {
        self.key = key
        self.row = row
    }
}

extension Keyed: Equatable where Row: Equatable {}
extension Keyed: Hashable where Row: Hashable {}

/// An object whose keys are data, in the device's order; like ``Rows``, a row that does not fit costs that row alone.
@propertyWrapper
public struct RowsByKey<Row: Decodable & Sendable>: Decodable, Sendable {
    /// The rows with their keys, in the device's order.
    public var wrappedValue: [Keyed<Row>]

    /// Wraps rows.
    public init(wrappedValue: [Keyed<Row>]) {
        self.wrappedValue = wrappedValue
    }

    /// Reads an object.
    ///
    /// - Throws: Where it is no object; where a row does not fit and nobody takes note of it.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: AnyKey.self)
        wrappedValue = []
        for key in object.allKeys {
            if let row = try RowProblems.row(Row.self, from: try object.superDecoder(forKey: key)) {
                wrappedValue.append(Keyed(key.stringValue, row))
            }
        }
    }
}

extension RowsByKey: Equatable where Row: Equatable {}
extension RowsByKey: Hashable where Row: Hashable {}
