/// The name of an interface, in its long form: `Ethernet1`, `Ethernet1/1`, `Port-Channel10`, `Vlan20`, `mgmt0`.
///
/// Short and long forms of every vendor are the same name: `Et1`, `Eth1/1`, `po10`, `port-channel10`, `Vl20`, `Lo0`. What
/// is not known as an interface's name, such as a port id that is a MAC address, stays as it was written.
public struct InterfaceName: TextValue {
    /// In errors.
    public static let noun = "the name of an interface"

    /// The long form.
    public let description: String

    /// As the device wrote it, which equality does not look at.
    public let written: String

    /// Reads a name; `nil` where the text is empty.
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        written = text
        description = Self.parts(of: text).map { Self.kind(named: $0.word, $0.number).long + $0.number } ?? text
    }

    /// The short form: `Et1`, `Po10`, `Vl20`, `mgmt0`; on slotted ports `Eth1/1`, as NX-OS prints them.
    public var short: String {
        guard let (word, number) = Self.parts(of: description) else { return description }
        let kind = Self.kind(named: word, number)
        return (kind.long == "Ethernet" && number.contains("/") ? "Eth" : kind.short) + number
    }

    /// Whether it is a sub-interface, such as `Ethernet1.100`.
    public var isSubinterface: Bool { Self.parts(of: description).map { $0.number.contains(".") } ?? false }

    /// The same name in another writing is the same interface.
    public static func == (first: InterfaceName, second: InterfaceName) -> Bool {
        first.description == second.description
    }

    /// Hashes the long form.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(description)
    }

    private struct Kind {
        let long: String
        let short: String
    }

    private static let kinds: [String: Kind] = {
        let table: [(long: String, short: String, words: [String])] = [
            ("Ethernet", "Et", ["et", "eth"]), ("Port-Channel", "Po", ["po", "portchannel"]),
            ("Loopback", "Lo", ["lo", "loop"]), ("Vlan", "Vl", ["vl"]), ("Management", "Ma", ["ma"]),
            ("mgmt", "mgmt", []), ("Tunnel", "Tu", ["tu", "tun"]), ("Vxlan", "Vx", ["vx"]), ("nve", "nve", []),
            ("Null", "Null", ["nu"]), ("FastEthernet", "Fa", ["fa"]), ("GigabitEthernet", "Gi", ["gi", "gig"]),
            ("TenGigabitEthernet", "Te", ["te", "ten"]), ("TwentyFiveGigE", "Twe", ["twe"]),
            ("FortyGigabitEthernet", "Fo", ["fo"]), ("HundredGigE", "Hu", ["hu"]),
        ]
        var kinds: [String: Kind] = [:]
        for (long, short, words) in table {
            for word in words + [long.lowercased()] { kinds[word] = Kind(long: long, short: short) }
        }
        return kinds
    }()

    private static func kind(named word: String, _ number: String) -> Kind {
        kinds[word.lowercased()] ?? Kind(long: word, short: word)
    }

    /// A known word and the number behind it: `Ethernet` and `1/1.100`.
    private static func parts(of text: String) -> (word: String, number: String)? {
        guard let start = text.utf8.firstIndex(where: { (0x30...0x39).contains($0) }) else { return nil }
        let word = text[..<start].trimmingSuffix(while: { $0 == " " })
        let number = text[start...]
        let isNumber = number.utf8.allSatisfy { (0x30...0x39).contains($0) || "/.:".utf8.contains($0) }
        guard isNumber, kinds[word.lowercased()] != nil else { return nil }
        return (String(word), String(number))
    }
}

extension Substring {
    /// The text without the characters at its end that a test takes.
    fileprivate func trimmingSuffix(while isTaken: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isTaken(last) { rest.removeLast() }
        return rest
    }
}
