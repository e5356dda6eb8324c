public import TrawlCore

/// Which data RESTCONF is asked for.
public enum RESTCONFContent: String, Sendable, Hashable, CaseIterable {
    /// Configuration alone.
    case config
    /// State alone.
    case nonconfig
    /// Both, the default.
    case all
}

extension Command {
    /// A GET of RESTCONF data.
    ///
    /// - Parameters:
    ///   - path: Which data.
    ///   - depth: How many levels, from 1; `nil` for all.
    ///   - fields: Which parts of it, as RFC 8040 writes them: `name;state(oper-status;mtu)`.
    ///   - content: Configuration, state or both.
    ///   - format: How the answer is read; `nil` for JSON.
    /// - Returns: The command.
    public static func restconf(
        _ path: RESTCONFPath,
        depth: Int? = nil,
        fields: String? = nil,
        content: RESTCONFContent? = nil,
        format: ReplyFormat? = nil
    ) -> Command {
        let query = [
            depth.map { "depth=\($0)" },
            fields.map { "fields=" + PercentEncoding.completing($0, allowing: ";()/:") },
            content.map { "content=\($0.rawValue)" },
        ]
        return .get(path.encoded + Self.query(query.compactMap { $0 }), format: format)
    }

    /// A GET of an NVUE object, such as `/interface`.
    ///
    /// - Parameters:
    ///   - path: Which object, below `/nvue_v1`.
    ///   - revision: `operational`, `applied`, `startup`, `pending` or a number; `nil` for the device's default, which
    ///     is operational.
    ///   - filled: Whether defaults are part of the answer; `nil` for the device's default.
    ///   - format: How the answer is read; `nil` for JSON.
    /// - Returns: The command.
    public static func nvue(
        _ path: String,
        revision: String? = nil,
        filled: Bool? = nil,
        format: ReplyFormat? = nil
    ) -> Command {
        let slash = path.hasPrefix("/") ? "" : "/"
        let query = [revision.map { "rev=" + PercentEncoding.encode($0) }, filled.map { "filled=\($0)" }]
        return .get(
            slash + PercentEncoding.completing(path, allowing: "/:,=@+") + Self.query(query.compactMap { $0 }),
            format: format
        )
    }

    /// A GET of a Junos RPC, such as `get-interface-information`.
    ///
    /// - Parameters:
    ///   - rpc: The RPC's name.
    ///   - arguments: Its arguments in order; one without a value, such as `terse`, has an empty text.
    ///   - format: How the answer is read; `nil` for JSON.
    /// - Returns: The command.
    public static func junos(
        _ rpc: String,
        arguments: [(name: String, value: String)] = [],
        format: ReplyFormat? = nil
    ) -> Command {
        let query = arguments.map {
            PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value, allowing: ":,")
        }
        return .get("/" + PercentEncoding.encode(rpc) + Self.query(query), format: format)
    }

    private static func query(_ parts: [String]) -> String {
        parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}
