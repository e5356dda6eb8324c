import Testing
import TrawlJSON

@testable import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct NXOSTableTests {
    private struct Answer: Decodable {
        struct Row: Decodable, Equatable {
            @LenientString var name: String?
            @LenientInt var count: Int64?
        }

        @NXOSTable var rows: [Row]

        private enum CodingKeys: String, CodingKey {
            case rows = "TABLE_x"
        }
    }

    private func read<Value: Decodable>(_ json: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONSlice(parsing: Array(json.utf8)).decode(type)
    }

    @Test(arguments: [
        (#"{"TABLE_x":{"ROW_x":{"name":"a"}}}"#, ["a"]),
        (#"{"TABLE_x":{"ROW_x":[{"name":"a"},{"name":"b"}]}}"#, ["a", "b"]),
        (#"{"TABLE_x":[{"ROW_x":{"name":"a"}},{"ROW_x":{"name":"b"}}]}"#, ["a", "b"]),
        (#"{"TABLE_x":[{"ROW_x":[{"name":"a"},{"name":"b"}]},{"ROW_x":{"name":"c"}}]}"#, ["a", "b", "c"]),
        (#"{"TABLE_x":{"ROW_x":{"name":"a"},"ROW_x":{"name":"b"}}}"#, ["a", "b"]),
        (#"{"TABLE_x":{"ROW_x":{"name":"a"}},"TABLE_x":{"ROW_x":{"name":"b"}}}"#, ["a", "b"]),
        (#"{"TABLE_x":{"ROW_x":[]}}"#, []),
        (#"{"TABLE_x":{"ROW_x":""}}"#, []),
        (#"{"TABLE_x":{"ROW_x":null}}"#, []),
        (#"{"TABLE_x":{}}"#, []),
        (#"{"TABLE_x":[]}"#, []),
        (#"{"TABLE_x":""}"#, []),
        (#"{"TABLE_x":" \n"}"#, []),
        (#"{"TABLE_x":null}"#, []),
        ("{}", []),
    ])
    func `a table has its rows in any shape`(json: String, names: [String]) throws {
        #expect(try read(json, as: Answer.self).rows.map(\.name) == names)
    }

    @Test(arguments: [#"{"TABLE_x":"x"}"#, #"{"TABLE_x":7}"#, #"{"TABLE_x":{"ROW_x":[7]}}"#])
    func `what is no table is an error with its path`(json: String) throws {
        let error = #expect(throws: DecodingError.self) { try read(json, as: Answer.self) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("no type mismatch: \(String(describing: error))")
            return
        }
        #expect(context.codingPath.first?.stringValue == "TABLE_x")
    }

    @Test(
        arguments: [
            ("7", 7), ("\"7\"", 7), ("\" 7 \"", 7), ("7.0", 7), ("-3", -3), ("9007199254740993", 9_007_199_254_740_993),
            ("\"9223372036854775807\"", .max), ("\"\"", nil), ("\"N/A\"", nil), ("\" -- \"", nil), ("null", nil),
            ("{}", nil), ("[]", nil), ("[7]", 7), ("\"never\"", nil),
        ] as [(String, Int64?)]
    )
    func `a number is a number or text`(json: String, expected: Int64?) throws {
        #expect(try read(#"{"TABLE_x":{"ROW_x":{"count":\#(json)}}}"#, as: Answer.self).rows.first?.count == expected)
    }

    @Test(arguments: ["\"seven\"", "7.5", "{\"a\":1}", "\"7 packets\""])
    func `another text is no number`(json: String) throws {
        let body = #"{"TABLE_x":{"ROW_x":{"count":\#(json)}}}"#
        let error = #expect(throws: DecodingError.self) { try read(body, as: Answer.self) }
        #expect("\(String(describing: error))".contains("count"))
    }

    @Test(
        arguments: [
            ("\"a\"", "a"), ("\" NA   \"", "NA"), (#""\"Chassis\"""#, "Chassis"), ("\"  400 W\"", "400 W"), ("7", "7"),
            ("18446744073709551615", "18446744073709551615"), ("1.5", "1.5"), ("true", "true"),
            (#"["Eth1/1,Eth1/2","Eth1/3"]"#, "Eth1/1,Eth1/2,Eth1/3"), ("{}", nil), ("null", nil), ("\"\"", nil),
            ("[]", nil), ("\" \\n\"", nil),
        ] as [(String, String?)]
    )
    func `a text is text, a number or a list`(json: String, expected: String?) throws {
        #expect(try read(#"{"TABLE_x":{"ROW_x":{"name":\#(json)}}}"#, as: Answer.self).rows.first?.name == expected)
    }

    @Test func `a repeated leaf reads as a list`() throws {
        let json = #"{"TABLE_x":{"ROW_x":{"name":"router","name":"switch"}}}"#
        #expect(try read(json, as: Answer.self).rows.first?.name == "router,switch")
    }
}
