/// A request's target, taken apart: a path without tricks, and the query's parameters.
package struct WebTarget: Sendable, Hashable {
    /// The path, decoded; begins with `/`.
    package var path: String
    /// The parameters in the order they came, decoded; `+` is a blank.
    package var parameters: [(name: String, value: String)] {
        zip(names, values).map { ($0, $1) }
    }

    private var names: [String] = []
    private var values: [String] = []

    /// Takes a target apart; `nil` where it is none, or tries to climb.
    package init?(_ target: String) {
        guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        var rest = target[...]
        // A request to a proxy names the host; a server has to understand it.
        for scheme in ["http://", "https://"] where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count).drop { $0 != "/" && $0 != "?" }
            if rest.first != "/" { rest = "/" + rest }
        }
        guard rest.first == "/", !rest.contains("#"), !rest.contains("\\") else { return nil }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = Self.decoded(parts[0], plusIsBlank: false), Self.isPlain(path) else { return nil }
        self.path = path
        guard parts.count == 2 else { return }
        for pair in parts[1].split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves[0], plusIsBlank: true),
                let value = Self.decoded(halves.count == 2 ? halves[1] : "", plusIsBlank: true)
            else { return nil }
            names.append(name)
            values.append(value)
        }
    }

    /// The values of a parameter.
    package func values(of name: String) -> [String] {
        parameters.filter { $0.name == name }.map(\.value)
    }

    /// Whether no part of a path is empty or climbs; only the last may be empty.
    private static func isPlain(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return parts.dropLast().allSatisfy { !$0.isEmpty } && !parts.contains { $0 == "." || $0 == ".." }
            && path.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" }
    }

    /// Text without percent signs; `nil` where they are wrong, or what they stand for is no text.
    private static func decoded(_ text: Substring, plusIsBlank: Bool) -> String? {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
