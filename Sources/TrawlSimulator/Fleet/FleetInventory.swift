import Foundation
import TrawlCore

/// A fleet as an inventory file: one plain entry a device, no secret inside.
struct FleetInventory {
    let fleet: SimulatedFleet

    /// The file's text, for secrets and an authority in these files.
    func yaml(passwordFile: String, enableFile: String?, authorityFile: String?) -> String {
        let enable = enableFile.map { ", enable: { file: \(Self.quoted($0)) }" } ?? ""
        var text = """
            # A simulated fleet of \(fleet.configuration.deviceCount), seed \(fleet.configuration.seed).
            credentials:
              sim: { username: \(Self.quoted(fleet.configuration.username)), password: { file: \(Self.quoted(passwordFile)) }\(enable) }
            defaults:
              port: \(fleet.port)
              credentials: sim

            """
        if let authorityFile {
            text += "  tls: { ca_file: \(Self.quoted(authorityFile)) }\n"
        } else {
            text += "  scheme: http\n"
        }
        text += "devices:\n"
        for device in fleet.devices {
            let tls = device.tls.serverName.map { ", tls: { server_name: \($0) }" } ?? ""
            let labels = device.labels.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ")
            text +=
                "  \(device.name): { address: \(device.address), dialect: \(device.dialect)\(tls), labels: { \(labels) } }\n"
        }
        return text
    }

    /// Writes the inventory and, beside it, the password, the `enable` password and the authority.
    func write(to path: String) throws {
        let url = URL(fileURLWithPath: path)
        let base = url.deletingPathExtension().path
        let (password, enable, authority) = ("\(base).password", "\(base).enable", "\(base)-ca.pem")
        let configuration = fleet.configuration
        try PrivateFile.write(Array(configuration.password.reveal().utf8), to: password)
        if let secret = configuration.enable { try PrivateFile.write(Array(secret.reveal().utf8), to: enable) }
        if let file = fleet.authorityFile {
            try Data(contentsOf: URL(fileURLWithPath: file)).write(
                to: URL(fileURLWithPath: authority),
                options: .atomic
            )
        }
        let text = yaml(
            passwordFile: password,
            enableFile: configuration.enable == nil ? nil : enable,
            authorityFile: fleet.authorityFile == nil ? nil : authority
        )
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    /// A YAML scalar in double quotes, whose escapes are those of JSON.
    private static func quoted(_ text: String) -> String {
        String(decoding: JSONValue.string(text).bytes, as: UTF8.self)
    }
}
