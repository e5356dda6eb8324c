import TrawlCore

/// Devices that are planned for and never reached.
enum TestDevice {
    static func named(
        _ name: String,
        address: String = "192.0.2.1",
        dialect: DialectName = .eapi,
        user: String? = nil,
        domain: String? = nil,
        labels: [String: String] = [:]
    ) -> Device {
        var device = Device(name: name, address: address, dialect: dialect, labels: labels)
        device.credential = user.map { Credential(username: $0, password: Secret("secret")) }
        device.labels["aaa"] = domain
        return device
    }
}
