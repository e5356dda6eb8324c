import TrawlCore

extension Junos {
    /// The answer to `get-vlan-information`, with `detail`.
    public struct VLANInformation: Decodable, Sendable, Hashable {
        /// One VLAN.
        public struct VLAN: Decodable, Sendable, Hashable {
            /// The number; `nil` where it has none, which Junos writes as `NA`.
            public var id: Int?
            /// The name.
            public var name: String?
            /// Such as `Active`.
            public var state: String?
            /// The interfaces in it; an asterisk behind one that is up.
            public var members: [String]

            private struct Member: Decodable, Sendable {
                var names: [String]

                init(from decoder: any Decoder) throws {
                    let key = AnyKey("l2ng-l2rtb-vlan-member-interface")
                    let members = try decoder.container(keyedBy: AnyKey.self)
                    names = try members.decodeIfPresent(Leaves.self, forKey: key)?.texts ?? []
                }
            }

            private enum CodingKeys: String, CodingKey {
                case id = "l2ng-l2rtb-vlan-tag"
                case name = "l2ng-l2rtb-vlan-name"
                case state = "l2ng-l2rtb-instance-state"
                case members = "l2ng-l2rtb-vlan-member"
            }

            /// Reads a VLAN.
            public init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: CodingKeys.self)
                id = try values.decodeIfPresent(Leaf.self, forKey: .id)?.whole.flatMap { Int(exactly: $0) }
                name = try values.decodeIfPresent(Leaf.self, forKey: .name)?.text
                state = try values.decodeIfPresent(Leaf.self, forKey: .state)?.text
                let members = try values.decodeIfPresent(Rows<Member>.self, forKey: .members)?.wrappedValue ?? []
                self.members = members.flatMap(\.names)
            }
        }

        /// The VLANs in the device's order.
        public var vlans: [VLAN]

        /// Reads every member's VLANs.
        public init(from decoder: any Decoder) throws {
            vlans = try Junos.rows(
                of: VLAN.self,
                named: "l2ng-l2ald-vlan-instance-group",
                in: "l2ng-l2ald-vlan-instance-information",
                from: decoder
            )
        }
    }
}

extension VLANs {
    /// The VLANs of `get-vlan-information` that have a number.
    static func junos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(Junos.VLANInformation.self, at: 0)
        return (answer?.vlans ?? []).compactMap { vlan in
            vlan.id.map { id in
                Entry(
                    id: id,
                    name: vlan.name,
                    status: vlan.state?.lowercased(),
                    interfaces: vlan.members.compactMap {
                        InterfaceName($0.hasSuffix("*") ? String($0.dropLast()) : $0)
                    }
                )
            }
        }
    }
}
