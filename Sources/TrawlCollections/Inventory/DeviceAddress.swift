#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What may stand as a device's address: a host name or an IP address, and nothing that belongs elsewhere.
enum DeviceAddress {
    /// The address as devices carry it: IPv6 without brackets.
    ///
    /// - Throws: Why it is none. A message never repeats what might be a password.
    static func read(_ text: String) throws(ScalarObjection) -> String {
        guard !text.utf8.contains(UInt8(ascii: "@")) else {
            throw ScalarObjection(
                "a user or a password does not belong in an address",
                hint: "name it under `credentials`, and only the host in `address`"
            )
        }
        if text.contains("://") || text.contains(where: { "/?#".contains($0) }) {
            throw ScalarObjection(
                "\(text.quoted) is a URL, not an address",
                hint: "put the host in `address`, and what else there is in `scheme` and `port`"
            )
        }
        if text.first == "[" { return try bracketed(text) }
        switch text.utf8.count(where: { $0 == UInt8(ascii: ":") }) {
        case 0:
            try checkName(text)
        case 1:
            let host = text.prefix { $0 != ":" }
            let port = text.dropFirst(host.count + 1)
            let hint = Int(port).map { "set `address: \(host)` and `port: \($0)`" }
            throw ScalarObjection("\(text.quoted) is not an address", hint: hint)
        default:
            guard isIPv6(text) else { throw ScalarObjection("\(text.quoted) is not an IPv6 address") }
        }
        return text
    }

    private static func bracketed(_ text: String) throws(ScalarObjection) -> String {
        guard let close = text.firstIndex(of: "]") else {
            throw ScalarObjection("\(text.quoted) has a `[` without a `]`")
        }
        let inside = String(text[text.index(after: text.startIndex)..<close])
        guard isIPv6(inside) else { throw ScalarObjection("\(text.quoted) is not an IPv6 address") }
        let rest = text[text.index(after: close)...]
        guard rest.isEmpty else {
            let hint = rest.first == ":" ? Int(rest.dropFirst()).map { "set `port: \($0)`" } : nil
            throw ScalarObjection("\(text.quoted) is not an address", hint: hint)
        }
        return inside
    }

    /// Whether it is an IPv6 address, with or without a scope (`%eth0`).
    private static func isIPv6(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            let isScope =
                !parts[1].isEmpty
                && parts[1].utf8.allSatisfy { ScalarKind.isAlphanumeric($0) || ".-_".utf8.contains($0) }
            guard isScope else { return false }
        }
        var address = in6_addr()
        return unsafe inet_pton(AF_INET6, String(parts[0]), &address) == 1
    }

    /// A host name, or an IPv4 address with all its four numbers: `10.1` would quietly become 10.0.0.1.
    private static func checkName(_ text: String) throws(ScalarObjection) {
        guard !text.isEmpty else { throw ScalarObjection("the address is empty") }
        guard text.utf8.contains(where: { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: ".") }) else {
            var address = in_addr()
            guard unsafe inet_pton(AF_INET, text, &address) == 1 else {
                throw ScalarObjection("\(text.quoted) is not an IPv4 address")
            }
            return
        }
        if text.utf8.contains(where: { $0 >= 0x80 }) {
            throw ScalarObjection("\(text.quoted) is not a host name", hint: "write it as DNS has it, as `xn--…`")
        }
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let named = labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
        let isFine =
            text.utf8.count <= 254 && !named.isEmpty
            && named.allSatisfy { label in
                (1...63).contains(label.count)
                    && label.allSatisfy { ScalarKind.isAlphanumeric($0) || "-_".utf8.contains($0) }
            }
        guard isFine else { throw ScalarObjection("\(text.quoted) is not a host name or an IP address") }
    }
}
