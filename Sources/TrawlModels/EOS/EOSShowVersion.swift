extension EOS {
    /// The answer to `show version`.
    public struct ShowVersion: Decodable, Sendable, Hashable {
        /// The maker; empty on vEOS.
        public var mfgName: String?
        /// The chassis, such as `DCS-7010T-48-R`.
        public var modelName: String?
        /// The hardware's revision.
        public var hardwareRevision: String?
        /// The chassis' serial number; empty on vEOS.
        public var serialNumber: String?
        /// The system's MAC address.
        public var systemMacAddress: String?
        /// The release, such as `4.20.7M`.
        public var version: String?
        /// The exact build, such as `4.20.7M-8944203.4207M`.
        public var internalVersion: String?
        /// The processor's architecture.
        public var architecture: String?
        /// Time since the start.
        ///
        /// - Unit: seconds.
        public var uptime: Double?
        /// When the system started.
        ///
        /// - Unit: seconds since 1970.
        public var bootupTimestamp: Double?
        /// Memory.
        ///
        /// - Unit: KiB.
        public var memTotal: Int64?
        /// Memory that is free.
        ///
        /// - Unit: KiB.
        public var memFree: Int64?
    }
}
