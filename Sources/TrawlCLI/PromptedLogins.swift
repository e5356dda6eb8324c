import Trawl
import TrawlOutputs

/// Passwords that somebody types, and may type wrong: a rejected one is asked for again, on a terminal, twice at most.
struct PromptedLogins {
    /// How often somebody is asked again.
    private static let questions = 2

    /// The names of the credentials whose passwords were typed.
    let typed: Set<String>

    /// What is known after the last question.
    struct Result {
        /// The devices, with the passwords that were typed last.
        var devices: [Device]
        /// A proof for each credential in each domain.
        var proofs: [LoginProof]
        /// How often each user was rejected in a row.
        var rejections: [LoginKey: Int]
    }

    /// Proves the typed passwords of a plan before it runs, and asks again for those that are rejected.
    ///
    /// What was rejected in the end counts in the run: an account bears no more of it than the plan says, and the
    /// device that rejected it is not asked again.
    func prove(_ plan: inout Plan) async throws {
        let devices = plan.entries.map(\.device)
        let asked = devices.filter { typed.contains($0.credential?.name ?? "") }
        guard !asked.isEmpty, Terminal.canAsk else { return }
        let limits = Limits(authFailures: plan.authFailures, perHost: plan.entries.first?.limits ?? HostLimits())
        let result = try await Interrupts.cancelling {
            try await withPoller(PollerOptions(devices: min(256, asked.count))) { poller in
                let proofs = await poller.proveLogins(of: asked, limits: limits)
                return await askAgain(after: proofs, of: devices, limits: limits, with: poller)
            }
        }
        for index in plan.entries.indices { plan.entries[index].device = result.devices[index] }
        plan.rejections = result.rejections
        plan.rejectedDevices = Set(result.proofs.filter(\.isRejection).compactMap(\.device?.name))
    }

    /// Asks again for the typed passwords that some proofs say are rejected, and proves them anew.
    func askAgain(
        after proofs: [LoginProof],
        of devices: [Device],
        limits: Limits = Limits(),
        with poller: Poller
    ) async -> Result {
        var result = Result(devices: devices, proofs: proofs, rejections: [:])
        for proof in proofs where proof.isRejection { result.rejections[proof.login, default: 0] += 1 }
        guard Terminal.canAsk else { return result }
        for _ in 0..<Self.questions {
            // An account that may not be rejected once more is left alone, whoever would type.
            let wrong = result.proofs.filter { proof in
                proof.isRejection && typed.contains(proof.credential)
                    && result.rejections[proof.login, default: 0] < max(1, limits.authFailures)
            }
            let replaced = Self.ask(for: wrong, into: &result.devices)
            guard !replaced.isEmpty else { break }
            let again = result.devices.filter { replaced.contains($0.credential?.name ?? "") }
            for proof in await poller.proveLogins(of: again, limits: limits) { Self.take(proof, into: &result) }
        }
        return result
    }

    /// Asks for the passwords of rejected credentials, each once.
    ///
    /// - Returns: The credentials that have another password now.
    private static func ask(for wrong: [LoginProof], into devices: inout [Device]) -> Set<String> {
        var replaced: Set<String> = []
        var asked: Set<String> = []
        for proof in wrong where asked.insert(proof.credential).inserted {
            let user = TerminalText.escape(proof.login.username)
            Terminal.note("\(TerminalText.escape(proof.device?.name ?? "")) rejected the password of \(user)")
            guard let text = Terminal.askForSecret("password of \(user), once more") else { continue }
            replaced.insert(proof.credential)
            for index in devices.indices where devices[index].credential?.name == proof.credential {
                devices[index].credential?.password = Secret(text)
            }
        }
        return replaced
    }

    private static func take(_ proof: LoginProof, into result: inout Result) {
        let place = result.proofs.firstIndex { $0.credential == proof.credential && $0.login == proof.login }
        guard let place else { return }
        result.proofs[place] = proof
        if proof.isRejection { result.rejections[proof.login, default: 0] += 1 }
        if proof.verdict == .accepted { result.rejections[proof.login] = nil }
    }
}
