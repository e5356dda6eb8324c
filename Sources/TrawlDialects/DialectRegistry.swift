public import TrawlCore

/// The dialects that Trawl speaks, by name.
public struct DialectRegistry: Sendable {
    /// Every dialect, in the order of the documentation.
    ///
    /// A new vendor is one line here.
    public static let all: [any Dialect] = [
        EAPIDialect(),
        NXAPIDialect(),
        NXAPIRESTDialect(),
        RESTCONFDialect(),
        NVUEDialect(),
        JunosDialect(),
        HTTPDialect(),
    ]

    /// The dialect of this name, or `nil` where there is none.
    public static func dialect(named name: DialectName) -> (any Dialect)? {
        all.first { $0.name == name }
    }

    /// The dialect as a device speaks it, or `nil` where there is none of its name.
    public static func dialect(of device: Device) -> (any Dialect)? {
        if device.dialect == .nxapi, device.envelope == .insAPI { return InsAPIDialect() }
        return dialect(named: device.dialect)
    }
}
