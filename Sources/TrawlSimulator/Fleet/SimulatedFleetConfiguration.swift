public import TrawlCore

extension SimulatedFleet {
    /// What a fleet is made of; the same configuration makes the same fleet.
    public struct Configuration: Sendable {
        /// How many devices there are.
        ///
        /// Default: 4.
        public var deviceCount: Int

        /// The TCP port of all of them; 0 takes any free one.
        ///
        /// Default: 0.
        public var port: Int

        /// What everything random follows from.
        ///
        /// Default: 1.
        public var seed: UInt64

        /// How long devices think about each answer; `nil` for not at all.
        public var latency: ClosedRange<Duration>?

        /// The user name that devices accept.
        ///
        /// Default: `admin`.
        public var username: String

        /// The password that devices accept.
        ///
        /// Default: `admin`.
        public var password: Secret

        /// The password that EOS devices want for `enable`; `nil` makes every login privileged.
        public var enable: Secret?

        /// Which devices misbehave from the start, by name.
        public var faults: [String: Fault]

        /// A directory with recorded answers that are played instead of the built-in ones.
        public var replayDirectory: String?

        /// The IPv4 address of the first device; the others follow, one each.
        ///
        /// Default: `127.1.0.1`.
        public var firstAddress: String

        /// How many of the devices play NX-OS, from 0 to 1; the others play EOS.
        ///
        /// Default: 0.5.
        public var nxosShare: Double

        /// What the devices play in turn, in place of ``nxosShare``.
        ///
        /// Default: empty, for EOS and NX-OS.
        public var platforms: [SimulatedPlatform]

        /// Where RESTCONF begins on the devices that speak it.
        ///
        /// Default: `/restconf`.
        public var restconfRoot: String

        /// Whether TLS is spoken.
        ///
        /// Default: true.
        public var usesTLS: Bool

        /// Whether other hosts reach the fleet too, where they have a route to its addresses.
        ///
        /// Default: false; the listener is bound to the loopback interface.
        public var listensBeyondLoopback: Bool

        /// How long a session lasts; `nil` for 24 hours on EOS and 10 minutes on NX-OS, as on real devices.
        public var sessionLifetime: Duration?

        /// How many requests of each device are kept whole for ``SimulatedFleet/recentRequests(of:)``.
        ///
        /// Default: 4.
        public var recordedRequests: Int

        /// The longest answer, in bytes, that NX-OS gives whole in `ins_api`; a longer one is asked for in pieces.
        ///
        /// Default: 10 MB, as on real devices.
        public var insAPILimit: Int

        /// Makes a configuration; by default four devices on any free port.
        public init(
            deviceCount: Int = 4,
            port: Int = 0,
            seed: UInt64 = 1,
            latency: ClosedRange<Duration>? = nil,
            username: String = "admin",
            password: Secret = Secret("admin"),
            enable: Secret? = nil,
            faults: [String: Fault] = [:],
            replayDirectory: String? = nil,
            firstAddress: String = "127.1.0.1",
            nxosShare: Double = 0.5,
            platforms: [SimulatedPlatform] = [],
            restconfRoot: String = "/restconf",
            usesTLS: Bool = true,
            listensBeyondLoopback: Bool = false,
            sessionLifetime: Duration? = nil,
            recordedRequests: Int = 4,
            insAPILimit: Int = 10_000_000
        ) {
            self.deviceCount = deviceCount
            self.port = port
            self.seed = seed
            self.latency = latency
            self.username = username
            self.password = password
            self.enable = enable
            self.faults = faults
            self.replayDirectory = replayDirectory
            self.firstAddress = firstAddress
            self.nxosShare = nxosShare
            self.platforms = platforms
            self.restconfRoot = restconfRoot
            self.usesTLS = usesTLS
            self.listensBeyondLoopback = listensBeyondLoopback
            self.sessionLifetime = sessionLifetime
            self.recordedRequests = recordedRequests
            self.insAPILimit = insAPILimit
        }
    }
}

extension SimulatedFleet.Configuration {
    /// The address of the first device, where the configuration makes sense.
    func validated() throws -> IPv4 {
        guard deviceCount > 0 else { throw SimulatorError("a fleet needs at least one device") }
        guard (0...65_535).contains(port) else { throw SimulatorError("port \(port) is not between 0 and 65535") }
        guard (0...1).contains(nxosShare) else {
            throw SimulatorError("the share of NX-OS devices, \(nxosShare), is not between 0 and 1")
        }
        guard let first = IPv4(firstAddress) else {
            throw SimulatorError("`\(firstAddress)` is not an IPv4 address")
        }
        let last = first.advanced(by: deviceCount - 1)
        guard last.value >= first.value else { throw SimulatorError("the fleet's addresses pass 255.255.255.255") }
        if !listensBeyondLoopback {
            guard first.value >> 24 == 127, last.value >> 24 == 127, last.value != IPv4(0x7FFF_FFFF).value else {
                throw SimulatorError("the fleet's addresses, \(first) to \(last), are not all within 127.0.0.0/8")
            }
        }
        return first
    }
}
