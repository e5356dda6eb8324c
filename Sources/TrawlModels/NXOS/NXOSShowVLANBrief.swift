extension NXOS {
    /// The answer to `show vlan brief`.
    public struct ShowVLANBrief: Decodable, Sendable, Hashable {
        /// One VLAN.
        public struct VLAN: Decodable, Sendable, Hashable {
            /// The number.
            @LenientInt public var id: Int64?
            /// The name.
            @LenientString public var name: String?
            /// `active` or `suspend`.
            @LenientString public var state: String?
            /// The ports, with ranges such as `Ethernet1/6-10`, joined with commas.
            @LenientString public var ports: String?

            private enum CodingKeys: String, CodingKey {
                case id = "vlanshowbr-vlanid"
                case name = "vlanshowbr-vlanname"
                case state = "vlanshowbr-vlanstate"
                case ports = "vlanshowplist-ifidx"
            }
        }

        /// The VLANs.
        @NXOSTable public var vlans: [VLAN]

        private enum CodingKeys: String, CodingKey {
            case vlans = "TABLE_vlanbriefxbrief"
        }
    }

    /// The names in a list of ports: `Ethernet1/6-8, port-channel1-2` are five.
    static func ports(_ text: String) -> [InterfaceName] {
        text.split(separator: ",").flatMap { part -> [InterfaceName] in
            let part = part.drop { $0 == " " }
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            // `port-channel1` has a dash of its own: a range is two numbers around the last one.
            guard ends.count > 1, let last = ends.last.flatMap({ UInt16($0) }) else {
                return InterfaceName(String(part)).map { [$0] } ?? []
            }
            let start = ends.dropLast().joined(separator: "-")
            let digits = String(start.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
            guard let first = UInt16(digits), first <= last else {
                return InterfaceName(String(part)).map { [$0] } ?? []
            }
            let stem = start.dropLast(digits.count)
            return (first...last).compactMap { InterfaceName(stem + String($0)) }
        }
    }
}

extension VLANs {
    /// The VLANs of `show vlan brief`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(NXOS.ShowVLANBrief.self, at: 0)
        return (answer?.vlans ?? []).compactMap { vlan in
            guard let id = vlan.id.flatMap({ Int(exactly: $0) }) else {
                replies.note("ShowVLANBrief: vlanshowbr-vlanid: expected a number", during: "show vlan brief")
                return nil
            }
            return Entry(id: id, name: vlan.name, status: vlan.state, interfaces: vlan.ports.map(NXOS.ports) ?? [])
        }
    }
}
