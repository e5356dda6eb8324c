public import TrawlCore

/// What NX-API REST is asked for: all objects of a class, or one by its name.
public enum ManagedObjects: Sendable, Hashable {
    /// Every object of a class, such as `l1PhysIf`.
    case all(of: String)
    /// One object by its distinguished name, such as `sys/intf/phys-[eth1/1]`.
    case named(String)

    /// Reads `class/l1PhysIf` or `mo/sys/intf`; `nil` for anything else.
    public init?(_ text: String) {
        let text = text.hasPrefix("/") ? String(text.dropFirst()) : text
        if text.hasPrefix("class/") {
            let name = text.dropFirst("class/".count)
            guard Self.isClass(name) else { return nil }
            self = .all(of: String(name))
        } else if text.hasPrefix("mo/") {
            let name = text.dropFirst("mo/".count)
            guard Self.isName(name) else { return nil }
            self = .named(String(name))
        } else {
            return nil
        }
    }

    /// Whether a text can be the name of a class.
    package static func isClass(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: false
                }
            }
    }

    /// Whether a text can be the name of an object.
    package static func isName(_ text: some StringProtocol) -> Bool {
        guard !text.isEmpty, !text.hasPrefix("/"), !text.hasSuffix("/") else {
            return false
        }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"?#%\\".utf8.contains($0) }
        return isPlain && !text.split(separator: "/").contains { $0 == "." || $0 == ".." }
    }
}

extension Command {
    /// The options of a query that ``objects(_:query:pageSize:format:)`` takes.
    public static let objectOptions = [
        "query-target", "target-subtree-class", "query-target-filter", "rsp-subtree", "rsp-subtree-class",
        "rsp-subtree-filter", "rsp-subtree-include", "rsp-prop-include", "order-by",
    ]

    /// A GET of managed objects.
    ///
    /// - Parameters:
    ///   - objects: Which.
    ///   - query: Options of the query in order, such as `rsp-subtree` and `full`.
    ///   - pageSize: How many objects one answer is to hold; `nil` for all.
    ///   - format: How the answer is read; `nil` for JSON.
    /// - Returns: The command.
    public static func objects(
        _ objects: ManagedObjects,
        query: [(name: String, value: String)] = [],
        pageSize: Int? = nil,
        format: ReplyFormat? = nil
    ) -> Command {
        let path =
            switch objects {
            case .all(let name): "/class/" + PercentEncoding.encode(name)
            case .named(let name): "/mo/" + PercentEncoding.encode(name, allowing: "/[]:,()@+=|!*$&;'")
            }
        let options = query.map {
            PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value, allowing: "(),.|:/[]*")
        }
        let http = HTTPCommand(
            path: path + (options.isEmpty ? "" : "?" + options.joined(separator: "&")),
            paging: pageSize.map { size in
                HTTPPaging(
                    .page,
                    size: size,
                    parameter: "page",
                    sizeParameter: "page-size",
                    items: "imdata",
                    most: 1000
                )
            }
        )
        return Command(.http(http), format: format)
    }
}
