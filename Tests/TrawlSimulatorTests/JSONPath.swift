@testable import TrawlSimulator

extension JSONValue {
    /// Reads an answer's text.
    init(_ text: String) throws {
        try self.init(parsing: Array(text.utf8))
    }

    /// A value inside: names go into objects, numbers into arrays.
    func at(_ path: JSONStep...) -> JSONValue? {
        path.reduce(Optional(self)) { value, step in
            switch step {
            case .key(let key): value?[key]
            case .index(let index): value?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
        }
    }
}

/// One step into a JSON value.
enum JSONStep: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case key(String)
    case index(Int)

    init(stringLiteral value: String) { self = .key(value) }
    init(integerLiteral value: Int) { self = .index(value) }
}
