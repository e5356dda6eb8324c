import Trawl
import TrawlCollections

/// Reads the passwords of an inventory, asking on the terminal where it says so.
struct SecretInputs {
    let inventory: Inventory

    /// The devices with the passwords that they need, each read or asked for once.
    func resolvingSecrets(for devices: [Device]) async throws -> [Device] {
        let inventory = inventory
        // A command that prints a password must not outlive this one.
        return try await Interrupts.cancelling {
            do throws(FileProblems) {
                return try await inventory.resolvingSecrets(for: devices) { what in
                    guard let text = Terminal.askForSecret(what) else { throw NoSecret() }
                    return Secret(text)
                } warn: {
                    Terminal.note("\($0)")
                }
            } catch {
                throw Stop(.unusable, "\(error)")
            }
        }
    }
}

/// Nothing was typed where a password was asked for.
private struct NoSecret: Error, CustomStringConvertible {
    var description: String { "nothing was entered" }
}
