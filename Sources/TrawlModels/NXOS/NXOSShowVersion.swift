extension NXOS {
    /// The answer to `show version`.
    public struct ShowVersion: Decodable, Sendable, Hashable {
        /// The system image's release, on trains with separate images (N5K, N6K, N7K).
        @LenientString public var systemVersion: String?
        /// The image's release, on trains with one image (N3K, N9K from 9.2).
        @LenientString public var imageVersion: String?
        /// The kickstart image's release; on N9K before 9.2 the only key with the release.
        @LenientString public var kickstartVersion: String?
        /// The release that ran at the last reset; after an upgrade the old one, so never the running one for sure.
        @LenientString public var lastResetVersion: String?
        /// The chassis, such as `Nexus9000 C93180YC-FX Chassis`.
        @LenientString public var chassis: String?
        /// The serial number on the processor board; on most fixed switches the chassis' too.
        @LenientString public var processorBoard: String?
        /// The name without a domain.
        @LenientString public var hostname: String?
        /// Whole days since the kernel started.
        @LenientInt public var uptimeDays: Int64?
        /// Hours past the days.
        @LenientInt public var uptimeHours: Int64?
        /// Minutes past the hours.
        @LenientInt public var uptimeMinutes: Int64?
        /// Seconds past the minutes.
        @LenientInt public var uptimeSeconds: Int64?

        private enum CodingKeys: String, CodingKey {
            case systemVersion = "sys_ver_str"
            case imageVersion = "nxos_ver_str"
            case kickstartVersion = "kickstart_ver_str"
            case lastResetVersion = "rr_sys_ver"
            case chassis = "chassis_id"
            case processorBoard = "proc_board_id"
            case hostname = "host_name"
            case uptimeDays = "kern_uptm_days"
            case uptimeHours = "kern_uptm_hrs"
            case uptimeMinutes = "kern_uptm_mins"
            case uptimeSeconds = "kern_uptm_secs"
        }

        /// The release that runs, from the key that this train has.
        public var version: String? {
            systemVersion?.unlessBlank ?? imageVersion?.unlessBlank ?? kickstartVersion?.unlessBlank
        }

        /// The time since the kernel started; `nil` where no part of it is given.
        public var uptime: Duration? {
            let parts: [(Int64?, Double)] = [
                (uptimeDays, 86400), (uptimeHours, 3600), (uptimeMinutes, 60), (uptimeSeconds, 1),
            ]
            guard parts.contains(where: { $0.0 != nil }) else { return nil }
            let seconds = parts.reduce(0) { $0 + Double($1.0 ?? 0) * $1.1 }
            return Seconds(seconds)?.duration
        }
    }
}
