import Foundation
import Synchronization
import TrawlServer

/// A certificate authority of the fleet's own, and the certificates it made, good and bad.
///
/// The `openssl` command makes them in the fleet's private directory; the bad ones only when a fault asks for them.
final class CertificateAuthority: Sendable {
    /// Which certificate a device shows.
    enum Kind: String, Sendable, Hashable {
        /// Valid for every name in the fleet's domain.
        case valid
        /// Valid until years ago.
        case expired
        /// Valid, for another host.
        case wrongHost = "wrong-host"
        /// Signed by itself.
        case selfSigned = "self-signed"
        /// Valid, on a server that speaks nothing newer than TLS 1.1.
        case old
    }

    /// The authority's own certificate, for clients to trust.
    let file: String
    private let directory: String
    private let contexts = Mutex<[Kind: ServerTLS]>([:])

    /// Makes the authority and the valid certificate.
    init(directory: String) throws {
        self.directory = directory
        file = "\(directory)/ca.pem"
        try openssl(
            Self.newKey("\(directory)/ca.key") + ["-x509", "-days", "3650", "-out", file]
                + ["-subj", "/O=Trawl simulator/CN=Trawl simulated fleet CA"]
                + ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
        )
        _ = try context(.valid)
    }

    /// The certificate of a kind, made when it is first asked for.
    func context(_ kind: Kind) throws -> ServerTLS {
        try contexts.withLock { contexts in
            if let known = contexts[kind] { return known }
            let context = try make(kind)
            contexts[kind] = context
            return context
        }
    }

    private func make(_ kind: Kind) throws -> ServerTLS {
        let name = kind == .wrongHost ? "another.example.net" : "*.\(SimulatedSwitch.domain)"
        let base = "\(directory)/\(kind.rawValue)"
        let (key, certificate) = ("\(base).key", "\(base).pem")
        let subject = ["-subj", "/O=Trawl simulator/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)"]
        switch kind {
        case .valid, .wrongHost, .old:
            try openssl(
                Self.newKey(key) + ["-x509", "-days", "825", "-CA", file, "-CAkey", "\(directory)/ca.key"]
                    + subject + Self.serverExtensions + ["-out", certificate]
            )
        case .selfSigned:
            try openssl(
                Self.newKey(key) + ["-x509", "-days", "825"] + subject + Self.serverExtensions + ["-out", certificate]
            )
        case .expired:
            try openssl(Self.newKey(key) + subject + ["-out", "\(base).csr"])
            try signExpired(request: "\(base).csr", certificate: certificate)
        }
        return try ServerTLS(certificateFile: certificate, keyFile: key, isOld: kind == .old)
    }

    private static func newKey(_ file: String) -> [String] {
        ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", file]
    }

    private static let serverExtensions = [
        "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth",
    ]

    /// Only `openssl ca` of OpenSSL 3.0 signs for dates in the past, and it wants files to keep its books in.
    private func signExpired(request: String, certificate: String) throws {
        let configuration = """
            [ca]
            default_ca = fleet
            [fleet]
            database = \(directory)/index.txt
            new_certs_dir = \(directory)
            rand_serial = yes
            default_md = sha256
            policy = any
            copy_extensions = copy
            [any]
            organizationName = optional
            commonName = supplied

            """
        try configuration.write(toFile: "\(directory)/ca.cnf", atomically: true, encoding: .utf8)
        try "".write(toFile: "\(directory)/index.txt", atomically: true, encoding: .utf8)
        try openssl([
            "ca", "-batch", "-notext", "-config", "\(directory)/ca.cnf", "-cert", file, "-keyfile",
            "\(directory)/ca.key", "-startdate", "20190101000000Z", "-enddate", "20200101000000Z", "-in", request,
            "-out", certificate,
        ])
    }

    private func openssl(_ arguments: [String]) throws {
        let errors = "\(directory)/openssl-errors-\(UUID().uuidString)"
        // The user's configuration could ask for a password or for other extensions.
        let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        let status = try ChildProgram(["openssl"] + arguments, environment: environment, errors: errors).wait()
        guard status == 0 else {
            let message = String(decoding: FileManager.default.contents(atPath: errors) ?? Data(), as: UTF8.self)
            throw SimulatorError("openssl \(arguments[0]) failed: \(message)")
        }
    }
}
