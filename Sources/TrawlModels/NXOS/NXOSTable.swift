import TrawlJSON

/// The rows of a `TABLE_x` with `ROW_x`, in any of the shapes that NX-OS gives it.
///
/// A table is an object or a list of objects; its row is an object where there is one, or a list; without rows the key
/// is missing, or its value is `""` or `null`. Which of them comes depends on the release and on the number of rows.
@propertyWrapper
public struct NXOSTable<Row: Decodable & Sendable>: Decodable, Sendable {
    /// The rows in the device's order.
    public var wrappedValue: [Row]

    /// Wraps rows.
    public init(wrappedValue: [Row]) {
        self.wrappedValue = wrappedValue
    }

    /// Reads the value of a `TABLE_` key.
    ///
    /// - Throws: Where a row does not fit and nobody takes note of it.
    public init(from decoder: any Decoder) throws {
        wrappedValue = []
        for table in try Self.values(of: decoder) {
            // The row's key is the table's with another prefix; a key that is repeated reads as a list.
            let container = try table.container(keyedBy: AnyKey.self)
            guard let key = container.allKeys.first(where: { $0.stringValue.hasPrefix("ROW_") }) else { continue }
            for row in try Self.values(of: try container.superDecoder(forKey: key)) {
                if let row = try RowProblems.row(Row.self, from: row) { wrappedValue.append(row) }
            }
        }
    }
}

extension NXOSTable {
    /// The decoders of one value, of many or of none, however they are written.
    private static func values(of decoder: any Decoder) throws -> [any Decoder] {
        // A value that is no list says so by failing.
        if decoder.mayBe(.array), var list = try? decoder.unkeyedContainer() {
            var values: [any Decoder] = []
            while !list.isAtEnd { values += try Self.values(of: try list.superDecoder()) }
            return values
        }
        let value = try decoder.singleValueContainer()
        // The same for a value that is no text.
        let text = decoder.mayBe(.string) ? try? value.decode(String.self) : nil
        let isNothing = value.decodeNil() || text?.allSatisfy(\.isWhitespace) == true
        return isNothing ? [] : [decoder]
    }
}

extension NXOSTable: Equatable where Row: Equatable {}
extension NXOSTable: Hashable where Row: Hashable {}

extension KeyedDecodingContainer {
    /// Reads a table; a missing key is a table without rows.
    package func decode<Row>(_ type: NXOSTable<Row>.Type, forKey key: Key) throws -> NXOSTable<Row> {
        try decodeIfPresent(type, forKey: key) ?? NXOSTable(wrappedValue: [])
    }
}
