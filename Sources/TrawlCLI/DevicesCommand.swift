import ArgumentParser
import Trawl
import TrawlCollections

/// `trawl devices`: the inventory after inheritance and filters.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Lists the devices of an inventory, after inheritance and filters."
    )

    @OptionGroup var selection: SelectionOptions

    func run() throws {
        let inventory = try selection.readInventory()
        let rows = try selection.select(from: inventory).map { device in
            [
                device.name, device.endpoint, device.dialect.rawValue, device.credential?.name ?? "-",
                Self.trust(in: device),
                device.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "),
            ]
        }
        let heading = ["device", "address", "dialect", "credential", "tls", "labels"]
        try Results.write(Columns.aligned([heading] + rows))
    }

    private static func trust(in device: Device) -> String {
        guard device.scheme == .https else { return "plain http" }
        guard device.tls.pin == nil else { return "pinned" }
        return device.tls.verify ? "verified" : "not verified"
    }
}
