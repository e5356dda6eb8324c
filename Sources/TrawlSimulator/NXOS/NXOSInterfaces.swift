/// `show interface` and its kin on a Nexus switch.
///
/// Numbers are texts where they are on a Nexus 9000, and packets and octets are numbers.
enum NXOSInterfaces {
    static func all(_ context: CommandContext) -> JSONValue {
        NXOSTable.object("interface", context.device.interfaces.map { one($0, context) })
    }

    private static func one(_ interface: SimulatedInterface, _ context: CommandContext) -> JSONValue {
        switch interface.kind {
        case .management: management(interface, context)
        case .ethernet: ethernet(interface, context)
        case .loopback: loopback(interface)
        case .vlan: gateway(interface)
        }
    }

    private static func head(_ interface: SimulatedInterface) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("interface", .string(NXOSCommands.interfaceName(interface))),
            ("state", interface.isUp ? "up" : "down"),
        ]
        if !interface.isUp {
            members.append(("state_rsn_desc", interface.isEnabled ? "Link not connected" : "Administratively down"))
        }
        members.append(("admin_state", interface.isEnabled ? "up" : "down"))
        if !interface.description.isEmpty { members.append(("desc", .string(interface.description))) }
        return .object(members)
    }

    private static func address(_ interface: SimulatedInterface) -> JSONValue {
        guard let address = interface.address else { return .empty }
        return [
            "eth_ip_addr": "\(address)", "eth_ip_mask": .int(interface.prefixLength),
            "eth_ip_prefix": "\(address.network(interface.prefixLength))",
        ]
    }

    private static func hardware(_ interface: SimulatedInterface, _ name: String) -> JSONValue {
        [
            "eth_hw_desc": .string(name),
            "eth_hw_addr": .string(interface.mac.dots),
            "eth_bia_addr": .string(interface.mac.dots),
            "eth_mtu": NXOSTable.text(interface.mtu),
            "eth_bw": .int(interface.bandwidth / 1000),
            "eth_dly": 10,
            "eth_reliability": "255",
            "eth_txload": "1",
            "eth_rxload": "1",
        ]
    }

    private static func speed(_ interface: SimulatedInterface) -> String {
        guard interface.isUp else { return "auto-speed" }
        let gigabits = interface.bandwidth / 1_000_000_000
        return gigabits > 1 ? "\(gigabits) Gb/s" : "1000 Mb/s"
    }

    private static func management(_ interface: SimulatedInterface, _ context: CommandContext) -> JSONValue {
        let counters = interface.counters(at: context.time)
        return head(interface).merging(hardware(interface, "Ethernet")).merging(address(interface))
            .merging([
                "medium": "broadcast", "eth_duplex": "full", "eth_speed": .string(speed(interface)),
                "eth_autoneg": "on", "eth_mdix": "off", "eth_ethertype": "0x0000",
            ])
            .merging([
                "vdc_lvl_in_pkts": .unsigned(counters.inUnicast + counters.inMulticast + counters.inBroadcast),
                "vdc_lvl_in_ucast": NXOSTable.text(counters.inUnicast),
                "vdc_lvl_in_mcast": NXOSTable.text(counters.inMulticast),
                "vdc_lvl_in_bcast": NXOSTable.text(counters.inBroadcast),
                "vdc_lvl_in_bytes": NXOSTable.text(counters.inOctets),
                "vdc_lvl_out_pkts": NXOSTable.text(
                    counters.outUnicast + counters.outMulticast + counters.outBroadcast
                ),
                "vdc_lvl_out_ucast": NXOSTable.text(counters.outUnicast),
                "vdc_lvl_out_mcast": NXOSTable.text(counters.outMulticast),
                "vdc_lvl_out_bcast": NXOSTable.text(counters.outBroadcast),
                "vdc_lvl_out_bytes": NXOSTable.text(counters.outOctets),
            ])
    }

    private static func ethernet(_ interface: SimulatedInterface, _ context: CommandContext) -> JSONValue {
        let flapped = Int(interface.lastChange + context.time.seconds)
        return head(interface).merging(hardware(interface, "100/1000/10000/25000/100000 Ethernet"))
            .merging(address(interface))
            .merging([
                "medium": interface.address == nil ? "broadcast" : "p2p",
                "eth_mode": interface.accessVLAN == nil ? "routed" : "access",
                "eth_duplex": interface.isUp ? "full" : "auto",
                "eth_speed": .string(speed(interface)),
                "eth_media": interface.accessVLAN == nil ? "100G" : "25G",
                "eth_beacon": "off",
                "eth_autoneg": "on",
                "eth_in_flowctrl": "off",
                "eth_out_flowctrl": "off",
                "eth_mdix": "off",
                "eth_swt_monitor": "off",
                "eth_ethertype": "0x8100",
                "eth_eee_state": "n/a",
                "eth_link_flapped": .string(interface.isUp ? DurationText.flapped(flapped) : "never"),
                "eth_clear_counters": "never",
                "eth_reset_cntr": .int(interface.changes),
            ])
            .merging(rates(interface)).merging(received(interface, context)).merging(sent(interface, context))
    }

    private static func rates(_ interface: SimulatedInterface) -> JSONValue {
        let (bits, packets) = (interface.bitRates, interface.packetRates)
        return [
            "eth_load_interval1_rx": 30,
            "eth_inrate1_bits": NXOSTable.text(Int(bits.received)),
            "eth_inrate1_pkts": NXOSTable.text(Int(packets.received)),
            "eth_load_interval1_tx": "30",
            "eth_outrate1_bits": NXOSTable.text(Int(bits.sent)),
            "eth_outrate1_pkts": NXOSTable.text(Int(packets.sent)),
        ]
    }

    private static func received(_ interface: SimulatedInterface, _ context: CommandContext) -> JSONValue {
        let counters = interface.counters(at: context.time)
        return [
            "eth_inucast": .unsigned(counters.inUnicast),
            "eth_inmcast": .unsigned(counters.inMulticast),
            "eth_inbcast": .unsigned(counters.inBroadcast),
            "eth_inpkts": .unsigned(counters.inUnicast + counters.inMulticast + counters.inBroadcast),
            "eth_inbytes": .unsigned(counters.inOctets),
            "eth_jumbo_inpkts": "0",
            "eth_storm_supp": "0",
            "eth_runts": 0,
            "eth_giants": 0,
            "eth_crc": NXOSTable.text(counters.inErrors),
            "eth_nobuf": 0,
            "eth_inerr": NXOSTable.text(counters.inErrors),
            "eth_frame": "0",
            "eth_overrun": "0",
            "eth_underrun": "0",
            "eth_ignored": "0",
            "eth_watchdog": "0",
            "eth_bad_eth": "0",
            "eth_bad_proto": "0",
            "eth_in_ifdown_drops": "0",
            "eth_dribble": "0",
            "eth_indiscard": NXOSTable.text(counters.inDiscards),
            "eth_inpause": "0",
        ]
    }

    private static func sent(_ interface: SimulatedInterface, _ context: CommandContext) -> JSONValue {
        let counters = interface.counters(at: context.time)
        return [
            "eth_outucast": .unsigned(counters.outUnicast),
            "eth_outmcast": .unsigned(counters.outMulticast),
            "eth_outbcast": .unsigned(counters.outBroadcast),
            "eth_outpkts": .unsigned(counters.outUnicast + counters.outMulticast + counters.outBroadcast),
            "eth_outbytes": .unsigned(counters.outOctets),
            "eth_jumbo_outpkts": "0",
            "eth_outerr": NXOSTable.text(counters.outErrors),
            "eth_coll": "0",
            "eth_deferred": "0",
            "eth_latecoll": "0",
            "eth_lostcarrier": "0",
            "eth_nocarrier": "0",
            "eth_babbles": "0",
            "eth_outdiscard": NXOSTable.text(counters.outDiscards),
            "eth_outpause": "0",
        ]
    }

    private static func loopback(_ interface: SimulatedInterface) -> JSONValue {
        head(interface).merging(address(interface)).merging([
            "eth_hw_desc": "Loopback", "eth_mtu": "1500", "eth_bw": 8_000_000, "eth_dly": 5000,
            "eth_reliability": "255", "eth_txload": "1", "eth_rxload": "1", "medium": "broadcast", "eth_mdix": "auto",
        ])
    }

    private static func gateway(_ interface: SimulatedInterface) -> JSONValue {
        guard case .vlan(let vlan) = interface.kind else { return .empty }
        let address: JSONValue =
            interface.address.map { address in
                ["svi_ip_addr": "\(address)", "svi_ip_mask": NXOSTable.text(interface.prefixLength)]
            } ?? .empty
        let head: JSONValue = [
            "interface": .string(NXOSCommands.interfaceName(interface)),
            "svi_admin_state": interface.isEnabled ? "up" : "down",
            "svi_line_proto": interface.isUp ? "up" : "down",
            "svi_desc": .string(interface.description),
            // Padded on the left, as the device prints it.
            "svi_mac": .string(" \(interface.mac.dots)"),
        ]
        return head.merging(address).merging([
            "svi_mtu": NXOSTable.text(interface.mtu), "svi_bw": NXOSTable.text(interface.bandwidth / 1000),
            "svi_delay": "10", "svi_tx_load": 1, "svi_rx_load": "1", "svi_arp_type": "ARPA",
            "svi_time_last_cleared": "never", "svi_ucast_pkts_in": "0", "svi_ucast_bytes_in": "0",
            "vlan_id": NXOSTable.text(vlan), "type": "svi",
        ])
    }

    static func allText(_ context: CommandContext) -> String {
        context.device.interfaces.map { interface in
            let counters = interface.counters(at: context.time)
            let state =
                interface.isUp
                ? "up" : interface.isEnabled ? "down (Link not connected)" : "down (Administratively down)"
            var text =
                "\(NXOSCommands.interfaceName(interface)) is \(state)\nadmin state is \(interface.isEnabled ? "up" : "down")\n"
            text += "  Hardware: Ethernet, address: \(interface.mac.dots) (bia \(interface.mac.dots))\n"
            if !interface.description.isEmpty { text += "  Description: \(interface.description)\n" }
            if let address = interface.address {
                text += "  Internet Address is \(address)/\(interface.prefixLength)\n"
            }
            text += "  MTU \(interface.mtu) bytes, BW \(interface.bandwidth / 1000) Kbit , DLY 10 usec\n  RX\n"
            text += "    \(counters.inUnicast) unicast packets  \(counters.inMulticast) multicast packets\n"
            text += "    \(counters.inUnicast + counters.inMulticast) input packets  \(counters.inOctets) bytes\n  TX\n"
            text += "    \(counters.outUnicast + counters.outMulticast) output packets  \(counters.outOctets) bytes\n\n"
            return text
        }.joined()
    }

    private static func state(_ interface: SimulatedInterface) -> String {
        interface.isUp ? "connected" : interface.isEnabled ? "notconnec" : "disabled"
    }

    static func status(_ context: CommandContext) -> JSONValue {
        let rows = context.device.interfaces.filter(\.hasPort).map { interface -> JSONValue in
            var row: [(key: String, value: JSONValue)] = [
                ("interface", .string(NXOSCommands.interfaceName(interface))), ("state", .string(state(interface))),
            ]
            if !interface.description.isEmpty { row.append(("name", .string(interface.description))) }
            row += [
                ("vlan", .string(interface.accessVLAN.map(String.init) ?? "routed")),
                ("duplex", interface.isUp ? "full" : "auto"),
                ("speed", .string(interface.isUp ? "\(interface.bandwidth / 1_000_000_000)G" : "auto")),
                ("type", .string(interface.kind == .management ? "--" : interface.isUp ? "QSFP-100G-SR4" : "--")),
            ]
            return .object(row)
        }
        return NXOSTable.object("interface", rows)
    }

    static func statusText(_ context: CommandContext) -> String {
        let rows = context.device.interfaces.filter(\.hasPort).map { interface in
            [
                NXOSCommands.shortName(NXOSCommands.interfaceName(interface)),
                interface.description.isEmpty ? "--" : String(interface.description.prefix(18)), state(interface),
                interface.accessVLAN.map(String.init) ?? "routed", interface.isUp ? "full" : "auto",
                interface.isUp ? "\(interface.bandwidth / 1_000_000_000)G" : "auto", "--",
            ]
        }
        let heading = ["Port", "Name", "Status", "Vlan", "Duplex", "Speed", "Type"]
        return TextTable.text(heading, widths: [14, 19, 10, 10, 8, 8], rows: rows)
    }
}
