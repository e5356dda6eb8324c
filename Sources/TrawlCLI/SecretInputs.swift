import Synchronization
import Trawl
import TrawlCollections

/// Reads the passwords of an inventory, asking on the terminal where it says so.
struct SecretInputs {
    let inventory: Inventory
    /// What was typed before, by what was asked for: nobody sits at a service that reads its files again.
    var typed = TypedSecrets()

    /// The devices with the passwords that they need, each read or asked for once.
    func resolvingSecrets(for devices: [Device]) async throws -> [Device] {
        let (inventory, typed) = (inventory, typed)
        // A command that prints a password must not outlive this one.
        return try await Interrupts.cancelling {
            do throws(FileProblems) {
                return try await inventory.resolvingSecrets(for: devices) { what in
                    if let known = typed[what] { return known }
                    guard let text = Terminal.askForSecret(what) else { throw NoSecret() }
                    typed[what] = Secret(text)
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

/// Passwords that somebody typed, by what was asked for.
final class TypedSecrets: Sendable {
    private let secrets = Mutex<[String: Secret]>([:])

    subscript(what: String) -> Secret? {
        get { secrets.withLock { $0[what] } }
        set { secrets.withLock { $0[what] = newValue } }
    }
}

/// Nothing was typed where a password was asked for.
private struct NoSecret: Error, CustomStringConvertible {
    var description: String { "nothing was entered" }
}
