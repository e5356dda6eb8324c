import Testing
import TrawlCore

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct YAMLDocumentTests {
    private let head = """
        - run: "20261120T210000Z-7f3a9c"
          collection: "fabric"
          request: "arp"
          device: "leaf1"
          address: "10.0.0.1"
          dialect: "eapi"
          labels:
            role: "leaf"
            site: "dc1"
          started: "2026-11-20T21:00:00.123Z"
          attempts: 1
          status: "ok"

        """
    private let tail = """
          timing:
            queued_ms: 0.1
            resolve_ms: 0.0
            connect_ms: 0.4
            tls_ms: 2.1
            first_byte_ms: 51.0
            total_ms: 51.3
            bytes: 1342
            reused: true

        """

    private func yaml(_ json: String) throws -> String {
        try text(of: YAMLDocument(), [makeOutcome(replies: [try jsonReply(json)])])
    }

    @Test func `a record is a list item in block style`() throws {
        let data = """
              data:
                interfaces:
                  - name: "Ethernet1"
                    up: true
                  - []
                  - - 1
                    - null
                "10.0.0.1": {}

            """
        let json = #"{"interfaces":[{"name":"Ethernet1","up":true},[],[1,null]],"10.0.0.1":{}}"#
        #expect(try yaml(json) == head + data + tail)
    }

    @Test(arguments: [
        (#""no""#, #""no""#), (#""a\"\\\n\t""#, #""a\"\\\n\t""#), (#""\u001b[2J""#, #""\x1b[2J""#),
        (#""\u202e\ufeff""#, #""\u202e\ufeff""#), (#""\ud83d\ude00""#, "\"\u{1F600}\""), (#""\/""#, "\"/\""),
        ("1e5", "1.0e+5"), ("-2.5E-3", "-2.5e-3"), ("18446744073709551615", "18446744073709551615"), ("null", "null"),
    ])
    func `scalars read the same in every version of YAML`(json: String, expected: String) throws {
        #expect(try yaml(json) == head + "  data: \(expected)\n" + tail)
    }

    @Test(arguments: [("yes", "\"yes\""), ("a b", "\"a b\""), ("a-b_1", "a-b_1"), ("1a", "\"1a\""), ("", "\"\"")])
    func `keys are quoted where they must be`(key: String, expected: String) throws {
        #expect(try yaml("{\"\(key)\":1}") == head + "  data:\n    \(expected): 1\n" + tail)
    }

    @Test func `a key that is there twice is a list`() throws {
        #expect(
            try yaml(#"{"a":1,"b":2,"a":{"c":3}}"#) == head + """
                  data:
                    a:
                      - 1
                      - c: 3
                    b: 2

                """ + tail
        )
    }

    @Test func `depth ends in flow style`() throws {
        let json = String(repeating: #"{"a":["#, count: 20) + "1" + String(repeating: "]}", count: 20)
        let lines = try yaml(json).split(separator: "\n")
        #expect(lines.contains { $0.contains("{a: [{a: [") })
    }
}
