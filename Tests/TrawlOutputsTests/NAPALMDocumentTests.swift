import Testing
import TrawlCore

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct NAPALMDocumentTests {
    private struct Facts: Encodable, NAPALMConvertible {
        struct Getter: Encodable { let hostname: String, uptime: Int }

        static var napalmGetter: String { "get_facts" }

        let hostname: String

        func napalm() -> any Encodable & Sendable { Getter(hostname: hostname, uptime: 1) }
    }

    private struct Other: Encodable { let x = 1 }

    @Test func `devices have getters with results`() throws {
        let outcomes = [
            makeOutcome(makeDevice("b"), model: Facts(hostname: "b")),
            makeOutcome(makeDevice("a"), model: Facts(hostname: "old")),
            makeOutcome(makeDevice("a"), model: Facts(hostname: "a\u{9B}")),
            makeOutcome(makeDevice("a"), model: Other()),
            makeOutcome(makeDevice("c"), error: makeError()),
        ]
        let expected = """
            {
            "b":{"get_facts":{"hostname":"b","uptime":1}},
            "a":{"get_facts":{"hostname":"a\\u009b","uptime":1}}
            }

            """
        #expect(try text(of: NAPALMDocument(isTerminal: true, memoryLimit: 0), outcomes) == expected)
    }
}
