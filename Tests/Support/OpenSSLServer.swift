import Foundation

/// `openssl s_server`, which shares no code with us: a page that tells how its connection was made, over any TLS.
package struct OpenSSLServer: Sendable {
    /// Where it listens.
    package let address: String
    /// Its port.
    package let port: Int

    /// Whether there is one on this host.
    package static let isInstalled = ["/usr/bin/openssl", "/usr/local/bin/openssl"]
        .contains(where: FileManager.default.isExecutableFile(atPath:))

    /// Runs a server with a new self-signed certificate, `server.pem` in the sandbox, while a body runs.
    ///
    /// - Parameters:
    ///   - options: What is said to `s_server`, such as `-tls1_2`.
    ///   - key: What is said to `openssl req -newkey`.
    ///   - subject: Whom the certificate is made out to.
    ///   - sandbox: Where its files are.
    ///   - body: What to do while it runs.
    /// - Throws: ``OpenSSLFailure``, and what the body throws.
    package static func with(
        _ options: [String] = [],
        key: String = "rsa:2048",
        subject: String = "/O=Trawl/CN=server.trawl.test",
        in sandbox: Sandbox,
        _ body: (OpenSSLServer) async throws -> Void
    ) async throws {
        // Nobody hands out a free port to a program that wants a number: a rare address of loopback has them all.
        let octets = (0..<2).map { _ in Int.random(in: 1...254) }
        let server = OpenSSLServer(address: "127.204.\(octets[0]).\(octets[1])", port: Int.random(in: 20_000...29_999))
        let made = try await sandbox.run([
            "openssl", "req", "-x509", "-newkey", key, "-nodes", "-days", "2", "-sha256", "-keyout", "server.key",
            "-out", "server.pem", "-utf8", "-subj", subject,
            "-addext", "subjectAltName=DNS:server.trawl.test,IP:\(server.address)",
        ])
        guard made.status == 0 else { throw OpenSSLFailure(what: made.stderr) }
        let command = [
            "openssl", "s_server", "-accept", "\(server.address):\(server.port)", "-cert", "server.pem",
            "-key", "server.key", "-www",
        ]
        _ = try await sandbox.run(command + options, timeout: .seconds(120)) { program in
            try await eventually { program.output.contains("ACCEPT") || !program.isRunning }
            guard program.isRunning else { throw OpenSSLFailure(what: program.errors) }
            try await body(server)
            program.send(SIGKILL)
        }
    }

    /// The fingerprint of the certificate, as `openssl` itself prints it.
    package func fingerprint(in sandbox: Sandbox) async throws -> String {
        let result = try await sandbox.run([
            "openssl", "x509", "-in", "server.pem", "-noout", "-fingerprint", "-sha256",
        ])
        return result.stdout.split(separator: "=").last.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
    }
}

/// `openssl` did not do what a test needs.
package struct OpenSSLFailure: Error, CustomStringConvertible {
    /// What it said.
    package var what: String
    /// What it said.
    package var description: String { "openssl: \(what)" }
}
