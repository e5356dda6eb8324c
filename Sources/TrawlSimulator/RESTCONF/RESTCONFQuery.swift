import Foundation

/// The query parameters of RESTCONF that devices know.
struct RESTCONFQuery: Sendable {
    var depth: Int?
    var content: String?
    /// The names of the children that are wanted.
    var fields: [String]?

    struct Mistake: Error {
        var message: String
    }

    /// Reads a target's query.
    static func read(_ target: String) -> Result<RESTCONFQuery, Mistake> {
        var query = RESTCONFQuery()
        guard let mark = target.firstIndex(of: "?") else { return .success(query) }
        for part in target[target.index(after: mark)...].split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
            let value = pair.count == 2 ? pair[1] : ""
            switch pair.first {
            case "depth" where value == "unbounded": break
            case "depth":
                guard let depth = Int(value), (1...65_535).contains(depth) else {
                    return .failure(Mistake(message: "invalid depth '\(value)'"))
                }
                query.depth = depth
            case "content" where ["config", "nonconfig", "all"].contains(value): query.content = value
            case "fields" where !value.isEmpty:
                query.fields = value.split(separator: ";").map { String($0.prefix { $0 != "(" && $0 != "/" }) }
            case let name:
                return .failure(Mistake(message: "query parameter '\(name ?? "")' not supported"))
            }
        }
        return .success(query)
    }

    /// What is left of a node.
    func applied(to node: JSONValue) -> JSONValue {
        var node = node
        if let fields, let members = node.members { node = .object(members.filter { fields.contains($0.key) }) }
        if let content, content != "all" { node = Self.without(content == "config" ? "state" : "config", in: node) }
        if let depth { node = Self.cut(node, depth) }
        return node
    }

    private static func without(_ name: String, in node: JSONValue) -> JSONValue {
        switch node {
        case .object(let members):
            .object(members.filter { $0.key != name }.map { ($0.key, without(name, in: $0.value)) })
        case .array(let elements): .array(elements.map { without(name, in: $0) })
        default: node
        }
    }

    private static func cut(_ node: JSONValue, _ depth: Int) -> JSONValue {
        switch node {
        case .object(let members):
            .object(
                members.compactMap { key, value in
                    guard depth > 1 || (value.members == nil && value.elements == nil) else { return nil }
                    return (key, cut(value, depth - 1))
                }
            )
        // Entries of a list are on its level.
        case .array(let elements): .array(elements.map { cut($0, depth) })
        default: node
        }
    }
}
