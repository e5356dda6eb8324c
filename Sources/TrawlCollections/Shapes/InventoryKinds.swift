import Trawl

extension ScalarKind {
    /// A device's name, with ranges or without; ``NameRange`` says what is wrong with a range.
    static let deviceName = spelled(
        "a device's name",
        deviceNamePattern,
        hint: "one line of printable text that begins and ends with no blank"
    ) { name in
        !name.isEmpty && name.unicodeScalars.count <= 255 && name.first != " " && name.last != " "
            && name == name.escapingControls
    }

    private static let deviceNamePattern: String = {
        let numbers = "[0-9]{1,9}(?:-[0-9]{1,9})?"
        let range = #"\[\#(numbers)(?:,\#(numbers))*\]"#
        let part = #"(?:[^\[\]\u0000-\u001f\u007f]|\#(range))"#
        return #"^(?! )(?!.* $)(?!.*\$\{)(?=.{1,255}$)\#(part)+$"#
    }()

    /// A device's address; a range in it is checked when it is written out.
    static let address = ScalarKind(
        noun: "an address",
        pattern: #"^(?!.*\$\{)(?![^:\[]*:[^:]*$)(?!\[[^\]]*\]:)[^\s/@?#\u0000-\u001f\u007f]+$"#
    )

    static let hostName = spelled("a host name", "^[A-Za-z0-9._:-]+$") { name in
        !name.isEmpty && name.utf8.allSatisfy { isAlphanumeric($0) || "._:-".utf8.contains($0) }
    }

    static let source = spelled("a local address or interface", "^[A-Za-z0-9._:%@-]+$") { name in
        !name.isEmpty && name.utf8.allSatisfy { isAlphanumeric($0) || "._:%@-".utf8.contains($0) }
    }

    /// The SHA-256 of a certificate; YAML may take its digits for a number, so that is no matter.
    static let fingerprint = spelled(
        "a certificate's SHA-256",
        "^(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){31})$",
        hint: "64 hexadecimal digits, with a colon between each two or without; `trawl trust` writes it"
    ) { CertificateFingerprint($0) != nil }

    static let ciphers = spelled("an OpenSSL cipher list", "^(?!.*\\$\\{)[!-~]+$", form: .pureText) { list in
        !list.isEmpty && list.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    static let proxy = ScalarKind(
        noun: "a proxy such as `http://proxy.example.net:3128`",
        form: .pureText,
        pattern: #"^(?:https?|socks5h?)://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/?$"#
    ) { text in
        guard !text.contains("@") else {
            return ScalarObjection("a user or a password does not belong in a proxy's URL", hint: "leave it out")
        }
        let objection = ScalarObjection(
            "\(text.quoted) is not a proxy",
            hint: "it is written `http://proxy.example.net:3128`, or with `https`, `socks5`, `socks5h`"
        )
        let schemes = ["http://", "https://", "socks5://", "socks5h://"]
        guard let scheme = schemes.first(where: text.hasPrefix) else { return objection }
        var host = text.dropFirst(scheme.count)
        if host.last == "/" { host = host.dropLast() }
        if host.first == "[" {
            guard let close = host.firstIndex(of: "]") else { return objection }
            let isFine = host[..<close].dropFirst().utf8.allSatisfy { isHexadecimal($0) || ":.".utf8.contains($0) }
            guard isFine, close > host.index(after: host.startIndex) else { return objection }
            host = host[host.index(after: close)...]
        } else {
            let name = host.prefix { $0 != ":" }
            let isFine = !name.isEmpty && name.utf8.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
            guard isFine else { return objection }
            host = host.dropFirst(name.count)
        }
        guard !host.isEmpty else { return nil }
        let port = host.dropFirst()
        let isPort =
            host.first == ":" && (1...5).contains(port.count) && port.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isPort ? nil : objection
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// A user name: Basic authentication ends it at the first colon.
    static let username = spelled(
        "a user name",
        #"^(?!.*\$\{)[^:\u0000-\u001f\u007f]+$"#,
        hint: "one line, without `:`"
    ) { name in
        !name.isEmpty && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != ":" }
    }

    /// A password in the file itself.
    static let secret = unrepeated("a password", #"^[^\r\n\u0000]*$"#, hint: "a password is one line") { text in
        !text.utf8.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 }
    }

    /// What the sources of a password are spelled with; never repeated, because passwords end up here by mistake.
    static func unrepeated(
        _ noun: String,
        _ pattern: String,
        hint: String? = nil,
        by isFine: @escaping @Sendable (String) -> Bool
    ) -> ScalarKind {
        var kind = ScalarKind(noun: noun, pattern: pattern) { text in
            isFine(text) ? nil : ScalarObjection("this is not \(noun)", hint: hint)
        }
        kind.isSecret = true
        return kind
    }

    static let variable = unrepeated("an environment variable's name", "^[A-Za-z_][A-Za-z0-9_]*$") { name in
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
    }

    static let secretPath = unrepeated("the path of a file", #"^[^\u0000-\u001f\u007f]+$"#) { text in
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// What systemd takes as a credential's name: it is the name of a file.
    static let systemdCredential = unrepeated(
        "a systemd credential's name",
        #"^(?!\.{1,2}$)[A-Za-z0-9._@:-]{1,255}$"#,
        hint: "letters, digits and `._@:-`, as in `LoadCredential=NAME:…`"
    ) { name in
        (1...255).contains(name.utf8.count) && name != "." && name != ".."
            && name.utf8.allSatisfy { isAlphanumeric($0) || "._@:-".utf8.contains($0) }
    }

    static let argument = unrepeated("an argument of a command", #"^[^\u0000]*$"#) { !$0.utf8.contains(0) }
}
