import FoundationEssentials

extension EOS {
    /// The answer to `show interfaces transceiver`.
    public struct ShowInterfacesTransceiver: Decodable, Sendable, Hashable {
        /// One port; without a module every field is missing.
        public struct Port: Decodable, Sendable, Hashable {
            /// What the module is.
            @LenientString public var mediaType: String?
            /// Its serial number.
            @LenientString public var vendorSn: String?
            /// When it was measured, in seconds since 1970.
            public var updateTime: Double?
            /// Degrees Celsius.
            public var temperature: Double?
            /// Volts.
            public var voltage: Double?
            /// Milliamperes.
            public var txBias: Double?
            /// Light sent, in dBm.
            public var txPower: Double?
            /// Light received, in dBm.
            public var rxPower: Double?

            /// Whether there is a module.
            var isFitted: Bool {
                mediaType != nil || vendorSn != nil || txPower != nil || rxPower != nil || txBias != nil
                    || temperature != nil || voltage != nil
            }
        }

        /// The ports by interface.
        @RowsByKey public var interfaces: [Keyed<Port>]
    }
}

extension Optics {
    /// The modules of `show interfaces transceiver`, and the ports without one.
    static func eos(_ replies: inout Replies) -> (entries: [Entry], empty: [InterfaceName]) {
        let answer = replies.read(EOS.ShowInterfacesTransceiver.self, at: 0)
        var entries: [Entry] = []
        var empty: [InterfaceName] = []
        for port in answer?.interfaces ?? [] {
            guard let name = InterfaceName(port.key) else { continue }
            guard port.row.isFitted else {
                empty.append(name)
                continue
            }
            entries.append(
                Entry(
                    interface: name,
                    media: port.row.mediaType,
                    serialNumber: port.row.vendorSn,
                    receivedPower: port.row.rxPower,
                    sentPower: port.row.txPower,
                    biasCurrent: port.row.txBias,
                    temperature: port.row.temperature,
                    voltage: port.row.voltage,
                    measured: port.row.updateTime.map(Date.init(timeIntervalSince1970:))
                )
            )
        }
        return (entries, empty)
    }
}
