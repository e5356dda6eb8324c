import Foundation
import TestSupport
import Testing
import Trawl

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct InventorySecretsTests {
    private struct NobodyThere: Error {}

    /// Resolves the one credential of an inventory whose password is said so.
    private func resolve(
        _ password: String,
        environment: [String: String] = [:],
        limit: Duration = .seconds(30),
        prompt: (String) async throws -> Secret = { _ in throw NobodyThere() },
        warn: (FileProblem) -> Void = { _ in }
    ) async throws(FileProblems) -> Credential? {
        let text = """
            credentials:
              lab: { username: admin, password: \(password) }
            devices:
              leaf1: { dialect: eapi, credentials: lab }
            """
        let inventory = try inventory(text, path: "inventory.yaml")
        let reader = SecretReader(environment: environment, commandLimit: limit)
        let devices = try await inventory.resolvingSecrets(
            for: inventory.devices,
            with: reader,
            prompt: prompt,
            warn: warn
        )
        return devices.first?.credential
    }

    @Test
    func `a password comes from the environment`() async throws {
        let credential = try await resolve("{ env: LAB }", environment: ["LAB": "pä:%ss "])
        #expect(credential?.password.reveal() == "pä:%ss ")
        #expect(credential?.username == "admin")
    }

    @Test(arguments: [
        ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), ("s3cret", "s3cret"), (" s3cret \n", " s3cret "),
    ])
    func `a password comes from a file, without the line break at its end`(text: String, expected: String) async throws
    {
        try await withTemporaryDirectory { directory in
            try write(text, to: "\(directory)/password")
            let credential = try await resolve("{ file: \(directory)/password }")
            #expect(credential?.password.reveal() == expected)
        }
    }

    @Test
    func `a password comes from what systemd passed to the service`() async throws {
        try await withTemporaryDirectory { directory in
            try write("s3cret\n", to: "\(directory)/trawl.lab", mode: 0o400)
            let environment = ["CREDENTIALS_DIRECTORY": directory]
            let credential = try await resolve("{ systemd: trawl.lab }", environment: environment)
            #expect(credential?.password.reveal() == "s3cret")
            let error = try await #require(throws: FileProblems.self) {
                try await resolve("{ systemd: other }", environment: environment)
            }
            let problem = try #require(error.problems.first)
            #expect(problem.message.contains("file `\(directory)/other` cannot be read: no such file or directory"))
            #expect(problem.hint == "does the unit say `LoadCredential=other:FILE` or `LoadCredentialEncrypted=`?")
        }
    }

    @Test
    func `a file that others may read is warned about`() async throws {
        try await withTemporaryDirectory { directory in
            try write("s3cret\n", to: "\(directory)/password", mode: 0o644)
            var warnings: [FileProblem] = []
            _ = try await resolve("{ file: \(directory)/password }", warn: { warnings.append($0) })
            #expect(warnings.map(\.severity) == [.warning])
            #expect(warnings.first?.line == 2)
            #expect(warnings.first?.message.contains("mode 644") == true)
        }
    }

    @Test
    func `a password comes from a command, run without a shell`() async throws {
        let credential = try await resolve("{ command: [printf, '%s\\n', '$HOME; `x` two'] }")
        #expect(credential?.password.reveal() == "$HOME; `x` two")
    }

    @Test
    func `a command's large output is read whole, and refused`() async throws {
        let error = try await #require(throws: FileProblems.self) { try await resolve("{ command: [seq, '100000'] }") }
        #expect(error.problems.first?.message.contains("printed more than any password") == true)
    }

    @Test
    func `a command that leaves a child behind is not waited for any longer`() async throws {
        let credential = try await resolve("{ command: [sh, -c, 'sleep 5 2>/dev/null & echo s3cret'] }")
        #expect(credential?.password.reveal() == "s3cret")
    }

    @Test
    func `a password is asked for by name`() async throws {
        var asked: [String] = []
        let credential = try await resolve("{ prompt: true }") { what in
            asked.append(what)
            return Secret("typed")
        }
        #expect(asked == ["password of credential `lab` (user `admin`)"])
        #expect(credential?.password.reveal() == "typed")
    }

    @Test(arguments: [
        ("{ env: NOT_SET }", "environment variable `NOT_SET` is not set"),
        ("{ env: EMPTY }", "is empty (environment variable `EMPTY`)"),
        ("{ env: LINES }", "holds a line break or a NUL"),
        ("{ file: /nonexistent/secret }", "file `/nonexistent/secret` cannot be read: no such file or directory"),
        ("{ file: /tmp }", "cannot be read: it is a directory"),
        ("{ file: /dev/null }", "is empty"),
        ("{ command: [trawl-no-such-command] }", "command `trawl-no-such-command` cannot be run"),
        ("{ command: [sh, -c, 'echo canary; exit 3'] }", "ended with status 3"),
        ("{ command: [sh, -c, 'echo canary; kill -TERM $$'] }", "ended by signal 15"),
        ("{ command: [sh, -c, 'kill -STOP $$; echo canary'] }", "was stopped, as those are that ask at the terminal"),
        ("{ command: ['true'] }", "is empty (command `true`)"),
        ("{ command: [printf, 'canary\\ncanary'] }", "holds a line break or a NUL"),
        ("{ systemd: trawl.lab }", "`CREDENTIALS_DIRECTORY` is not set, so systemd passed none"),
        ("{ prompt: true }", "nobody could be asked for it"),
    ])
    func `a password that cannot be had is told at its credential, and never shown`(
        password: String,
        expected: String
    ) async throws {
        let environment = ["EMPTY": "", "LINES": "canary\ncanary"]
        let error = try await #require(throws: FileProblems.self) {
            try await resolve(password, environment: environment)
        }
        let problem = try #require(error.problems.first)
        #expect((problem.file, problem.line, problem.column) == ("inventory.yaml", 2, 3))
        #expect(problem.message.contains(expected), "\(problem.message)")
        #expect(!error.description.contains("canary"))
    }

    @Test
    func `a command that hangs is ended at its limit`() async throws {
        let error = try await #require(throws: FileProblems.self) {
            try await resolve("{ command: [sleep, '50'] }", limit: .milliseconds(50))
        }
        #expect(error.problems.first?.message.contains("took longer than") == true)
    }

    @Test
    func `each credential is read once, and one that no device has is left alone`() async throws {
        let text = """
            credentials:
              used: { username: a, password: { prompt: true }, enable: { prompt: true } }
              unused: { username: b, password: { env: NOT_SET } }
            defaults: { dialect: eapi }
            devices:
              "leaf[1-100]": { credentials: used }
              plain: {}
              other: { credentials: unused }
            """
        let inventory = try inventory(text)
        var asked: [String] = []
        let devices = try await inventory.resolvingSecrets(
            for: inventory.devices.filter { $0.name != "other" },
            with: SecretReader(environment: [:]),
            prompt: { what in
                asked.append(what)
                return Secret(what.hasPrefix("enable") ? "" : "p")
            },
            warn: { _ in }
        )
        #expect(asked.count == 2)
        #expect(devices.count == 101)
        #expect(devices.prefix(100).allSatisfy { $0.credential?.password.reveal() == "p" })
        #expect(devices.prefix(100).allSatisfy { $0.credential?.enable?.reveal() == "" })
        #expect(devices.last?.credential == nil)
    }

    @Test
    func `every password that is missing is told at once`() async throws {
        let text = """
            credentials:
              a: { username: a, password: { env: NO_A } }
              b: { username: b, password: { env: NO_B } }
            devices:
              leaf1: { dialect: eapi, credentials: b }
              leaf2: { dialect: eapi, credentials: a }
            """
        let inventory = try inventory(text)
        let error = try await #require(throws: FileProblems.self) {
            try await inventory.resolvingSecrets(
                for: inventory.devices,
                with: SecretReader(environment: [:]),
                prompt: { _ in Secret("") },
                warn: { _ in }
            )
        }
        #expect(error.problems.map(\.line).sorted() == [2, 3])
    }

    @Test
    func `an interrupted command is ended`() async throws {
        let task = Task {
            try await SecretCommand(arguments: ["sleep", "50"], limit: .seconds(50)).output()
        }
        task.cancel()
        await #expect(throws: SecretCommand.Failure.self) { try await task.value }
    }

    @Test
    func `a command gets none of our descriptors`() async throws {
        // Above those that a shell or `ls` take for themselves, and not closed by exec.
        let descriptor = fcntl(2, F_DUPFD, 100)
        defer { close(descriptor) }
        let output = try await SecretCommand(
            arguments: ["sh", "-c", "for f in /proc/$$/fd/*; do echo ${f##*/}; done"],
            limit: .seconds(50)
        ).output()
        let numbers = String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { Int32($0) }
        #expect(numbers.prefix(3) == [0, 1, 2])
        // The shell keeps one or two of its own, next to the others or from 10 on.
        #expect(numbers.allSatisfy { $0 < 100 } && numbers.count < 6, "\(numbers)")
    }

    @Test(arguments: [true, false])
    func `what a command started ends with it`(isInterrupted: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let file = "\(directory)/child"
            let script = "sleep 50 & echo $! >\(file).part; mv \(file).part \(file); wait"
            let task = Task {
                try await SecretCommand(
                    arguments: ["sh", "-c", script],
                    limit: isInterrupted ? .seconds(50) : .seconds(3)
                ).output()
            }
            var child: Int32?
            try await eventually {
                // Not there yet.
                child = (try? String(contentsOfFile: file, encoding: .utf8)).flatMap(Self.number)
                return child != nil
            }
            let number = try #require(child)
            if isInterrupted { task.cancel() }
            await #expect(throws: SecretCommand.Failure.self) { try await task.value }
            try await eventually { Self.isGone(number) }
        }
    }

    private static func number(_ line: String) -> Int32? {
        Int32(line.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Whether a process ended, with or without somebody who asked for its status.
    private static func isGone(_ process: Int32) -> Bool {
        // Without a file there is no process.
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return stat.split(separator: ")").last?.hasPrefix(" Z") == true
    }
}
