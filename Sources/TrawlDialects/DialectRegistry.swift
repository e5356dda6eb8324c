public import TrawlCore

/// The dialects that Trawl speaks, by name.
public struct DialectRegistry: Sendable {
    /// Every dialect, in the order of the documentation.
    ///
    /// A new vendor is one line here.
    public static let all: [any Dialect] = [
        EAPIDialect(),
        NXAPIDialect(),
        RESTCONFDialect(),
        NVUEDialect(),
        JunosDialect(),
        HTTPDialect(),
    ]

    /// The dialect of this name, or `nil` where there is none.
    public static func dialect(named name: DialectName) -> (any Dialect)? {
        all.first { $0.name == name }
    }
}
