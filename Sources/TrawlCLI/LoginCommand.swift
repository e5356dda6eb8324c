import ArgumentParser
import Logging
import Trawl
import TrawlCollections
import TrawlOutputs

/// `trawl login`: whether the passwords of an inventory are right.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Proves every credential of an inventory on one device.",
        discussion: """
            One device of each AAA domain is logged into; where it cannot be reached, the next one is. A credential \
            that is wrong costs one rejected login and no more. The exit status is 0 where every credential was \
            accepted, 5 where one was rejected, and 3 where one could not be tried.
            """
    )

    @OptionGroup var selection: SelectionOptions

    mutating func run() async throws {
        StderrLog.install(level: .warning)
        let inventory = try selection.readInventory()
        let devices = try selection.select(from: inventory).filter { $0.credential != nil }
        guard !devices.isEmpty else {
            throw Stop(.unusable, "error: none of the devices has a credential")
        }
        let resolved = try await SecretInputs(inventory: inventory).resolvingSecrets(for: devices)
        let typed = PromptedLogins(typed: inventory.promptedCredentials)
        let proofs = try await Interrupts.cancelling {
            try await withPoller(PollerOptions(devices: min(256, resolved.count))) { poller in
                let first = await poller.proveLogins(of: resolved)
                return await typed.askAgain(after: first, of: resolved, with: poller).proofs
            }
        }
        let reports = proofs.map(LoginReport.init)
        if Terminal.isOutputWatched {
            let heading = ["credential", "user", "domain", "device", "login"]
            try Results.write(Columns.aligned([heading] + reports.map(\.cells)))
        } else {
            try Results.write(reports.map(\.json))
        }
        let verdicts = proofs.map(\.verdict)
        if verdicts.contains(where: \.isUnsafe) { throw ExitCode(ExitStatus.unsafe.rawValue) }
        if verdicts.contains(where: { $0 != .accepted }) { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}

extension LoginProof.Verdict {
    /// Whether a run with the credential would be stopped for safety.
    fileprivate var isUnsafe: Bool {
        switch self {
        case .refused, .spared: true
        case .accepted, .undecided: false
        }
    }
}

/// A proof for people and for programs.
private struct LoginReport {
    let proof: LoginProof

    /// A row below `credential`, `user`, `domain`, `device`, `login`.
    var cells: [String] {
        let domain = proof.login.domain.isEmpty ? "-" : proof.login.domain
        return [proof.credential, proof.login.username, domain, proof.device?.name ?? "-", text]
    }

    private var text: String {
        switch proof.verdict {
        case .accepted: "accepted"
        case .refused(let error): "refused: \(error.code): \(error.detail)"
        case .undecided(let error?): "not tried to the end: \(error.code): \(error.detail)"
        case .undecided(nil): "nothing to try it with: no device of it speaks a dialect with a login"
        case .spared: "not tried: the user was rejected too often already"
        }
    }

    /// One JSON object on a line.
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        var members: [(String, String?)] = [
            ("credential", proof.credential), ("username", proof.login.username), ("domain", proof.login.domain),
            ("device", proof.device?.name),
        ]
        var failure: DeviceError?
        switch proof.verdict {
        case .accepted: members.append(("status", "accepted"))
        case .refused(let error):
            members.append(("status", "refused"))
            failure = error
        case .undecided(let error):
            members.append(("status", "undecided"))
            failure = error
        case .spared: members.append(("status", "spared"))
        }
        for case (let key, let value?) in members {
            writer.key(key)
            writer.string(value)
        }
        if let failure { ErrorMember.write(failure, to: &writer) }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
