/// Takes the secrets out of a configuration, as NAPALM does for platforms that do not do so themselves.
///
/// Line by line: what stands before a secret stays, the secret becomes `<removed>`. What no rule knows stays as it is;
/// the rules are those of the way of writing that EOS and NX-OS share with other Cisco-like systems.
enum Sanitizer {
    /// What stands in place of a secret.
    static let removed = "<removed>"

    /// The configuration without its secrets.
    static func sanitized(_ configuration: String) -> String {
        configuration.split(separator: "\n", omittingEmptySubsequences: false).map(line).joined(separator: "\n")
    }

    private static func line(_ line: Substring) -> String {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let found = secret(in: words) else { return String(line) }
        let margin = line.prefix { $0.isWhitespace }
        let rest = found.endsLine ? [] : words[(found.place + 1)...]
        return margin + (words[..<found.place] + [removed] + rest).joined(separator: " ")
    }

    /// Where the secret of a line stands, and whether the rest of the line goes with it.
    private static func secret(in words: [String]) -> (place: Int, endsLine: Bool)? {
        guard let first = words.first, words.count > 1 else { return nil }
        switch (first, words[1]) {
        case ("description", _), ("remark", _), ("name", _), ("banner", _), ("no", _), ("!", _): return nil
        case ("snmp-server", "community"): return words.count > 2 ? (2, true) : nil
        case ("snmp-server", "host"): return host(words)
        // Both keys of a user, with whatever says how they are written.
        case ("snmp-server", "user"): return behind(["auth", "priv"], words).map { ($0, true) }
        case ("username", _), ("enable", _), ("aaa", "root"):
            return behind(["password", "secret"], words).map { ($0, true) }
        case ("ntp", "authentication-key"): return behind(["md5", "sha1"], words).map { ($0, false) }
        case ("crypto", "isakmp"): return behind(["key"], words).map { ($0, false) }
        case ("tacacs-server", _), ("radius-server", _):
            guard let key = words.firstIndex(of: "key"), key + 1 < words.count else { return nil }
            return (key + 1, true)
        case ("key-string", _): return (1, true)
        // `key 1` and `key chain NAME` only name something.
        case ("key", let kind) where words.count > 2 && kind != "chain": return (2, true)
        default: break
        }
        let policies: Set<String> = ["minimum", "strength-check", "policy", "expiry", "history"]
        if let key = words.firstIndex(where: ["password", "secret", "shared-secret"].contains), key + 1 < words.count,
            !policies.contains(words[key + 1])
        {
            return (key + 1, true)
        }
        if let place = behind(["message-digest-key", "authentication-key"], words) { return (place, true) }
        guard words.contains("authentication") else { return nil }
        return behind(["text", "key-string"], words).map { ($0, false) }
    }

    /// Words that say how a secret is written, or what it is for.
    private static let styles: Set<String> = [
        "0", "3", "5", "6", "7", "8", "8a", "9", "sha512", "encrypted", "md5", "sha", "sha-256", "sha256", "des", "aes",
        "aes-128", "aes-192", "aes-256",
    ]

    /// The place behind the first of some words and behind what says how the secret is written; `nil` without one.
    private static func behind(_ keys: Set<String>, _ words: [String]) -> Int? {
        guard let key = words.firstIndex(where: keys.contains) else { return nil }
        var place = key + 1
        // The number of an OSPF key, and a style that is not the secret itself.
        if words[key] == "message-digest-key" { place += 1 }
        while place + 1 < words.count, styles.contains(words[place]) { place += 1 }
        return place < words.count ? place : nil
    }

    /// The community or the user of `snmp-server host ADDRESS [vrf NAME] [traps|informs] [version 2c] COMMUNITY …`.
    private static func host(_ words: [String]) -> (place: Int, endsLine: Bool)? {
        let pairs: Set<String> = ["vrf", "use-vrf", "filter-vrf", "source-interface", "udp-port"]
        let plain: Set<String> = ["version", "informs", "traps", "1", "2c", "3", "noauth", "auth", "priv"]
        var place = 3
        while place < words.count {
            if pairs.contains(words[place]) {
                place += 2
            } else if plain.contains(words[place]) {
                place += 1
            } else {
                return (place, false)
            }
        }
        return nil
    }
}
