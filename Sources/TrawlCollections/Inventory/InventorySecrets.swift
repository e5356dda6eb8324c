import FoundationEssentials
public import Trawl

extension Inventory {
    /// Reads the passwords that some devices need, each once, and gives them to the devices.
    ///
    /// - Parameters:
    ///   - devices: The devices that will be asked; a credential that none of them has is left alone.
    ///   - prompt: Asks somebody for a password; it is given what to ask for, as
    ///     ``password of credential `lab` (user `admin`)``.
    ///   - warn: Is told of a password file that others may read.
    /// - Returns: The devices, in their order, with passwords.
    /// - Throws: Every password that could not be had, at the place of its credential.
    public func resolvingSecrets(
        for devices: [Device],
        prompt: (String) async throws -> Secret,
        warn: (FileProblem) -> Void = { _ in }
    ) async throws(FileProblems) -> [Device] {
        let reader = SecretReader(environment: ProcessInfo.processInfo.environment)
        return try await resolvingSecrets(for: devices, with: reader, prompt: prompt, warn: warn)
    }

    /// The same with a reader of the caller's.
    func resolvingSecrets(
        for devices: [Device],
        with reader: SecretReader,
        prompt: (String) async throws -> Secret,
        warn: (FileProblem) -> Void
    ) async throws(FileProblems) -> [Device] {
        var resolved: [String: Credential] = [:]
        var failed: Set<String> = []
        var problems: [FileProblem] = []
        // In the devices' order, so that prompts come in an order that somebody expects.
        for credential in devices.compactMap(\.credential)
        where resolved[credential.name] == nil && !failed.contains(credential.name) {
            guard let sources = credentialSources[credential.name] else { continue }
            do {
                resolved[credential.name] = try await resolve(credential, sources, reader, warn, prompt)
            } catch {
                failed.insert(credential.name)
                problems.append(problem(error, at: sources))
                // Who interrupts the first question is not asked another one.
                if Task.isCancelled { break }
            }
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return devices.map { device in
            var device = device
            if let credential = device.credential.flatMap({ resolved[$0.name] }) { device.credential = credential }
            return device
        }
    }

    private func resolve(
        _ credential: Credential,
        _ sources: CredentialSources,
        _ reader: SecretReader,
        _ warn: (FileProblem) -> Void,
        _ prompt: (String) async throws -> Secret
    ) async throws(ScalarObjection) -> Credential {
        let of = "of credential \(credential.name.quoted) (user \(credential.username.quoted))"
        var credential = credential
        let password = try await reader.read(sources.password, "password \(of)", mayBeEmpty: false, prompt: prompt)
        credential.password = password.secret
        if let warning = password.warning { warn(problem(warning, at: sources, .warning)) }
        if let source = sources.enable {
            let enable = try await reader.read(source, "enable password \(of)", mayBeEmpty: true, prompt: prompt)
            credential.enable = enable.secret
            if let warning = enable.warning { warn(problem(warning, at: sources, .warning)) }
        }
        return credential
    }

    private func problem(
        _ objection: ScalarObjection,
        at sources: CredentialSources,
        _ severity: FileProblem.Severity = .error
    ) -> FileProblem {
        FileProblem(
            file: path,
            line: sources.line,
            column: sources.column,
            message: objection.message,
            hint: objection.hint,
            severity: severity
        )
    }
}
