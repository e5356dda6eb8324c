import Testing
import TrawlCore

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct TableDocumentTests {
    private func table(_ outcomes: [Outcome], width: Int? = nil, color: Bool = false) throws -> String {
        try text(of: TableDocument(style: .init(width: width, color: color), memoryLimit: 0), outcomes)
    }

    @Test func `a row an answer, and numbers to the right`() throws {
        let outcomes = [
            makeOutcome(makeDevice("leaf1"), replies: [try jsonReply(#"{"version":"4.30","cpu":7,"vlans":[1,2]}"#)]),
            makeOutcome(makeDevice("l2"), replies: [try jsonReply(#"{"version":"東京","cpu":128,"vlans":[1],"x":{}}"#)]),
            makeOutcome(makeDevice("l3"), replies: [try jsonReply(#"{"cpu":null,"up":true}"#)]),
        ]
        #expect(
            try table(outcomes) == """
                device  version  cpu  vlans    x         up
                leaf1   4.30       7  2 items
                l2      東京     128  1 item   0 fields
                l3                 -                     true

                """
        )
    }

    @Test func `a table that only counts says what shows the rest`() throws {
        let outcomes = [
            makeOutcome(makeDevice("leaf1"), replies: [try jsonReply(#"{"vrfs":{"default":{}},"rows":[1,2]}"#)])
        ]
        #expect(
            try table(outcomes) == """
                device  vrfs     rows
                leaf1   1 field  2 items
                … the answers have parts, which are counted here: `--format jsonl` shows them

                """
        )
    }

    @Test func `three of 48 devices dead and one refusing are 44 rows`() throws {
        let outcomes = try (1...48).map { index in
            let device = makeDevice("leaf\(index)")
            guard index > 4 else {
                let code: DeviceError.Code = index < 4 ? .connectTimeout : .commandRefused
                return makeOutcome(device, error: makeError(code, device: device.name))
            }
            return makeOutcome(device, replies: [try jsonReply(#"{"version":"4.30"}"#)])
        }
        #expect(try table(outcomes).split(separator: "\n").count == 45)
    }

    @Test func `each request and dialect has its table, and a model has one`() throws {
        struct Facts: Encodable { let vendor: String }
        let nexus = makeDevice("n1", dialect: .nxapi)
        let outcomes = [
            makeOutcome(request: "version", replies: [try jsonReply(#"{"v":1}"#)]),
            makeOutcome(request: "facts", model: Facts(vendor: "arista")),
            makeOutcome(nexus, request: "version", replies: [try jsonReply(#"{"kickstart":2}"#)]),
            makeOutcome(nexus, request: "facts", model: Facts(vendor: "cisco")),
        ]
        #expect(
            try table(outcomes) == """
                version (eapi)
                device  v
                leaf1   1

                facts
                device  vendor
                leaf1   arista
                n1      cisco

                version (nxapi)
                device  kickstart
                n1              2

                """
        )
    }

    @Test func `a model that is not whole says why`() throws {
        struct Facts: Encodable { let vendor: String }
        let outcomes = [makeOutcome(model: Facts(vendor: "arista"), error: makeError(.commandRefused))]
        #expect(
            try table(outcomes) == """
                device  vendor  error
                leaf1   arista  command-refused

                """
        )
    }

    @Test func `text is shown under the device's name, escaped`() throws {
        let outcomes = [
            makeOutcome(makeDevice("a"), replies: [textReply("one\r\n  two\u{1B}[2J\n")]),
            makeOutcome(makeDevice("b"), replies: [textReply("three")]),
        ]
        #expect(try table(outcomes) == "a:\none\n  two\\x1b[2J\n\nb:\nthree\n")
    }

    @Test func `nothing of a device acts on the terminal`() throws {
        let json = #"{"\u001b[31mkey":"a\nb\u202e\u009b","x":"é"}"#
        let shown = try table([makeOutcome(makeDevice("leaf\u{1B}"), replies: [try jsonReply(json)])], width: 80)
        #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || !TerminalText.isDangerous($0) })
        #expect(shown.split(separator: "\n").count == 2)
        #expect(shown.contains(#"a\nb\u{202e}\x9b"#))
    }

    @Test func `one character of a thousand marks does not fill the screen`() throws {
        let marks = String(repeating: "\u{301}", count: 5000)
        let shown = try table([makeOutcome(replies: [try jsonReply("{\"a\":\"e\(marks)\"}")])], width: 80)
        #expect(shown.unicodeScalars.count < 300)
    }

    @Test(arguments: 1...120)
    func `no line is longer than the terminal`(width: Int) throws {
        let long = String(repeating: "0123456789", count: 5)
        let json = #"{"a":"\#(long)","number":1234567890123,"東京東京東京":"東京東京東京東京東京東京東京","b":"x","c":"\#(long)"}"#
        let shown = try table([makeOutcome(replies: [try jsonReply(json)])], width: width)
        for line in shown.split(separator: "\n") { #expect(DisplayWidth.columns(of: line) <= width) }
        // Six columns have a place once each has twenty, or all that it needs. A narrow terminal cuts the note as well.
        if width > 20 { #expect(shown.contains("more column") == (width < 90)) }
    }

    @Test func `the longest columns are cut, and stand last`() throws {
        let json = #"{"name":"\#(String(repeating: "x", count: 100))","id":7}"#
        #expect(
            try table([makeOutcome(replies: [try jsonReply(json)])], width: 32) == """
                device  id  name
                leaf1    7  xxxxxxxxxxxxxxxxxxx…

                """
        )
    }

    @Test func `colour is only in headings`() throws {
        let shown = try table([makeOutcome(replies: [try jsonReply(#"{"a":1}"#)])], color: true)
        #expect(shown == "\u{1B}[1mdevice  a\u{1B}[0m\nleaf1   1\n")
    }

    @Test func `an answer that is no object is one column`() throws {
        let table = try table([makeOutcome(replies: [try jsonReply("[1,2,3]")])])
        #expect(table.hasPrefix("device  data\nleaf1   3 items\n… "))
    }
}
