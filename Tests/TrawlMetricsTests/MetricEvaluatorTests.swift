import Foundation
import Testing
import TrawlCore
import TrawlModels

@testable import TrawlMetrics

@Suite(.timeLimit(.minutes(1)))
struct MetricEvaluatorTests {
    private static let interfaces = """
        {"interfaces":{"Et1":{"up":true,"in":18446744073709551615,"lanes":[{"p":"-2.1 dBm"},{"p":"N/A"}]},\
        "Et2":{"up":false,"in":7,"lanes":[]},"Et3":{"up":null}},"name":"x"}
        """

    @Test func `keys of an object become labels, and integers stay exact`() throws {
        let answer = try Answer(Self.interfaces)
        #expect(
            answer.lines(metric(each: "interfaces.*", labels: ["interface": "$key"], .number("in")))
                == [#"m{interface="Et1"} 18446744073709551615"#, #"m{interface="Et2"} 7"#]
        )
        #expect(
            answer.lines(metric(each: "interfaces.*", labels: ["interface": "$key"], .number("up")))
                == [#"m{interface="Et1"} 1"#, #"m{interface="Et2"} 0"#]
        )
    }

    @Test func `rows within rows know what is around them`() throws {
        let labels: KeyValuePairs<String, MetricPath> = [
            "interface": "^.$key", "lane": "$index", "up": "^.up", "switch": "$root.name",
        ]
        let answer = try Answer(Self.interfaces)
        let evaluation = answer.evaluation(metric(each: "interfaces.*.lanes", labels: labels, .number("p")))
        #expect(evaluation.lines == [#"m{interface="Et1",lane="0",up="true",switch="x"} -2.1"#])
        #expect(evaluation.dropped == 0, "N/A is no error")
    }

    @Test(arguments: [
        // NX-OS has an object for one row, a list for several, and repeats keys.
        #"{"TABLE_vrf":{"ROW_vrf":{"vrf":"a","TABLE_x":{"ROW_x":{"n":1}}}}}"#,
        #"{"TABLE_vrf":{"ROW_vrf":[{"vrf":"a","TABLE_x":{"ROW_x":[{"n":1}]}}]}}"#,
        #"{"TABLE_vrf":{"ROW_vrf":{"vrf":"a","TABLE_x":[{"ROW_x":{"n":1}}]}}}"#,
        #"{"TABLE_vrf":[{"ROW_vrf":{"vrf":"a","TABLE_x":{"ROW_x":{"n":1}}}}]}"#,
    ])
    func `lists on the way do not count`(json: String) throws {
        let each: MetricPath = "TABLE_vrf.ROW_vrf.TABLE_x.ROW_x"
        #expect(
            try Answer(json).lines(metric(each: each, labels: ["vrf": "^^.vrf"], .number("n"))) == [#"m{vrf="a"} 1"#]
        )
    }

