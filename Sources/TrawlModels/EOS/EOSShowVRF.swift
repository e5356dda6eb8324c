extension EOS {
    /// The answer to `show vrf`.
    public struct ShowVRF: Decodable, Sendable, Hashable {
        /// One VRF.
        public struct VRF: Decodable, Sendable, Hashable {
            /// The route distinguisher; empty where there is none.
            @LenientString public var routeDistinguisher: String?
            /// `up` or `down`.
            public var vrfState: String?
            /// The interfaces.
            public var interfaces: Rows<InterfaceName>?
        }

        /// The VRFs by name.
        @RowsByKey public var vrfs: [Keyed<VRF>]
    }
}

extension VRFs {
    /// The VRFs of `show vrf`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowVRF.self, at: 0)
        return (answer?.vrfs ?? []).compactMap { vrf in
            VRFName(vrf.key).map { name in
                Entry(
                    name: name,
                    routeDistinguisher: vrf.row.routeDistinguisher.flatMap { $0.saysNothing ? nil : $0 },
                    state: vrf.row.vrfState?.unlessBlank,
                    interfaces: vrf.row.interfaces?.wrappedValue ?? []
                )
            }
        }
    }
}
