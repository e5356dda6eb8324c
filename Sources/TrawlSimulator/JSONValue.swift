import FoundationEssentials
import TrawlJSON

/// A JSON value as the simulator reads requests and words answers.
///
/// Objects keep the order of their members. Reading is Foundation's and not Trawl's, so that client and simulator do
/// not share a parser's mistakes.
enum JSONValue: Sendable {
    case object([(key: String, value: JSONValue)])
    case array([JSONValue])
    case string(String)
    case integer(Int64)
    case unsigned(UInt64)
    case double(Double)
    case bool(Bool)
    case null
    /// JSON text that is passed on as it is.
    case raw([UInt8])

    /// An object without members.
    static let empty = JSONValue.object([])

    /// A whole number.
    static func int(_ value: Int) -> JSONValue { .integer(Int64(value)) }

    /// The value of an object's first member with this key.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The text, where the value is a string.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The whole number, where the value is one.
    var whole: Int? {
        switch self {
        case .integer(let value): Int(exactly: value)
        case .unsigned(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// Whether the value is `null`.
    var isNull: Bool {
        guard case .null = self else { return false }
        return true
    }

    /// The elements, where the value is an array.
    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, where the value is an object.
    var members: [(key: String, value: JSONValue)]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The value with one more member, where it is an object.
    func adding(_ key: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [(key, value)])
    }

    /// The value with further members, where both are objects.
    func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let members) = self, case .object(let others) = other else { return self }
        return .object(members + others)
    }
}

// MARK: - Writing

extension JSONValue {
    /// The value as JSON text.
    var bytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.beginObject()
            for (key, value) in members {
                writer.key(key)
                value.write(to: &writer)
            }
            writer.endObject()
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .string(let text): writer.string(text)
        case .integer(let value): writer.number(value)
        case .unsigned(let value): writer.number(value)
        case .double(let value): writer.raw(value.isFinite ? String(describing: value) : "0")
        case .bool(let value): writer.bool(value)
        case .null: writer.null()
        case .raw(let bytes):
            // The writer takes text; recorded bytes need not be valid UTF-8 and must arrive as they were.
            writer.raw("")
            writer.bytes.append(contentsOf: bytes)
        }
    }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(floatLiteral value: Double) { self = .double(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { (key: $0.0, value: $0.1) })
    }
}

// MARK: - Reading

extension JSONValue: Decodable {
    private struct Member: CodingKey {
        let stringValue: String
        let intValue: Int?
        init?(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
        init?(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
    }

    /// Reads a request's JSON text.
    init(parsing bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: Member.self) {
            self = .object(try members.allKeys.map { ($0.stringValue, try members.decode(JSONValue.self, forKey: $0)) })
        } else if var elements = try? decoder.unkeyedContainer() {
            var found: [JSONValue] = []
            while !elements.isAtEnd { found.append(try elements.decode(JSONValue.self)) }
            self = .array(found)
        } else {
            self = try Self.scalar(decoder.singleValueContainer())
        }
    }

    private static func scalar(_ value: any SingleValueDecodingContainer) throws -> JSONValue {
        // A scalar is tried as each kind in turn: the decoder offers no other way to ask what it is.
        if value.decodeNil() { return .null }
        if let bool = try? value.decode(Bool.self) { return .bool(bool) }
        if let integer = try? value.decode(Int64.self) { return .integer(integer) }
        if let unsigned = try? value.decode(UInt64.self) { return .unsigned(unsigned) }
        if let double = try? value.decode(Double.self) { return .double(double) }
        return .string(try value.decode(String.self))
    }
}
