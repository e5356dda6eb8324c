import TrawlJSON

/// One value, or a list of them: older revisions of an answer have the one where newer ones have the other.
public struct OneOrMany<Value: Decodable & Sendable>: Decodable, Sendable {
    /// The values.
    public var values: [Value]

    /// Reads a list, or one value.
    public init(from decoder: any Decoder) throws {
        // A value that is no list says so by failing.
        if decoder.mayBe(.array), var list = try? decoder.unkeyedContainer() {
            values = []
            while !list.isAtEnd { values.append(try list.decode(Value.self)) }
        } else {
            values = [try Value(from: decoder)]
        }
    }
}

extension OneOrMany: Equatable where Value: Equatable {}
extension OneOrMany: Hashable where Value: Hashable {}
