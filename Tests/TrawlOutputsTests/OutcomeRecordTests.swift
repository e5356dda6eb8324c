import FoundationEssentials
import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct OutcomeRecordTests {
    private let head = """
        {"run":"20261120T210000Z-7f3a9c","collection":"fabric","request":"arp","device":"leaf1",\
        "address":"10.0.0.1","dialect":"eapi","labels":{"role":"leaf","site":"dc1"},\
        "started":"2026-11-20T21:00:00.123Z",
        """
    private let timing = """
        ,"timing":{"queued_ms":0.1,"resolve_ms":0.0,"connect_ms":0.4,"tls_ms":2.1,"first_byte_ms":51.0,\
        "total_ms":51.3,"bytes":1342,"reused":true}}
        """

    private func record(_ outcome: Outcome) -> String {
        String(decoding: OutcomeRecord.json(outcome), as: UTF8.self)
    }

    @Test func `an answer is written as the device worded it`() throws {
        let data = #"{"b":18446744073709551615,"a":[1.50,1e3,-0],"b":"\u00e9","z":{}}"#
        let outcome = makeOutcome(replies: [try jsonReply(data)])
        #expect(record(outcome) == head + #""attempts":1,"status":"ok","data":"# + data + timing)
    }

    @Test func `a text answer says so`() {
        let outcome = makeOutcome(replies: [textReply("a\tb\n\"c\"\u{1B}", warnings: ["answered with text"])])
        let expected =
            head + #""attempts":1,"status":"ok","format":"text","warnings":["answered with text"],"#
            + #""data":"a\tb\n\"c\"\u001b""# + timing
        #expect(record(outcome) == expected)
    }

    @Test func `a failed outcome has an error in place of data`() {
        var error = makeError(.commandRefused)
        error.detail = "invalid command"
        error.hint = "try another"
        error.httpStatus = 200
        error.deviceCode = 1002
        let expected =
            head + #""attempts":1,"status":"failed","error":{"class":"command","code":"command-refused","#
            + #""message":"show ip arp: invalid command","hint":"try another","http_status":200,"#
            + #""device_code":1002,"transient":false}"# + timing
        #expect(record(makeOutcome(error: error)) == expected)
    }

    @Test func `where nothing was sent there is no timing`() {
        var outcome = makeOutcome(error: makeError(.connectionRefused))
        outcome.attempts = 0
        outcome.error?.hint = nil
        let expected =
            head + #""attempts":0,"status":"failed","error":{"class":"unreachable","code":"connection-refused","#
            + #""message":"show ip arp: 10.0.0.1:443 said no","transient":true}}"#
        #expect(record(outcome) == expected)
    }

    @Test func `a device without a spelling was skipped`() {
        var outcome = makeOutcome(error: makeError(.noSpelling))
        outcome.attempts = 0
        #expect(record(outcome).contains(#""attempts":0,"status":"skipped","error":{"class":"stopped","#))
    }

    @Test func `a model that got some of its commands has data and an error`() {
        struct Facts: Encodable { let hostname: String, uptime: Int }
        let outcome = makeOutcome(model: Facts(hostname: "leaf1", uptime: 7), error: makeError())
        #expect(
            record(outcome).contains(
                #""status":"failed","data":{"hostname":"leaf1","uptime":7},"error":{"class":"unreachable""#
            )
        )
    }

    @Test func `a model that is no JSON costs its data and nothing else`() {
        let outcome = makeOutcome(model: Unwritable())
        let text = record(outcome)
        #expect(text.contains(#""warnings":["the model could not be written as JSON: "#))
        #expect(text.contains(#""data":null,"timing""#))
    }

    @Test func `several replies are a list`() throws {
        let outcome = makeOutcome(replies: [try jsonReply(#"{ "a" : 1 }"#), textReply("x")])
        #expect(record(outcome).contains(#""data":[{"a":1},"x"],"timing""#))
    }

    @Test(arguments: [
        (Duration.zero, "0.0"), (.microseconds(42), "0.042"), (.microseconds(51_300), "51.3"),
        (.nanoseconds(1_999_600), "2.0"), (.seconds(90), "90000.0"), (.microseconds(-1500), "-1.5"),
    ])
    func `milliseconds keep the microseconds and no noise`(span: Duration, expected: String) {
        #expect(OutcomeRecord.milliseconds(span) == expected)
    }
}

private struct Unwritable: Encodable {
    func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(0, .init(codingPath: [], debugDescription: "no such number"))
    }
}
