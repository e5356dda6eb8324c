import Testing
import Trawl

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct PinnedInventoryTests {
    private static let hex = (0..<32).map { _ in "AB" }.joined(separator: ":")
    private let pin: CertificateFingerprint

    init() throws {
        pin = try #require(CertificateFingerprint(Self.hex))
    }

    private func pinned(_ text: String, _ names: [String]) throws -> PinnedInventory {
        let source = SourceFile(path: "inventory.yaml", bytes: Array(text.utf8), mode: 0o600)
        let pins = Dictionary(uniqueKeysWithValues: names.map { ($0, pin) })
        return try PinnedInventory(pinning: pins, in: source, vocabulary: .fixed)
    }

    /// An entry as somebody wrote it, and with `PIN` in it.
    private static let entries = [
        ("leaf1: { address: 10.0.0.1 }", "leaf1: { tls: { pin: PIN }, address: 10.0.0.1 }"),
        ("leaf1: {address: 10.0.0.1}  # first", "leaf1: { tls: { pin: PIN }, address: 10.0.0.1}  # first"),
        ("leaf1: {}", "leaf1: { tls: { pin: PIN } }"),
        ("leaf1: { }", "leaf1: { tls: { pin: PIN } }"),
        ("leaf1:", "leaf1: { tls: { pin: PIN } }"),
        ("leaf1:   # bare", "leaf1: { tls: { pin: PIN } }   # bare"),
        ("leaf1: ~", "leaf1: { tls: { pin: PIN } }"),
        ("leaf1: null # none", "leaf1: { tls: { pin: PIN } } # none"),
        ("leaf1: { tls: { verify: false } }", "leaf1: { tls: { pin: PIN, verify: false } }"),
        ("leaf1: { tls: {}, port: 1 }", "leaf1: { tls: { pin: PIN }, port: 1 }"),
        ("leaf1: { tls: { pin: OLD, verify: false } }", "leaf1: { tls: { pin: PIN, verify: false } }"),
        ("leaf1: { tls: { pin: 'OLD' } } # old", "leaf1: { tls: { pin: PIN } } # old"),
        (
            "leaf1: { labels: { site: zürich, name2: 東京 }, tls: { pin: OLD } }",
            "leaf1: { labels: { site: zürich, name2: 東京 }, tls: { pin: PIN } }"
        ),
        ("leaf1:\n    address: 10.0.0.1", "leaf1:\n    tls: { pin: PIN }\n    address: 10.0.0.1"),
        (
            "leaf1:\r\n    # why\r\n    address: 10.0.0.1\r",
            "leaf1:\r\n    # why\r\n    tls: { pin: PIN }\r\n    address: 10.0.0.1\r"
        ),
        ("leaf1:\n    tls:\n      verify: false", "leaf1:\n    tls:\n      pin: PIN\n      verify: false"),
        (
            "leaf1:\n    tls:\n      verify: false\n      pin: OLD",
            "leaf1:\n    tls:\n      verify: false\n      pin: PIN"
        ),
        ("\"leaf1\": { port: 1 }", "\"leaf1\": { tls: { pin: PIN }, port: 1 }"),
        ("leaf1: {\n    port: 1 }", "leaf1: { tls: { pin: PIN },\n    port: 1 }"),
    ]

    @Test(arguments: entries)
    func `a pin is written into a device's own entry, and all else stays byte for byte`(
        before: String,
        after: String
    ) throws {
        func file(_ entry: String) -> String {
            """
            # Names: ünïcode, 名
            credentials: { lab: { username: admin, password: { env: LAB } } }
            defaults: { dialect: eapi, credentials: lab, tls: { ca_file: ca.pem } }
            devices:
              other: { address: 10.0.0.9 }   # stays
              \(entry)
              leaf10: { address: 10.0.0.10 }


            """
        }
        let old = String(repeating: "cd", count: 32)
        let text = file(before.replacing("OLD", with: old))
        let result = try pinned(text, ["leaf1"])
        #expect(result.written == ["leaf1"])
        #expect(result.unwritten == [])
        let expected = file(after.replacing("PIN", with: "\"\(Self.hex)\""))
        #expect(String(decoding: result.bytes, as: UTF8.self) == expected)
    }

    @Test
    func `several devices are pinned at once`() throws {
        let text = "defaults: { dialect: eapi }\ndevices:\n  a: {}\n  b: { port: 1 }\n  c:\n  d: { port: 2 }\n"
        let result = try pinned(text, ["d", "a", "c"])
        #expect(result.written == ["a", "c", "d"])
        let value = "tls: { pin: \"\(Self.hex)\" }"
        let expected = """
            defaults: { dialect: eapi }
            devices:
              a: { \(value) }
              b: { port: 1 }
              c: { \(value) }
              d: { \(value), port: 2 }

            """
        #expect(String(decoding: result.bytes, as: UTF8.self) == expected)
    }

    @Test
    func `a device of a range, and one that is not there, are named and not written`() throws {
        let text = "defaults: { dialect: eapi }\ndevices:\n  a: {}\n  \"b[1-3]\": { port: 1 }\n"
        let result = try pinned(text, ["a", "b2", "c"])
        #expect(result.written == ["a"])
        #expect(result.unwritten.map(\.device) == ["b2", "c"])
        #expect(result.unwritten.map(\.line) == [4, 0])
        #expect(result.unwritten.first?.reason == "`b[1-3]` stands for 3 devices")
        let alone = try pinned(text, ["b2"])
        #expect(String(decoding: alone.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: ["? a\n  : { port: 1 }", "? a\n  :\n    port: 1", "a: { ? tls : { verify: true } }"])
    func `what is written in a rare way is edited right or not at all`(entry: String) throws {
        let text = "defaults: { dialect: eapi }\ndevices:\n  \(entry)\n"
        let result = try pinned(text, ["a"])
        if result.written == ["a"] {
            let source = SourceFile(path: "inventory.yaml", bytes: result.bytes, mode: 0o600)
            #expect(try Inventory(source, vocabulary: .fixed).devices.map(\.tls.pin) == [pin])
        } else {
            #expect(String(decoding: result.bytes, as: UTF8.self) == text)
            #expect(result.unwritten.map(\.device) == ["a"])
        }
    }

    @Test
    func `a file that cannot be read is not edited`() {
        #expect(throws: FileProblems.self) { try pinned("devices: { a: {} }\n", ["a"]) }
    }
}
