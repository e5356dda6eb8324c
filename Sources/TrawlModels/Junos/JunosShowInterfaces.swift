import FoundationEssentials
import TrawlCore

extension Junos {
    /// The answer to `get-interface-information`.
    public struct InterfaceInformation: Decodable, Sendable, Hashable {
        /// A port, or what counts as one.
        public struct Interface: Decodable, Sendable, Hashable {
            /// The name, such as `et-0/0/1`.
            public var name: String
            /// `up` where it is wanted so.
            public var adminStatus: String?
            /// `up` where it is so.
            public var operStatus: String?
            /// What somebody wrote about it.
            public var description: String?
            /// The MAC address in use.
            public var mac: String?
            /// The largest packet; `Unlimited` on some.
            public var mtu: Leaf?
            /// Such as `1000mbps`, `10Gbps`, `Auto`.
            public var speed: String?
            /// When it last went up or down.
            public var flapped: Leaf?
            /// The logical interfaces on it.
            public var units: [Unit]

            private enum CodingKeys: String, CodingKey {
                case name
                case adminStatus = "admin-status"
                case operStatus = "oper-status"
                case description
                case mac = "current-physical-address"
                case hardwareMAC = "hardware-physical-address"
                case mtu
                case speed
                case flapped = "interface-flapped"
                case units = "logical-interface"
            }

            /// Reads an interface, which has a name.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                func text(_ key: CodingKeys) throws -> String? {
                    try members.decodeIfPresent(Leaf.self, forKey: key)?.text
                }
                name = try Junos.name(text(.name), at: decoder)
                adminStatus = try text(.adminStatus)
                operStatus = try text(.operStatus)
                description = try text(.description)
                mac = try text(.mac) ?? text(.hardwareMAC)
                mtu = try members.decodeIfPresent(Leaf.self, forKey: .mtu)
                speed = try text(.speed)
                flapped = try members.decodeIfPresent(Leaf.self, forKey: .flapped)
                units = try members.decodeIfPresent(Rows<Unit>.self, forKey: .units)?.wrappedValue ?? []
            }
        }

        /// A logical interface, such as `et-0/0/1.0`.
        public struct Unit: Decodable, Sendable, Hashable {
            /// The name.
            public var name: String
            /// What somebody wrote about it.
            public var description: String?
            /// Whether it is wanted up; `nil` where no flag says.
            public var isEnabled: Bool?

            private enum CodingKeys: String, CodingKey {
                case name
                case description
                case flags = "if-config-flags"
            }

            /// Reads a logical interface, which has a name.
            public init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                name = try Junos.name(members.decodeIfPresent(Leaf.self, forKey: .name)?.text, at: decoder)
                description = try members.decodeIfPresent(Leaf.self, forKey: .description)?.text
                guard members.contains(.flags) else { return }
                var lists = try members.nestedUnkeyedContainer(forKey: .flags)
                guard !lists.isAtEnd else { return }
                let flags = try lists.nestedContainer(keyedBy: AnyKey.self)
                if flags.contains(AnyKey("iff-up")) { isEnabled = true }
                if flags.contains(AnyKey("iff-down")) { isEnabled = false }
            }
        }

        /// The interfaces in the device's order.
        public var interfaces: [Interface]

        /// Reads every member's interfaces.
        public init(from decoder: any Decoder) throws {
            interfaces = try Junos.rows(
                of: Interface.self,
                named: "physical-interface",
                in: "interface-information",
                from: decoder
            )
        }
    }

    /// A name that a row must have.
    static func name(_ text: String?, at decoder: any Decoder) throws -> String {
        guard let text else {
            let context = DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "the row has no name")
            throw DecodingError.keyNotFound(AnyKey("name"), context)
        }
        return text
    }
}

extension Interfaces {
    /// The ports of `get-interface-information`, each with the logical interfaces on it.
    static func junos(_ replies: inout Replies) -> [Entry] {
        let time = replies.time
        let answer = replies.read(Junos.InterfaceInformation.self, at: 0)
        return (answer?.interfaces ?? []).flatMap { interface -> [Entry] in
            guard let name = InterfaceName(interface.name) else { return [] }
            let entry = Entry(
                name: name,
                enabled: interface.adminStatus.map { $0 == "up" },
                up: interface.operStatus.map { $0 == "up" },
                description: interface.description,
                mac: interface.mac.flatMap { MACAddress($0) },
                mtu: interface.mtu?.whole,
                speed: interface.speed.flatMap(Bandwidth.init(junos:)),
                lastChange: interface.flapped.flatMap { flapped in
                    // "Never" comes with 0 seconds.
                    flapped.text == "Never" ? nil : flapped.seconds.map { time.addingTimeInterval(-$0) }
                }
            )
            let units = interface.units.compactMap { unit in
                InterfaceName(unit.name).map {
                    Entry(name: $0, enabled: unit.isEnabled, description: unit.description)
                }
            }
            return [entry] + units
        }
    }
}

extension Bandwidth {
    /// A speed as Junos words it: `1000mbps`, `10Gbps`, `100m`; `nil` for `Auto`, `Unlimited` and the like.
    init?(junos text: String) {
        let lowered = text.lowercased()
        let digits = lowered.prefix { $0.isASCII && $0.isNumber }
        guard let number = UInt64(digits) else { return nil }
        let factor: UInt64
        switch lowered.dropFirst(digits.count).drop(while: { $0 == " " }) {
        case "bps": factor = 1
        case "kbps", "k": factor = 1000
        case "mbps", "m": factor = 1_000_000
        case "gbps", "g": factor = 1_000_000_000
        default: return nil
        }
        let (bits, overflows) = number.multipliedReportingOverflow(by: factor)
        guard !overflows else { return nil }
        self.init(bitsPerSecond: bits)
    }
}
