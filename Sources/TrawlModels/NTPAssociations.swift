public import TrawlCore

/// How a switch gets on with the servers and peers that it sets its clock by.
public struct NTPAssociations: ListModel, Hashable {
    /// Collections call it `ntp-associations`.
    public static let name = "ntp-associations"

    /// One association.
    public struct Entry: Codable, Sendable, Hashable {
        /// The server or peer.
        ///
        /// - Source: eAPI `show ntp associations`, of text the column `remote`, else `peerIpAddr` or the key in `peers`;
        ///   NX-API `show ntp peer-status`, `remote`.
        public var remote: HostAddress

        /// The VRF.
        ///
        /// - Source: NX-API `vrf`; eAPI does not say.
        public var vrf: VRFName?

        /// Whether the clock is set by it.
        ///
        /// - Source: eAPI, the mark `*`, or `condition` is `sys.peer`; NX-API `syncmode` is `*`.
        public var synchronized: Bool

        /// What the remote sets its own clock by, in the device's writing.
        ///
        /// - Source: eAPI, the column or key `refid`; NX-API does not say.
        public var referenceID: String?

        /// How far the remote is from a clock; 16 where it is not set by any.
        ///
        /// - Source: eAPI, the column `st` or `stratumLevel`; NX-API `st`.
        public var stratum: Int?

        /// What kind of association it is, in the device's words: `u` and `unicast` are the same.
        ///
        /// - Source: eAPI, the column `t` or `peerType`; NX-API does not say.
        public var type: String?

        /// How long ago the remote was last heard.
        ///
        /// - Unit: seconds in JSON, as `last_heard_seconds`.
        /// - Source: eAPI, the column `when` or `lastReceived`; NX-API does not say.
        @InSeconds public var lastHeard: Duration?

        /// How often the remote is asked.
        ///
        /// - Unit: seconds in JSON, as `poll_interval_seconds`.
        /// - Source: eAPI, the column `poll` or `pollInterval`; NX-API `poll`.
        @InSeconds public var pollInterval: Duration?

        /// How many of the last eight questions were answered.
        ///
        /// - Source: eAPI, the bits of the octal column `reach`, or `reachabilityHistory`; NX-API the bits of `reach`.
        public var answeredPolls: Int?

        /// The time to the remote and back.
        ///
        /// - Unit: seconds in JSON, as `delay_seconds`.
        /// - Source: eAPI, the column or key `delay`, in milliseconds; NX-API `delay`, in seconds.
        @InSeconds public var delay: Duration?

        /// How far the remote's clock is ahead.
        ///
        /// - Unit: seconds in JSON, as `offset_seconds`; negative where it is behind.
        /// - Source: eAPI, the column or key `offset`, in milliseconds; NX-API does not say.
        @InSignedSeconds public var offset: Duration?

        /// How much the offset varies.
        ///
        /// - Unit: seconds in JSON, as `jitter_seconds`.
        /// - Source: eAPI, the column or key `jitter`, in milliseconds; NX-API does not say.
        @InSeconds public var jitter: Duration?

        /// The last eight answers as bits, the newest lowest; NAPALM writes them in octal.
        var reach: UInt8?
        /// The columns `t` and `when` as they stand, which is what NAPALM has.
        var written: Written?

        private enum CodingKeys: String, CodingKey {
            case remote
            case vrf
            case synchronized
            case referenceID = "reference_id"
            case stratum
            case type
            case lastHeard = "last_heard_seconds"
            case pollInterval = "poll_interval_seconds"
            case answeredPolls = "answered_polls"
            case delay = "delay_seconds"
            case offset = "offset_seconds"
            case jitter = "jitter_seconds"
        }
    }

    /// Columns of EOS's table as they stand.
    struct Written: Sendable, Hashable {
        var type: String
        var when: String
    }

    /// The associations in the device's order.
    public var entries: [Entry]

    /// Where they come from: NAPALM has milliseconds of EOS and seconds of NX-OS.
    var dialect: DialectName?

    /// Makes a list of associations.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API; no other dialect has it.
    ///
    /// EOS releases before 4.23 or so have only text for it, which is then asked for.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show ntp associations")]
        case .nxapi: [.cli("show ntp peer-status")]
        default: nil
        }
    }

    /// A switch without NTP has no associations.
    public static func isAbsence(_ error: DeviceError, on dialect: DialectName) -> Bool { error.saysNone }

    /// Reads the associations.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
        dialect = replies.device.dialect
    }
}

extension NTPAssociations: NAPALMConvertible {
    /// NAPALM calls it `get_ntp_stats`.
    public static let napalmGetter = "get_ntp_stats"

    /// A list in the device's order; unknown numbers are 0.
    public func napalm() -> any Encodable & Sendable {
        // On NX-OS the remote stands for its own reference too, and the delay is in seconds.
        let isEOS = dialect == .eapi
        func number(_ span: Duration?) -> NAPALMValue {
            .number(span.map { Double($0.inNanoseconds) / (isEOS ? 1e6 : 1e9) } ?? 0)
        }
        return entries.map { entry -> NAPALMValue in
            [
                "remote": .text(entry.remote), "synchronized": .truth(entry.synchronized),
                "referenceid": .text(isEOS ? entry.referenceID : entry.remote.description),
                "stratum": .whole(Int64(entry.stratum ?? 0)), "type": .text(entry.written?.type ?? entry.type),
                "when": .text(entry.written?.when),
                "hostpoll": .whole(entry.pollInterval?.components.seconds ?? 0),
                "reachability": .whole(entry.reach.flatMap { Int64(String($0, radix: 8)) } ?? 0),
                "delay": number(entry.delay), "offset": number(entry.offset), "jitter": number(entry.jitter),
            ]
        }
    }
}

extension Duration {
    /// Whole nanoseconds, which is finer than any clock that is set by NTP.
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (nanoseconds, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflows else { return seconds < 0 ? .min : .max }
        return nanoseconds.addingReportingOverflow(attoseconds / 1_000_000_000).partialValue
    }

    /// A number of milliseconds, to the nanosecond; `nil` where there is no such span.
    init?(milliseconds: Double?) {
        guard let nanoseconds = milliseconds.flatMap({ Int64(exactly: ($0 * 1e6).rounded()) }) else { return nil }
        self = .nanoseconds(nanoseconds)
    }
}
