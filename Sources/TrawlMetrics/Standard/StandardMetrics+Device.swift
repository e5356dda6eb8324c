import TrawlModels

/// What a switch is, and how its own parts are.
extension StandardMetricSet {
    static let facts = StandardMetricSet(
        Facts.self,
        [
            .info(
                "switch_info",
                "What the switch is",
                [
                    "vendor": "vendor", "model": "model", "serial_number": "serial_number", "version": "version",
                    "hostname": "hostname",
                ]
            ),
            .gauge("switch_uptime_seconds", "How long the operating system has been up", "uptime_seconds"),
        ]
    )

    static let environment = StandardMetricSet(
        Environment.self,
        each: "entries",
        by: ["component": "component", "name": "name"],
        cutting: ["description", "status"],
        [
            .gauge("switch_environment_ok", "Whether the switch finds a component well", "ok"),
            .info(
                "switch_environment_info",
                "What a component is",
                ["description": "description", "status": "status"]
            ),
            .gauge("switch_fan_speed_ratio", "Speed of a fan, 1 for full speed", "speed_percent", scale: 0.01)
                .only("component", "fan", by: ["fan": "name"]),
            .gauge("switch_power_supply_output_watts", "Power that a power supply gives", "output_watts")
                .only("component", "power-supply", by: ["power_supply": "name"]),
            .gauge("switch_power_supply_capacity_watts", "Power that a power supply can give", "capacity_watts")
                .only("component", "power-supply", by: ["power_supply": "name"]),
            .gauge("switch_temperature_celsius", "Temperature at a sensor", "temperature_celsius")
                .only("component", "temperature", by: ["sensor": "name"]),
            .gauge("switch_temperature_alert_celsius", "Temperature above which it is too hot", "alert_celsius")
                .only("component", "temperature", by: ["sensor": "name"]),
            .gauge("switch_temperature_critical_celsius", "Temperature above which it takes harm", "critical_celsius")
                .only("component", "temperature", by: ["sensor": "name"]),
            .gauge("switch_cpu_usage_ratio", "How busy the processor is, 1 for wholly", "usage_percent", scale: 0.01)
                .only("component", "cpu", by: ["cpu": "name"]),
            .gauge("switch_environment_memory_used_bytes", "Memory in use, by kind of memory", "used_bytes")
                .only("component", "memory", by: ["memory": "name"]),
            .gauge("switch_environment_memory_free_bytes", "Memory that is free, by kind of memory", "free_bytes")
                .only("component", "memory", by: ["memory": "name"]),
            .gauge("switch_environment_memory_size_bytes", "Memory there is, by kind of memory", "total_bytes")
                .only("component", "memory", by: ["memory": "name"]),
        ]
    )

    static let memory = StandardMetricSet(
        Memory.self,
        [
            .gauge("switch_memory_size_bytes", "Memory there is", "total_bytes"),
            .gauge("switch_memory_used_bytes", "Memory in use", "used_bytes"),
            .gauge("switch_memory_free_bytes", "Memory that is free", "free_bytes"),
            .words("switch_memory_ok", "Whether the switch finds its memory well", "status", ["ok": 1], otherwise: 0),
        ]
    )

    static let hardwareInventory = StandardMetricSet(
        HardwareInventory.self,
        each: "entries",
        by: ["kind": "kind", "name": "name"],
        [
            .info(
                "switch_part_info",
                "A part that has a serial number or a model",
                ["model": "model", "serial_number": "serial_number", "revision": "revision"]
            ),
            .count("switch_parts", "Parts of a kind", by: ["kind": "kind"]),
        ]
    )

    static let ntpServers = StandardMetricSet(
        NTPServers.self,
        each: "entries",
        by: ["address": "address", "vrf": "vrf"],
        [
            .info(
                "switch_ntp_server_info",
                "A time server that is configured",
                ["prefer": "prefer", "source_interface": "source_interface"]
            ),
            .count("switch_ntp_servers", "Time servers that are configured"),
        ]
    )

    static let ntpPeers = StandardMetricSet(
        NTPPeers.self,
        each: "entries",
        by: ["address": "address", "vrf": "vrf"],
        [
            .info("switch_ntp_peer_info", "A time peer that is configured", ["prefer": "prefer"]),
            .count("switch_ntp_peers", "Time peers that are configured"),
        ]
    )

    static let ntpAssociations = StandardMetricSet(
        NTPAssociations.self,
        each: "entries",
        by: ["remote": "remote", "vrf": "vrf"],
        [
            .gauge("switch_ntp_synchronized", "Whether the clock is set by this remote", "synchronized"),
            .gauge("switch_ntp_stratum", "How far the remote is from a clock; 16 where it is set by none", "stratum"),
            .gauge("switch_ntp_last_heard_seconds", "How long ago the remote was last heard", "last_heard_seconds"),
            .gauge("switch_ntp_poll_interval_seconds", "How often the remote is asked", "poll_interval_seconds"),
            .gauge("switch_ntp_answered_polls", "How many of the last eight questions were answered", "answered_polls"),
            .gauge("switch_ntp_delay_seconds", "Time to the remote and back", "delay_seconds"),
            .gauge("switch_ntp_offset_seconds", "How far the remote's clock is ahead", "offset_seconds"),
            .gauge("switch_ntp_jitter_seconds", "How much the offset varies", "jitter_seconds"),
        ]
    )

    static let snmp = StandardMetricSet(
        SNMP.self,
        cutting: ["location", "contact"],
        [
            .info(
                "switch_snmp_info",
                "What the switch says about itself over SNMP",
                ["chassis_id": "chassis_id", "location": "location", "contact": "contact"]
            ),
            .count(
                "switch_snmp_communities",
                "Communities, by what may be done",
                by: ["access": "access"],
                each: "communities"
            ),
        ]
    )

    static let users = StandardMetricSet(
        Users.self,
        each: "entries",
        [.count("switch_users", "Local users of a privilege level", by: ["level": "level"])]
    )

    static let config = StandardMetricSet(
        Config.self,
        [
            .gauge("switch_config_running_bytes", "Length of the running configuration", "running.$size"),
            .gauge(
                "switch_config_startup_bytes",
                "Length of the configuration the switch starts with",
                "startup.$size"
            ),
        ]
    )
}