    @Test func `a repeated key is a list`() throws {
        let answer = try Answer(#"{"ROW":{"n":"a"},"ROW":{"n":"b"},"other":1,"ROW":{"n":"c"}}"#)
        #expect(answer.lines(metric(each: "ROW", .count)) == ["m 3"])
        #expect(answer.lines(metric(each: "ROW", labels: ["n": "n"], .count)).count == 3)
    }

    @Test func `rows are counted by their labels`() throws {
        let answer = try Answer(#"[{"vrf":"a"},{"vrf":"b"},{"vrf":"a"},{}]"#)
        #expect(
            answer.lines(metric(labels: ["vrf": "vrf"], .count))
                == [#"m{vrf="a"} 2"#, #"m{vrf="b"} 1"#, "m 1"].reordered
        )
        #expect(answer.lines(metric(.count)) == ["m 4"])
    }

    @Test func `none is counted where there is a list, and nothing where there is none`() throws {
        let answer = try Answer(#"{"a":[],"b":{}}"#)
        #expect(answer.lines(metric(each: "a", .count)) == ["m 0"])
        #expect(answer.lines(metric(each: "b.*", .count)) == ["m 0"])
        #expect(answer.lines(metric(each: "c", .count)) == [])
        #expect(answer.lines(metric(each: "a", labels: ["x": "x"], .count)) == [])
    }

    @Test func `conditions pick rows`() throws {
        let answer = try Answer(#"[{"k":"fan","v":1},{"k":"psu","v":2},{"k":3,"v":4},{"v":5}]"#)
        let values = ["fan", "3"]
        #expect(
            answer.lines(metric(each: "*", where: [.init("k", values)], labels: ["k": "k"], .number("v"))).count == 2
        )
        #expect(answer.lines(metric(each: "*", where: [.init("k", ["none"])], .count)) == ["m 0"])
    }

    @Test func `words are numbers, an unknown one is none and is counted`() throws {
        let answer = try Answer(#"{"a":"up","b":"DOWN","c":"odd","d":"","e":null}"#)
        let words: [String: MetricValue] = ["up": .integer(1), "down": .integer(0)]
        let evaluation = answer.evaluation(metric(each: "*", labels: ["p": "$key"], .words(".", words)))
        #expect(evaluation.lines == [#"m{p="a"} 1"#, #"m{p="b"} 0"#])
        #expect(evaluation.dropped == 1)
        let otherwise = MetricDefinition.Value.words(".", words, otherwise: .real(0.5))
        #expect(answer.lines(metric(each: "*", labels: ["p": "$key"], otherwise)).last == #"m{p="c"} 0.5"#)
    }

    @Test func `a state is a series for each that there may be`() throws {
        let answer = try Answer(#"[{"s":"Full"},{"s":"odd"},{}]"#)
        let value = MetricDefinition.Value.states("s", ["down", "full"])
        let evaluation = answer.evaluation(metric(kind: .stateset, each: "*", labels: ["i": "$index"], value))
        #expect(
            evaluation.lines == [
                #"m{i="0",m="down"} 0"#, #"m{i="0",m="full"} 1"#, #"m{i="1",m="down"} 0"#, #"m{i="1",m="full"} 0"#,
            ]
        )
    }

    @Test func `the first of rows with the same labels stays, the others are counted`() throws {
        let answer = try Answer(#"[{"n":"a","v":1},{"n":"a","v":2},{"n":"b","v":3},{"n":"a","w":4}]"#)
        let evaluation = answer.evaluation(
            metric(named: "v", each: "*", labels: ["n": "n"], .number("v")),
            metric(named: "w", each: "*", labels: ["n": "n"], .number("w"))
        )
        #expect(evaluation.lines == [#"v{n="a"} 1"#, #"v{n="b"} 3"#, #"w{n="a"} 4"#])
        #expect(evaluation.dropped == 1)
    }

    @Test func `metrics of one name share their series`() throws {
        let answer = try Answer(#"{"a":1,"b":2,"c":{"x":{"v":3}}}"#)
        let evaluation = answer.evaluation(
            metric(.number("a")),
            metric(.number("b")),
            metric(each: "c.*", labels: ["k": "$key"], .number("v"))
        )
        #expect(evaluation.groups.count == 1)
        #expect(evaluation.lines == ["m 1", #"m{k="x"} 3"#])
        #expect(evaluation.dropped == 1)
    }

    @Test func `a way to many values needs no rows`() throws {
        let answer = try Answer(Self.interfaces)
        #expect(answer.lines(metric(labels: ["i": "$key"], .number("interfaces.*.in"))).count == 2)
    }

    @Test func `sizes are those of lists, objects and texts`() throws {
        let answer = try Answer(#"{"l":[1,2],"o":{"a":1},"t":"über","n":5}"#)
        #expect(answer.lines(metric(.number("l.$size"))) == ["m 2"])
        #expect(answer.lines(metric(.number("o.$size"))) == ["m 1"])
        #expect(answer.lines(metric(.number("t.$size"))) == ["m 5"])
        #expect(answer.lines(metric(.number("n.$size"))) == [])
    }

    @Test func `blanks around a text are no part of it`() throws {
        let answer = try Answer(#"[{"n":"  FRONT ","s":"Ok   ","t":"27   "},{"n":"  ","s":"Ok","t":"  "}]"#)
        let labels: KeyValuePairs<String, MetricPath> = ["n": "n"]
        let words = MetricDefinition.Value.words("s", ["ok": .integer(1)])
        #expect(answer.lines(metric(each: "*", labels: labels, words)) == [#"m{n="FRONT"} 1"#, "m 1"])
        #expect(
            answer.lines(metric(each: "*", where: [.init("s", ["Ok"])], labels: labels, .number("t"))) == [
                #"m{n="FRONT"} 27"#
            ]
        )
    }

    @Test func `a text is one value`() {
        #expect(Answer(text: " 12.5 C\n").lines(metric(.number("."))) == ["m 12.5"])
    }

    @Test func `a model that is a list is its entries`() throws {
        let entries = [("a", "10.0.0.1"), ("b", "10.0.0.2"), ("a", "10.0.0.3")].map { vrf, address in
            #"{"vrf":"\#(vrf)","address":"\#(address)"}"#
        }
        let arp = try JSONText.decode(ARP.self, "[\(entries.joined(separator: ","))]")
        let answer = Answer(model: arp)
        for each in ["entries", "*", "entries.*", "."] as [MetricPath] {
            #expect(
                answer.lines(metric(each: each, labels: ["vrf": "vrf"], .count)) == [
                    #"m{vrf="a"} 2"#, #"m{vrf="b"} 1"#,
                ]
            )
        }
    }

    @Test func `what came beside an error counts`() {
        let error = DeviceError(.commandFailed, device: "leaf1", operation: "it", detail: "no")
        let answer = Answer(model: Memory(total: 5), error: error)
        #expect(answer.lines(metric(.number("total_bytes"))) == ["m 5"])
    }

    @Test func `hostile text is a label's value and nothing else`() throws {
        let hostile = #"a\"} 1\nevil_metric{x=\"\u0000\u001b[2J"#
        let answer = try Answer(#"{"rows":{"\#(hostile)":{"v":1}}}"#)
        let group = try #require(
            answer.evaluation(metric(each: "rows.*", labels: ["n": "$key"], .number("v"))).groups.first
        )
        #expect(group.family.name == "m")
        #expect(group.rows[0].labels == [MetricLabel("n", "a\"} 1\nevil_metric{x=\"\0\u{1b}[2J")])
    }

    @Test(arguments: [
        (MetricLimits(series: 2), DeviceError.Code.tooManySeries), (MetricLimits(labelLength: 2), .labelTooLong),
        (MetricLimits(labelValues: 2), .tooManyLabelValues),
    ])
    func `a device past a limit is refused whole`(limits: MetricLimits, code: DeviceError.Code) throws {
        let answer = try Answer(#"{"abc":1,"b":2,"c":3}"#)
        let evaluation = answer.evaluation(metric(each: "*", labels: ["k": "$key"], .number(".")), limits: limits)
        #expect(evaluation.groups.isEmpty)
        let problem = try #require(evaluation.problem)
        #expect(problem.code == code && problem.errorClass == .toolarge && problem.device == "leaf1")
        #expect(problem.detail.contains("limits.metrics."))
        let fine = MetricLimits(series: 3, labelLength: 3, labelValues: 3)
        #expect(answer.lines(metric(each: "*", labels: ["k": "$key"], .number(".")), limits: fine).count == 3)
    }

    @Test func `series of other requests count too, and prose is cut`() throws {
        let definition = MetricDefinition(
            MetricFamily(name: "m_info", help: "A test.", kind: .info),
            from: "it",
            labels: [MetricDefinition.Label("d", "d", isCut: true)],
            value: .one
        )
        let answer = try Answer(#"{"d":"0123456789äöüß"}"#)
        let evaluator = MetricEvaluator(definitions: [definition], limits: MetricLimits(series: 5, labelLength: 16))
        let fitting = evaluator.samples(of: [answer.outcome], besides: 4)
        #expect(fitting.map(\.lines) == [[#"m_info{d="0123456789ä…"} 1"#]])
        // The device is refused whole, whatever was asked first.
        let all = evaluator.samples(of: [answer.outcome, answer.outcome], besides: 4)
        #expect(all.map { $0.problem?.code } == [.tooManySeries, .tooManySeries])
        #expect(all.map(\.series) == [1, 1])
        #expect(all.allSatisfy { $0.groups.isEmpty })
    }

    @Test func `an outcome without an answer gives nothing`() {
        let outcome = Outcome(run: "r", collection: "c", request: "it", device: Answer.device, started: .now)
        #expect(MetricEvaluator(definitions: [metric(.count)]).samples(of: outcome).groups.isEmpty)
    }
}

extension [String] {
    /// A row without labels has the first number.
    fileprivate var reordered: [String] { [self[2], self[0], self[1]] }
}
