import TrawlCore
import TrawlSimulator

extension FaultSection {
    /// Devices that cannot be reached, or leave at once.
    static let reaching = FaultSection(name: "reaching the device") {
        [
            FaultCase(1, "nothing listens on the port", nil, .connectionRefused)
                .triedAgain.with(\.settings, ["port": "1"]).with(\.requests, 0...0)
                .with(\.says, ["127.1.0.", ":1)", "refused"]),
            FaultCase(3, "a connection is closed as soon as it stands", .close, .connectionReset).triedAgain.unasked,
            FaultCase(3, "so is the first one only", .first(1, .close), .ok)
                .with(\.attempts, 2).with(\.requests, 1...1).with(\.connections, 2...2),
            FaultCase(4, "a connection is reset as soon as it stands", .reset, .connectionReset).triedAgain.unasked,
            FaultCase(4, "so is the first one only", .first(1, .reset), .ok)
                .with(\.attempts, 2).with(\.requests, 1...1).with(\.connections, 2...2),
            FaultCase(143, "a source address that this host has not", nil, .sourceUnusable)
                .with(\.settings, ["source": "192.0.2.77"]).with(\.requests, 0...0),
        ]
    }
}
