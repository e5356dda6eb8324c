import Testing
import TrawlCore

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct CSVDocumentTests {
    private let fixed =
        "device,request,status,collection,address,dialect,started,attempts,total_ms,error_class,error_code,error_message"

    private func row(_ device: String, _ data: String) -> String {
        "\(device),arp,ok,fabric,10.0.0.1,eapi,2026-11-20T21:00:00.123Z,1,51.3,,,\(data)"
    }

    @Test(arguments: [0, 1 << 20])
    func `columns are what any answer has`(memoryLimit: Int) throws {
        let outcomes = [
            makeOutcome(makeDevice("a"), replies: [try jsonReply(#"{"x":-1.50,"on":true,"none":null}"#)]),
            makeOutcome(makeDevice("b"), replies: [try jsonReply(#"{"y":"z","x":18446744073709551615,"l":[1, "2"]}"#)]),
        ]
        let expected =
            [
                "\(fixed),x,on,none,y,l", row("a", ",-1.50,true,,,"),
                row("b", ",18446744073709551615,,,z,\"[1,\"\"2\"\"]\""),
            ].joined(separator: "\r\n") + "\r\n"
        #expect(try text(of: CSVDocument(memoryLimit: memoryLimit), outcomes) == expected)
    }

    @Test func `a failed outcome is a row with its cause`() throws {
        let outcome = makeOutcome(error: makeError())
        let lines = try text(of: CSVDocument(memoryLimit: 0), [outcome]).split(separator: "\r\n")
        #expect(lines[0] == fixed)
        #expect(lines[1].hasPrefix("leaf1,arp,failed,"))
        #expect(lines[1].hasSuffix(",unreachable,connection-refused,show ip arp: 10.0.0.1:443 said no"))
    }

    @Test(arguments: [
        ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
        ("\tx", "'\tx"), ("\rx", "'\\rx"), ("＝1", "'＝1"), ("a=b", "a=b"), ("a,b", "\"a,b\""), ("a\nb", "\"a\nb\""),
        ("a\u{1B}[2J\u{202E}", "a\\x1b[2J\\u{202e}"),
    ])
    func `text from devices is no formula and moves no cursor`(value: String, cell: String) throws {
        let csv = try text(of: CSVDocument(memoryLimit: 0), [makeOutcome(replies: [textReply(value)])])
        #expect(csv == "\(fixed),text\r\n\(row("leaf1", ",\(cell)"))\r\n")
    }

    @Test func `keys of devices are text of devices`() throws {
        let csv = try text(
            of: CSVDocument(memoryLimit: 0),
            [makeOutcome(replies: [try jsonReply(##"{"=cmd":1,"status":"up","x":1,"x":2}"##)])]
        )
        #expect(csv == "\(fixed),'=cmd,data.status,x\r\n\(row("leaf1", ",1,up,1"))\r\n")
    }

    @Test func `a device with very many keys is counted, not shown whole`() throws {
        let members = (0..<1500).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let outcome = makeOutcome(replies: [try jsonReply("{\(members)}")])
        let lines = try text(of: CSVDocument(memoryLimit: 0), [outcome]).split(separator: "\r\n")
        #expect(lines[0].hasSuffix(",k998,k999,omitted_fields"))
        #expect(lines[1].hasSuffix(",998,999,500"))
    }

    @Test func `without outcomes there is a heading`() throws {
        #expect(try text(of: CSVDocument(memoryLimit: 0), []) == "\(fixed)\r\n")
    }
}
