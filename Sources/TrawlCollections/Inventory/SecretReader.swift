import FoundationEssentials
import Trawl

/// Reads one password from where the inventory says it is.
///
/// An objection names the place, and never holds a word of what was read.
struct SecretReader {
    /// How long a command may take: `pass` may ask for a PIN.
    static let commandLimit = Duration.seconds(30)

    var environment: [String: String]
    var commandLimit = Self.commandLimit

    /// A password, and what somebody should look at.
    struct Finding {
        var secret: Secret
        var warning: ScalarObjection?
    }

    /// Reads a password; `what` says which, as in `password of credential`.
    func read(
        _ source: CredentialSource,
        _ what: String,
        mayBeEmpty: Bool,
        prompt: (String) async throws -> Secret
    ) async throws(ScalarObjection) -> Finding {
        var finding: Finding
        switch source {
        case .literal(let secret):
            finding = Finding(secret: secret)
        case .environment(let name):
            guard let value = environment[name] else {
                throw ScalarObjection(
                    "there is no \(what): environment variable `\(name)` is not set",
                    hint: "set it in this shell: `read -rs \(name) && export \(name)`"
                )
            }
            finding = Finding(secret: Secret(value))
        case .file(let path):
            finding = try Self.read(path, what)
        case .systemd(let name):
            // Set by systemd for the service alone.
            guard let directory = environment["CREDENTIALS_DIRECTORY"], !directory.isEmpty else {
                throw ScalarObjection(
                    "there is no \(what): `CREDENTIALS_DIRECTORY` is not set, so systemd passed none",
                    hint: "put `LoadCredential=\(name):FILE` into the unit; elsewhere use another source"
                )
            }
            finding = try Self.read(
                "\(directory)/\(name)",
                what,
                hint: "does the unit say `LoadCredential=\(name):FILE` or `LoadCredentialEncrypted=`?"
            )
        case .command(let arguments):
            finding = Finding(secret: try await run(arguments, what))
        case .prompt:
            do {
                finding = Finding(secret: try await prompt(what))
            } catch {
                throw ScalarObjection("there is no \(what): nobody could be asked for it")
            }
        }
        let bytes = finding.secret.reveal().utf8
        guard mayBeEmpty || !bytes.isEmpty else { throw ScalarObjection("the \(what) is empty (\(source.title))") }
        // Basic authentication could carry them, a device's login never does, and a header must not.
        guard !bytes.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else {
            throw ScalarObjection("the \(what) holds a line break or a NUL (\(source.title))")
        }
        return finding
    }

    private static func read(_ path: String, _ what: String, hint: String? = nil) throws(ScalarObjection) -> Finding {
        let bytes: [UInt8]
        let mode: UInt32
        do {
            (bytes, mode) = try SourceFile.read(path, limit: 1 << 16)
        } catch {
            let reason =
                switch error {
                case .system(let reason): reason
                case .directory: "it is a directory"
                case .tooLong: "it is longer than any password"
                }
            throw ScalarObjection("there is no \(what): file `\(path)` cannot be read: \(reason)", hint: hint)
        }
        var finding = Finding(secret: try secret(bytes, what))
        if mode & 0o077 != 0 {
            let octal = String(mode & 0o777, radix: 8)
            finding.warning = ScalarObjection(
                "others may read file `\(path)` with the \(what) (mode \(octal))",
                hint: "`chmod 600` it"
            )
        }
        return finding
    }

    private func run(_ arguments: [String], _ what: String) async throws(ScalarObjection) -> Secret {
        let title = "command `\(arguments.first ?? "")`"
        let reason: String
        do {
            return try Self.secret(try await SecretCommand(arguments: arguments, limit: commandLimit).output(), what)
        } catch let failure as SecretCommand.Failure {
            reason =
                switch failure {
                case .notStarted(let reason): "cannot be run: \(reason)"
                case .status(let status): "ended with status \(status)"
                case .signal(let number): "was ended by signal \(number)"
                case .stopped: "was stopped, as those are that ask at the terminal"
                case .tooSlow(let limit): "took longer than \(Int(limit.seconds)) s"
                case .tooLong: "printed more than any password"
                case .cancelled: "was interrupted"
                }
        } catch let objection as ScalarObjection {
            throw objection
        } catch {
            reason = "failed"
        }
        throw ScalarObjection("there is no \(what): \(title) \(reason)", hint: "try it in this shell")
    }

    /// The bytes as text, without the one line break that editors and commands put at the end.
    private static func secret(_ bytes: [UInt8], _ what: String) throws(ScalarObjection) -> Secret {
        var bytes = bytes[...]
        if bytes.last == 0x0A {
            bytes = bytes.dropLast()
            if bytes.last == 0x0D { bytes = bytes.dropLast() }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ScalarObjection("the \(what) is no UTF-8")
        }
        return Secret(text)
    }
}
