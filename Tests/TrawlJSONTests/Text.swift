import TrawlJSON

extension JSONSlice {
    /// Reads a text given as a string.
    init(_ text: String) throws { try self.init(parsing: Array(text.utf8)) }

    /// The value on one line, as `write(to:)` gives it.
    var line: String { String(decoding: written, as: UTF8.self) }

    /// The bytes that `write(to:)` gives.
    var written: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }
}

/// A value of any shape, read through `Decodable`, and so by any decoder.
enum AnyValue: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([AnyValue])
    case object([String: AnyValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([AnyValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: AnyValue].self))
        }
    }

    /// The same read through slices.
    init(_ slice: JSONSlice) {
        switch slice.kind {
        case .null: self = .null
        case .bool: self = .bool(slice.bool ?? false)
        case .number: self = .number(slice.double ?? .nan)
        case .string: self = .string(slice.string ?? "")
        case .array: self = .array(slice.elements.map(AnyValue.init))
        case .object:
            self = .object(Dictionary(slice.members.map { ($0.key, AnyValue($0.value)) }) { first, _ in first })
        }
    }
}
