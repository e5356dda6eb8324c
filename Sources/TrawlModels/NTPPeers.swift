public import TrawlCore

/// The NTP peers of a switch, which set their clocks by each other; not the servers that it asks.
///
/// EOS has no such configuration in current releases: there the list is empty.
public struct NTPPeers: ListModel, Hashable {
    /// Collections call it `ntp-peers`.
    public static let name = "ntp-peers"

    /// One peer, with the same fields as a server.
    public typealias Entry = NTPServers.Entry

    /// The peers in the device's order.
    public var entries: [Entry]

    /// Makes a list of peers.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API, the same as for ``NTPServers``; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        NTPServers.commands(for: dialect, with: arguments)
    }

    /// A switch without NTP has no peers.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool { error.saysNone }

    /// Reads the peers.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(NTPServers.eos(&replies, \.peers))
        case .nxapi: self.init(NTPServers.nxos(&replies, as: "Peer"))
        default: throw Self.noSpelling(on: replies.device)
        }
    }
}

extension NTPPeers: NAPALMConvertible {
    /// NAPALM calls it `get_ntp_peers`.
    public static let napalmGetter = "get_ntp_peers"

    /// A dictionary by address, each of them empty.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.object(entries, by: \.address.description) { _ in [:] }
    }
}
