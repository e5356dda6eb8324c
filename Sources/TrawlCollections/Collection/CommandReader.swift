import Trawl

/// What a checked node under a dialect's key means.
enum CommandReader {
    /// The command; `nil` for a node that is wrong, which is noted already.
    static func command(_ node: YAMLNode, of dialect: DialectName) -> Command? {
        switch dialect {
        case .http: http(node)
        case .nxapiREST: objects(node)
        case .restconf: restconf(node)
        case .nvue: nvue(node)
        case .junos: junos(node)
        default: line(node)
        }
    }

    private static func format(_ node: YAMLNode) -> ReplyFormat? {
        node["format"]?.text.flatMap(ReplyFormat.init(rawValue:))
    }

    private static func line(_ node: YAMLNode) -> Command? {
        guard let line = node.text ?? node["command"]?.text else { return nil }
        return Command(
            .cli(line),
            format: format(node),
            version: node["version"]?.text,
            revision: node["revision"]?.text.flatMap { Int($0) },
            input: node["input"]?.text.map { Secret($0) }
        )
    }

    private static func objects(_ node: YAMLNode) -> Command? {
        guard let objects = (node.text ?? node["objects"]?.text).flatMap(ManagedObjects.init) else { return nil }
        return .objects(
            objects,
            query: node["query"]?.entries.map { (name: $0.key, value: $0.value.text ?? "") } ?? [],
            pageSize: node["page_size"]?.text.flatMap { Int($0) },
            format: format(node)
        )
    }

    private static func paging(_ node: YAMLNode) -> HTTPPaging? {
        guard let style = (node.text ?? node["by"]?.text).flatMap(HTTPPaging.Style.init(rawValue:)) else { return nil }
        var paging = HTTPPaging(style)
        func number(_ key: String) -> Int? { node[key]?.text.flatMap { Int($0) } }
        paging.size = number("size") ?? paging.size
        paging.parameter = node["parameter"]?.text
        paging.sizeParameter = node["size_parameter"]?.text
        paging.first = number("first") ?? paging.first
        paging.items = node["items"]?.text
        paging.most = number("most") ?? paging.most
        return paging
    }

    private static func http(_ node: YAMLNode) -> Command? {
        guard let path = node.text ?? node["path"]?.text else { return nil }
        let headers = node["headers"]?.entries.map { HTTPField($0.key, $0.value.text ?? "") } ?? []
        let http = HTTPCommand(
            method: node["method"]?.text ?? "GET",
            path: path,
            headers: headers,
            body: node["body"]?.text,
            paging: node["paging"].flatMap(paging)
        )
        return Command(.http(http), format: format(node))
    }

    private static func restconf(_ node: YAMLNode) -> Command? {
        guard let text = node.text ?? node["path"]?.text else { return nil }
        do throws(RESTCONFPath.Mistake) {
            return .restconf(
                try RESTCONFPath(text),
                // `unbounded` is what a device does unasked.
                depth: node["depth"]?.text.flatMap { Int($0) },
                fields: node["fields"]?.text,
                content: node["content"]?.text.flatMap(RESTCONFContent.init(rawValue:)),
                format: format(node)
            )
        } catch {
            return nil
        }
    }

    private static func nvue(_ node: YAMLNode) -> Command? {
        guard let path = node.text ?? node["path"]?.text else { return nil }
        return .nvue(
            path,
            revision: node["rev"]?.text,
            filled: node["filled"]?.text.map { $0 == "true" },
            format: format(node)
        )
    }

    private static func junos(_ node: YAMLNode) -> Command? {
        guard let rpc = node.text ?? node["rpc"]?.text else { return nil }
        let arguments = node["arguments"]?.entries.map { (name: $0.key, value: $0.value.text ?? "") } ?? []
        return .junos(rpc, arguments: arguments, format: format(node))
    }
}
