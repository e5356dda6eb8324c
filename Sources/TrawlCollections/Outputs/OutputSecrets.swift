import FoundationEssentials
public import Trawl

/// An output with its secrets.
public struct ResolvedOutput: Sendable {
    /// What the collection says.
    public var definition: OutputDefinition
    /// The user's password, where there is a user.
    public var password: Secret?
    /// The token, where there is one.
    public var token: Secret?

    /// Makes one.
    public init(_ definition: OutputDefinition, password: Secret? = nil, token: Secret? = nil) {
        self.definition = definition
        self.password = password
        self.token = token
    }
}

extension OutputDefinition {
    /// Reads the secrets that some outputs need; outputs that are equal become one.
    ///
    /// - Parameters:
    ///   - definitions: The outputs of all collections, in order.
    ///   - warn: Is told of a file with a secret that others may read.
    /// - Returns: Each output once, at its first place.
    /// - Throws: Every secret that could not be had, at the place of its output.
    public static func resolvingSecrets(
        of definitions: [OutputDefinition],
        warn: (FileProblem) -> Void = { _ in }
    ) async throws(FileProblems) -> [ResolvedOutput] {
        let reader = SecretReader(environment: ProcessInfo.processInfo.environment)
        var seen: Set<OutputWay> = []
        var resolved: [ResolvedOutput] = []
        var problems: [FileProblem] = []
        for definition in definitions where seen.insert(definition.way).inserted {
            var output = ResolvedOutput(definition)
            do {
                output.password = try await definition.secret(\.password, "password", reader, warn)
                output.token = try await definition.secret(\.token, "token", reader, warn)
                resolved.append(output)
            } catch {
                problems.append(definition.problem(error, .error))
            }
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return resolved
    }

    private func secret(
        _ source: KeyPath<PushDefinition, CredentialSource?>,
        _ noun: String,
        _ reader: SecretReader,
        _ warn: (FileProblem) -> Void
    ) async throws(ScalarObjection) -> Secret? {
        let push: PushDefinition
        switch way {
        case .remoteWrite(let definition), .influx(let definition): push = definition
        case .jsonLines: return nil
        }
        guard let source = push[keyPath: source] else { return nil }
        let what = "\(noun) of the output to \(push.url.endpoint)"
        let finding = try await reader.read(source, what, mayBeEmpty: false) { _ in throw CancellationError() }
        if let warning = finding.warning { warn(problem(warning, .warning)) }
        return finding.secret
    }

    private func problem(_ objection: ScalarObjection, _ severity: FileProblem.Severity) -> FileProblem {
        FileProblem(
            file: file,
            line: line,
            column: column,
            message: objection.message,
            hint: objection.hint,
            severity: severity
        )
    }
}
