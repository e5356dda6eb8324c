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
        /// Valid in many years.
        case notYetValid = "not-yet-valid"
        /// Valid, signed by another authority that is signed by the fleet's and not shown.
        case missingIntermediate = "missing-intermediate"
        /// Valid, with a short key.
        case weak
        /// Valid, with the name in the subject alone.
        case nameInSubject = "name-in-subject"
        /// Valid, on a server that asks for a client's certificate.
        case clientAuthentication = "client-authentication"
        /// The same, on one that speaks nothing newer than TLS 1.2.
        case clientAuthenticationTLS12 = "client-authentication-tls12"
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
        var subject = ["-subj", "/O=Trawl simulator/CN=\(name)"]
        if kind != .nameInSubject { subject += ["-addext", "subjectAltName=DNS:\(name)"] }
        let newKey = kind == .weak ? Self.newWeakKey(key) : Self.newKey(key)
        switch kind {
        case .valid, .wrongHost, .weak, .nameInSubject, .clientAuthentication, .clientAuthenticationTLS12, .old:
            try openssl(
                newKey + ["-x509", "-days", "825", "-CA", file, "-CAkey", "\(directory)/ca.key"]
                    + subject + Self.serverExtensions + ["-out", certificate]
            )
        case .missingIntermediate:
            let between = "\(directory)/intermediate"
            try openssl(
                Self.newKey("\(between).key") + ["-x509", "-days", "825", "-CA", file, "-CAkey", "\(directory)/ca.key"]
                    + ["-subj", "/O=Trawl simulator/CN=Trawl simulated fleet intermediate CA"]
                    + ["-addext", "basicConstraints=critical,CA:TRUE", "-out", "\(between).pem"]
            )
            try openssl(
                newKey + ["-x509", "-days", "825", "-CA", "\(between).pem", "-CAkey", "\(between).key"]
                    + subject + Self.serverExtensions + ["-out", certificate]
            )
        case .selfSigned:
            try openssl(
                Self.newKey(key) + ["-x509", "-days", "825"] + subject + Self.serverExtensions + ["-out", certificate]
            )
        case .expired, .notYetValid:
            try openssl(Self.newKey(key) + subject + ["-out", "\(base).csr"])
            let years = kind == .expired ? 2019...2020 : 2090...2091
            try sign("\(base).csr", for: years, certificate: certificate)
        }
        return try serve(kind, certificate, key)
    }

    private func serve(_ kind: Kind, _ certificate: String, _ key: String) throws -> ServerTLS {
        let version: ServerTLS.Version? =
            switch kind {
            case .old: .v11
            case .clientAuthenticationTLS12: .v12
            default: nil
            }
        let asksForCertificate = kind == .clientAuthentication || kind == .clientAuthenticationTLS12
        return try ServerTLS(
            certificateFile: certificate,
            keyFile: key,
            newest: version,
            clientAuthority: asksForCertificate ? file : nil
        )
    }

    private static func newWeakKey(_ file: String) -> [String] {
        ["req", "-new", "-newkey", "rsa:1024", "-nodes", "-keyout", file]
    }

    private static func newKey(_ file: String) -> [String] {
        ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", file]
    }

    private static let serverExtensions = [
        "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth",
    ]

    /// Only `openssl ca` of OpenSSL 3.0 signs for dates of one's choice, and it wants files to keep its books in.
    private func sign(_ request: String, for years: ClosedRange<Int>, certificate: String) throws {
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
            "\(directory)/ca.key", "-startdate", "\(years.lowerBound)0101000000Z", "-enddate",
            "\(years.upperBound)0101000000Z", "-in", request, "-out", certificate,
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
