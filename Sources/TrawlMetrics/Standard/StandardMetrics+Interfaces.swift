import TrawlModels

/// Interfaces, and what is plugged into them or made of them.
extension StandardMetricSet {
    static let interfaces = StandardMetricSet(
        Interfaces.self,
        each: "entries",
        by: ["interface": "name"],
        cutting: ["description"],
        [
            .gauge("switch_interface_up", "Whether an interface is up", "up"),
            .gauge("switch_interface_enabled", "Whether somebody wants an interface up", "enabled"),
            .gauge("switch_interface_mtu_bytes", "The largest packet of an interface", "mtu"),
            .gauge(
                "switch_interface_speed_bytes_per_second",
                "What an interface carries",
                "speed_bps",
                scale: 0.125
            ),
            .gauge(
                "switch_interface_last_change_timestamp_seconds",
                "When an interface last went up or down, since 1970",
                "last_change"
            ),
            .info(
                "switch_interface_info",
                "What is known of an interface",
                ["description": "description", "mac": "mac"]
            ),
        ]
    )

    static let interfaceCounters = StandardMetricSet(
        InterfaceCounters.self,
        each: "entries",
        by: ["interface": "name"],
        [
            .counter("switch_interface_received_bytes_total", "Bytes received", "in_octets"),
            .counter(
                "switch_interface_received_unicast_packets_total",
                "Unicast packets received",
                "in_unicast_packets"
            ),
            .counter(
                "switch_interface_received_multicast_packets_total",
                "Multicast packets received",
                "in_multicast_packets"
            ),
            .counter(
                "switch_interface_received_broadcast_packets_total",
                "Broadcast packets received",
                "in_broadcast_packets"
            ),
            .counter("switch_interface_received_discards_total", "Packets received and dropped", "in_discards"),
            .counter("switch_interface_received_errors_total", "Packets received with errors", "in_errors"),
            .counter("switch_interface_sent_bytes_total", "Bytes sent", "out_octets"),
            .counter("switch_interface_sent_unicast_packets_total", "Unicast packets sent", "out_unicast_packets"),
            .counter(
                "switch_interface_sent_multicast_packets_total",
                "Multicast packets sent",
                "out_multicast_packets"
            ),
            .counter(
                "switch_interface_sent_broadcast_packets_total",
                "Broadcast packets sent",
                "out_broadcast_packets"
            ),
            .counter("switch_interface_sent_discards_total", "Packets dropped instead of sent", "out_discards"),
            .counter("switch_interface_sent_errors_total", "Packets that could not be sent", "out_errors"),
        ]
    )

    static let interfaceAddresses = StandardMetricSet(
        InterfaceAddresses.self,
        each: "entries",
        by: ["interface": "interface", "vrf": "vrf", "address": "address"],
        [
            .info("switch_interface_address_info", "An address of an interface", ["secondary": "secondary"]),
            .count("switch_interface_addresses", "Addresses of interfaces in a VRF", by: ["vrf": "vrf"]),
        ]
    )

    static let optics = StandardMetricSet(
        Optics.self,
        each: "entries",
        by: ["interface": "interface", "lane": "lane"],
        [
            .gauge("switch_optic_received_power_dbm", "Light received", "rx_power_dbm"),
            .gauge("switch_optic_sent_power_dbm", "Light sent", "tx_power_dbm"),
            .gauge("switch_optic_bias_current_amperes", "Bias current of the laser", "tx_bias_ma", scale: 0.001),
            .gauge("switch_optic_temperature_celsius", "Temperature of a module", "temperature_celsius"),
            .gauge("switch_optic_supply_volts", "What a module is fed with", "voltage_volts"),
            .info(
                "switch_optic_info",
                "What a module is",
                [
                    "media": "media", "vendor": "vendor", "part_number": "part_number",
                    "serial_number": "serial_number",
                ]
            ),
        ]
    )

