import TrawlModels

/// Tables that a switch forwards by, and the protocols that fill them.
extension StandardMetricSet {
    static let arp = StandardMetricSet(
        ARP.self,
        each: "entries",
        [.count("switch_arp_entries", "ARP entries of a VRF", by: ["vrf": "vrf"])]
    )

    static let macTable = StandardMetricSet(
        MACTable.self,
        each: "entries",
        [.count("switch_mac_table_entries", "MAC addresses of a VLAN", by: ["vlan": "vlan", "static": "static"])]
    )

    static let vlans = StandardMetricSet(
        VLANs.self,
        each: "entries",
        by: ["vlan": "id"],
        [
            .words("switch_vlan_active", "Whether a VLAN is active", "status", ["active": 1], otherwise: 0),
            .gauge("switch_vlan_interfaces", "Interfaces in a VLAN", "interfaces.$size"),
            .info("switch_vlan_info", "What a VLAN is called", ["name": "name"]),
            .count("switch_vlans", "VLANs of the switch"),
        ]
    )

    static let vrfs = StandardMetricSet(
        VRFs.self,
        each: "entries",
        by: ["vrf": "name"],
        [
            .words("switch_vrf_up", "Whether a VRF is up", "state", ["up": 1], otherwise: 0),
            .gauge("switch_vrf_interfaces", "Interfaces in a VRF", "interfaces.$size"),
            .info("switch_vrf_info", "What is known of a VRF", ["route_distinguisher": "route_distinguisher"]),
        ]
    )

    static let bgpNeighbors = StandardMetricSet(
        BGPNeighbors.self,
        each: "entries",
        by: ["vrf": "vrf", "neighbor": "neighbor"],
        cutting: ["description"],
        [
            .gauge("switch_bgp_neighbor_up", "Whether a session is up", "up"),
            .gauge("switch_bgp_neighbor_enabled", "Whether somebody wants a session up", "enabled"),
            .gauge("switch_bgp_neighbor_uptime_seconds", "How long a session is up", "uptime_seconds"),
            .gauge(
                "switch_bgp_neighbor_last_change_timestamp_seconds",
                "When a session last went up or down, since 1970",
                "last_change"
            ),
            .gauge("switch_bgp_neighbor_received_prefixes", "Prefixes received", "received_prefixes"),
            .gauge("switch_bgp_neighbor_accepted_prefixes", "Prefixes that were accepted", "accepted_prefixes"),
            .gauge("switch_bgp_neighbor_sent_prefixes", "Prefixes sent", "sent_prefixes"),
            .info(
                "switch_bgp_neighbor_info",
                "What is known of a neighbour",
                [
                    "description": "description", "remote_as": "remote_as", "local_as": "local_as",
                    "state": "state",
                ]
            ),
            .gauge("switch_bgp_family_received_prefixes", "Prefixes received of an address family", "received")
                .each("entries.families", by: ["vrf": "^.vrf", "neighbor": "^.neighbor", "afi": "name"]),
            .gauge("switch_bgp_family_accepted_prefixes", "Prefixes accepted of an address family", "accepted")
                .each("entries.families", by: ["vrf": "^.vrf", "neighbor": "^.neighbor", "afi": "name"]),
            .gauge("switch_bgp_family_sent_prefixes", "Prefixes sent of an address family", "sent")
                .each("entries.families", by: ["vrf": "^.vrf", "neighbor": "^.neighbor", "afi": "name"]),
        ]
    )

    static let bgpNeighborsDetail = StandardMetricSet(
        BGPNeighborsDetail.self,
        each: "entries",
        by: ["vrf": "vrf", "neighbor": "neighbor"],
        cutting: ["description", "import_policy", "export_policy"],
        [
            .gauge("switch_bgp_session_up", "Whether a session is up", "up"),
            .gauge("switch_bgp_session_uptime_seconds", "How long a session is up", "uptime_seconds"),
            .counter("switch_bgp_session_established_total", "How often a session came up", "established_count"),
            .counter("switch_bgp_session_received_messages_total", "Messages received", "received_messages"),
            .counter("switch_bgp_session_sent_messages_total", "Messages sent", "sent_messages"),
            .counter("switch_bgp_session_received_updates_total", "Updates received", "received_updates"),
            .counter("switch_bgp_session_sent_updates_total", "Updates sent", "sent_updates"),
            .gauge("switch_bgp_session_queued_messages", "Messages that wait to be sent", "queued_messages"),
            .gauge("switch_bgp_session_queued_bytes", "Bytes that wait to be sent", "queued_bytes"),
            .gauge("switch_bgp_session_hold_time_seconds", "The hold time in force", "hold_seconds"),
            .gauge("switch_bgp_session_keepalive_seconds", "The keepalive interval in force", "keepalive_seconds"),
            .gauge("switch_bgp_session_received_prefixes", "Prefixes received", "received_prefixes"),
            .gauge("switch_bgp_session_accepted_prefixes", "Prefixes that were accepted", "accepted_prefixes"),
            .gauge("switch_bgp_session_sent_prefixes", "Prefixes sent", "sent_prefixes"),
            .info(
                "switch_bgp_session_info",
                "What is known of a session",
                [
                    "description": "description", "remote_as": "remote_as", "local_as": "local_as",
                    "state": "state", "import_policy": "import_policy", "export_policy": "export_policy",
                ]
            ),
        ]
    )

    static let ospfNeighbors = StandardMetricSet(
        OSPFNeighbors.self,
        each: "entries",
        by: ["vrf": "vrf", "instance": "instance", "neighbor": "neighbor", "interface": "interface"],
        [
            .gauge("switch_ospf_neighbor_full", "Whether the adjacency is full", "full"),
            .states(
                "switch_ospf_neighbor_state",
                "The adjacency in the words of RFC 2328",
                "state",
                ["down", "attempt", "init", "2way", "exstart", "exchange", "loading", "full"]
            ),
            .gauge("switch_ospf_neighbor_priority", "Priority of the neighbour in elections", "priority"),
            .counter("switch_ospf_neighbor_changes_total", "How often the state changed", "changes"),
            .gauge(
                "switch_ospf_neighbor_last_change_timestamp_seconds",
                "When the state last changed, since 1970",
                "last_change"
            ),
            .gauge(
                "switch_ospf_neighbor_dead_seconds",
                "How long until a neighbour that stays silent counts as gone",
                "dead_seconds"
            ),
            .info("switch_ospf_neighbor_info", "What is known of a neighbour", ["address": "address", "area": "area"]),
        ]
    )

    static let routesTo = StandardMetricSet(
        RoutesTo.self,
        each: "entries",
        by: [
            "prefix": "prefix", "vrf": "vrf", "protocol": "protocol", "next_hop": "next_hop",
            "interface": "interface",
        ],
        [
            .gauge("switch_route_active", "Whether a route is used", "active"),
            .gauge("switch_route_preference", "Administrative distance of a route", "preference"),
            .gauge("switch_route_metric", "Metric of a route, of BGP the MED", "metric"),
            .gauge("switch_route_age_seconds", "How long a route is there", "age_seconds"),
            .count("switch_routes", "Ways to a destination", by: ["prefix": "prefix", "vrf": "vrf"]),
        ]
    )
}
