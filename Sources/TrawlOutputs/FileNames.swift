/// File names for devices and requests: whatever they are called, no name leaves its directory or hits another's file.
///
/// The same names give the same files in every run, on file systems that fold case too.
struct FileNames {
    /// Leaves room for an extension and a counter in the 255 bytes that file systems allow.
    private static let longest = 180

    /// Names that differ only in case: each carries a hash.
    private var ambiguous: Set<String> = []
    /// The folded names that were given out, and to whom.
    private var owners: [String: String] = [:]

    /// Knows all names from the start, so that which files they get does not depend on who answers first.
    init(knowing names: some Sequence<String> = []) {
        var seen: [String: String] = [:]
        for name in names {
            if let other = seen.updateValue(name, forKey: Self.folded(name)), other != name {
                ambiguous.insert(Self.folded(name))
            }
        }
    }

    /// The file name, without an extension.
    mutating func name(for name: String) -> String {
        let folded = Self.folded(name)
        let owner = owners[folded] ?? name
        owners[folded] = owner
        guard ambiguous.contains(folded) || owner != name else { return Self.escaped(name) }
        // An escaped `%` is followed by a digit, so that no device is called like this.
        return "\(Self.escaped(name))%-\(StableHash.hex(of: name))"
    }

    private static func folded(_ name: String) -> String { escaped(name).lowercased() }

    private static func escaped(_ name: String) -> String {
        var result: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: ".") where result.isEmpty: result.append(contentsOf: "%2E".utf8)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                result.append(byte)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result.append(contentsOf: "%\(digits.count < 2 ? "0" : "")\(digits)".utf8)
            }
        }
        if result.isEmpty { return "%" }
        guard result.count > longest else { return String(decoding: result, as: UTF8.self) }
        return String(decoding: result.prefix(longest - 20), as: UTF8.self) + "%-\(StableHash.hex(of: name))"
    }
}

/// A hash that is the same in every process, unlike Swift's own.
enum StableHash {
    /// FNV-1a, 64 bits, as 16 digits.
    ///
    /// <http://www.isthe.com/chongo/tech/comp/fnv/>
    static func hex(of text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