    static let portChannels = StandardMetricSet(
        PortChannels.self,
        each: "entries",
        by: ["interface": "name"],
        [
            .gauge("switch_port_channel_up", "Whether a port channel carries traffic", "up"),
            .gauge("switch_port_channel_active_members", "Ports that carry its traffic", "active_members.$size"),
            .gauge("switch_port_channel_inactive_members", "Ports that do not", "inactive_members.$size"),
            .gauge(
                "switch_port_channel_minimum_links",
                "The fewest active ports with which a port channel is up",
                "minimum_links"
            ),
            .info("switch_port_channel_info", "What a port channel is", ["protocol": "protocol"]),
        ]
    )

    static let mlag = StandardMetricSet(
        MLAG.self,
        [
            .states(
                "switch_mlag_state",
                "How far the pair has come",
                "state",
                MLAG.State.allCases.map(\.rawValue)
            ),
            .states("switch_mlag_role", "What the switch is in its pair", "role", MLAG.Role.allCases.map(\.rawValue)),
            .gauge("switch_mlag_peer_connected", "Whether the peer is heard over the peer link", "peer_connected"),
            .gauge("switch_mlag_peer_alive", "Whether the peer is heard over another way", "peer_alive"),
            .gauge("switch_mlag_peer_link_up", "Whether the peer link is up", "peer_link_up"),
            .gauge("switch_mlag_consistent", "Whether the two configurations fit each other", "consistent"),
            .gauge("switch_mlag_dual_active", "Whether both switches think that they are primary", "dual_active"),
            .info(
                "switch_mlag_info",
                "What is known of the pair",
                [
                    "domain_id": "domain_id", "system_id": "system_id", "peer_address": "peer_address",
                    "peer_link": "peer_link",
                ]
            ),
            .gauge("switch_mlag_interface_up", "Whether a port channel of the pair is up on this switch", "up")
                .each("interfaces", by: ["interface": "name", "id": "id"]),
            .gauge("switch_mlag_interface_peer_up", "Whether a port channel of the pair is up on the peer", "peer_up")
                .each("interfaces", by: ["interface": "name", "id": "id"]),
            .gauge(
                "switch_mlag_interface_consistent",
                "Whether both switches have the same configuration of a port channel",
                "consistent"
            )
            .each("interfaces", by: ["interface": "name", "id": "id"]),
        ]
    )

    static let lldpNeighbors = StandardMetricSet(
        LLDPNeighbors.self,
        each: "entries",
        by: ["interface": "interface", "neighbor": "neighbor", "neighbor_port": "neighbor_port"],
        cutting: ["neighbor", "neighbor_port"],
        [
            .info("switch_lldp_neighbor_info", "A neighbour that LLDP tells of", [:]),
            .count("switch_lldp_neighbors", "Neighbours that LLDP tells of"),
        ]
    )

    static let lldpNeighborsDetail = StandardMetricSet(
        LLDPNeighborsDetail.self,
        each: "entries",
        by: ["interface": "interface", "neighbor": "neighbor", "neighbor_port": "neighbor_port"],
        cutting: ["neighbor", "neighbor_port", "neighbor_port_description", "chassis_id", "enabled_capabilities"],
        [
            .info(
                "switch_lldp_neighbor_detail_info",
                "More of a neighbour that LLDP tells of",
                [
                    "chassis_id": "chassis_id", "neighbor_port_description": "neighbor_port_description",
                    "enabled_capabilities": "enabled_capabilities", "management_address": "management_addresses[0]",
                ]
            )
        ]
    )

    static let cdpNeighbors = StandardMetricSet(
        CDPNeighbors.self,
        each: "entries",
        by: ["interface": "interface", "neighbor": "neighbor", "neighbor_port": "neighbor_port"],
        cutting: ["neighbor", "neighbor_port", "platform"],
        [
            .info("switch_cdp_neighbor_info", "A neighbour that CDP tells of", ["platform": "platform"]),
            .gauge(
                "switch_cdp_neighbor_hold_time_seconds",
                "How long a neighbour counts as there without being heard again",
                "hold_time_seconds"
            ),
            .count("switch_cdp_neighbors", "Neighbours that CDP tells of"),
        ]
    )
}
