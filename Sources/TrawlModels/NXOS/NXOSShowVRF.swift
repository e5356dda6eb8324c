extension NXOS {
    /// The answer to `show vrf detail`.
    public struct ShowVRFDetail: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// The name.
            public var name: VRFName
            /// The route distinguisher; `0:0` where none is configured.
            @LenientString public var routeDistinguisher: String?
            /// `Up` or `Down`.
            @LenientString public var state: String?

            private enum CodingKeys: String, CodingKey {
                case name = "vrf_name"
                case routeDistinguisher = "rd"
                case state = "vrf_state"
            }
        }

        /// The VRFs.
        @NXOSTable public var vrfs: [VRF]

        private enum CodingKeys: String, CodingKey {
            case vrfs = "TABLE_vrf"
        }
    }

    /// The answer to `show vrf interface`.
    public struct ShowVRFInterface: Decodable, Sendable, Hashable {
        /// One interface.
        public struct Interface: Decodable, Sendable, Hashable {
            /// The name.
            public var name: InterfaceName
            /// Its VRF.
            public var vrf: VRFName

            private enum CodingKeys: String, CodingKey {
                case name = "if_name"
                case vrf = "vrf_name"
            }
        }

        /// The interfaces.
        @NXOSTable public var interfaces: [Interface]

        private enum CodingKeys: String, CodingKey {
            case interfaces = "TABLE_if"
        }
    }
}

extension VRFs {
    /// The VRFs of `show vrf detail` with the interfaces of `show vrf interface`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowVRFDetail.self, at: 0)
        let interfaces = replies.read(NXOS.ShowVRFInterface.self, at: 1)?.interfaces ?? []
        let byVRF = Dictionary(grouping: interfaces, by: \.vrf)
        return (answer?.vrfs ?? []).map { vrf in
            Entry(
                name: vrf.name,
                routeDistinguisher: vrf.routeDistinguisher.flatMap { $0.saysNothing ? nil : $0 },
                state: vrf.state?.lowercased(),
                interfaces: (byVRF[vrf.name] ?? []).map(\.name)
            )
        }
    }
}
