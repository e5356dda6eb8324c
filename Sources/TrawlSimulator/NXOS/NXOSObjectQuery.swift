import Foundation

/// The query of a request for managed objects.
struct NXOSObjectQuery {
    /// What the switch objects to.
    struct Mistake: Error {
        var text: String
    }

    private var target = "self"
    private var targetClasses: [String] = []
    private var filter: (name: String, attribute: String, value: String)?
    private var subtree = "no"
    private var subtreeClasses: [String] = []
    private var order: (attribute: String, descends: Bool)?
    private var page: Int?
    private var pageSize: Int?

    init(_ text: String) throws(Mistake) {
        guard let mark = text.firstIndex(of: "?") else { return }
        for part in text[text.index(after: mark)...].split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
            guard pair.count == 2 else { throw Mistake(text: "Invalid query \(part)") }
            try take(pair[0], pair[1])
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(Mistake) {
        let classes = value.split(separator: ",").map(String.init)
        switch name {
        case "query-target" where ["self", "children", "subtree"].contains(value): target = value
        case "target-subtree-class": targetClasses = classes
        case "rsp-subtree" where ["no", "children", "full"].contains(value): subtree = value
        case "rsp-subtree-class": subtreeClasses = classes
        case "query-target-filter":
            guard let found = value.wholeMatch(of: /eq\(([A-Za-z0-9]+)\.([A-Za-z0-9]+),"([^"]*)"\)/) else {
                throw Mistake(text: "Invalid filter \(value)")
            }
            filter = (String(found.1), String(found.2), String(found.3))
        case "order-by":
            let parts = value.split(separator: "|")
            guard let attribute = parts.first?.split(separator: ".").last else {
                throw Mistake(text: "Invalid order \(value)")
            }
            order = (String(attribute), parts.last == "desc")
        case "page": page = Int(value)
        case "page-size": pageSize = Int(value)
        case "rsp-prop-include", "rsp-subtree-include", "rsp-subtree-filter": break
        default: throw Mistake(text: "Invalid query parameter \(name)=\(value)")
        }
    }

    /// The objects that the query leaves of those that were asked for, and how many there are on all pages.
    func applied(to found: [NXOSObject]) -> (objects: [JSONValue], total: Int) {
        var objects =
            switch target {
            case "children": found.flatMap(\.children)
            case "subtree": found.flatMap(\.subtree)
            default: found
            }
        if target != "self", !targetClasses.isEmpty { objects = objects.filter { targetClasses.contains($0.name) } }
        if let filter {
            objects = objects.filter { $0.name == filter.name && $0.attribute(filter.attribute) == filter.value }
        }
        if let order {
            objects.sort { first, second in
                let values = (first.attribute(order.attribute) ?? "", second.attribute(order.attribute) ?? "")
                return order.descends ? values.0 > values.1 : values.0 < values.1
            }
        }
        let total = objects.count
        if let pageSize, pageSize > 0 {
            objects = Array(objects.dropFirst((page ?? 0) * pageSize).prefix(pageSize))
        }
        return (objects.map { $0.json(with: below($0)) }, total)
    }

    private func below(_ object: NXOSObject) -> [JSONValue] {
        guard subtree != "no" else { return [] }
        let children = object.children.filter { subtreeClasses.isEmpty || subtreeClasses.contains($0.name) }
        return children.map { $0.json(with: subtree == "full" ? below($0) : []) }
    }
}
