extension Junos {
    /// The answer to `get-system-information`.
    public struct SystemInformation: Decodable, Sendable, Hashable {
        /// The chassis.
        public var model: String?
        /// The release.
        public var version: String?
        /// The serial number of the chassis.
        public var serialNumber: String?
        /// The name.
        public var hostname: String?

        private enum CodingKeys: String, CodingKey {
            case model = "hardware-model"
            case version = "os-version"
            case serialNumber = "serial-number"
            case hostname = "host-name"
        }

        /// Reads the first member's.
        public init(from decoder: any Decoder) throws {
            guard let first = try Junos.elements(named: "system-information", from: decoder).first else { return }
            let members = try first.container(keyedBy: CodingKeys.self)
            model = try members.decodeIfPresent(Leaf.self, forKey: .model)?.text
            version = try members.decodeIfPresent(Leaf.self, forKey: .version)?.text
            serialNumber = try members.decodeIfPresent(Leaf.self, forKey: .serialNumber)?.text
            hostname = try members.decodeIfPresent(Leaf.self, forKey: .hostname)?.text
        }
    }

    /// The answer to `get-system-uptime-information`.
    public struct SystemUptime: Decodable, Sendable, Hashable {
        /// Seconds since the system was started.
        public var seconds: Double?

        /// Reads the first member's.
        public init(from decoder: any Decoder) throws {
            guard let first = try Junos.elements(named: "system-uptime-information", from: decoder).first else {
                return
            }
            let booted = try first.container(keyedBy: AnyKey.self)
            guard booted.contains(AnyKey("system-booted-time")) else { return }
            var times = try booted.nestedUnkeyedContainer(forKey: AnyKey("system-booted-time"))
            guard !times.isAtEnd else { return }
            let time = try times.nestedContainer(keyedBy: AnyKey.self)
            seconds = try time.decodeIfPresent(Leaf.self, forKey: AnyKey("time-length"))?.seconds
        }
    }
}
