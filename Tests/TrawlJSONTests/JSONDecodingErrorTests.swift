import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONDecodingErrorTests {
    struct Reply: Decodable {
        var result: [Item]
        struct Item: Decodable {
            var interfaces: [String: Interface]
        }
        struct Interface: Decodable {
            var mtu: Int
        }
    }

    static func context(of error: DecodingError?) -> (kind: String, path: String, reason: String) {
        func text(_ context: DecodingError.Context) -> String {
            context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        }
        return switch error {
        case .typeMismatch(_, let context): ("mismatch", text(context), context.debugDescription)
        case .valueNotFound(_, let context): ("null", text(context), context.debugDescription)
        case .keyNotFound(let key, let context): ("no \(key.stringValue)", text(context), context.debugDescription)
        case .dataCorrupted(let context): ("corrupted", text(context), context.debugDescription)
        default: ("none", "", "")
        }
    }

    static let mistakes: [(mtu: String, kind: String, path: String, reason: String)] = [
        (#""mtu":"abc""#, "mismatch", ".mtu", #"expected Int, found string "abc""#),
        (#""mtu":true"#, "mismatch", ".mtu", "expected Int, found bool true"),
        (#""mtu":{}"#, "mismatch", ".mtu", "expected Int, found an object"),
        (#""mtu":[1]"#, "mismatch", ".mtu", "expected Int, found an array"),
        (#""mtu":null"#, "null", ".mtu", "expected Int, found null"),
        (#""mtu":1.5"#, "corrupted", ".mtu", "expected Int, found number 1.5, which does not fit"),
        (#""mtv":1"#, "no mtu", "", "no key `mtu` in the object"),
        (#""mtu":"\u001b[2J""#, "mismatch", ".mtu", #"expected Int, found string "\u001b[2J""#),
    ]

    @Test(arguments: mistakes)
    func `an error says where, what was expected and what was found`(
        mtu: String,
        kind: String,
        path: String,
        reason: String
    ) throws {
        let slice = try JSONSlice(
            #"{"id":1,"result":[{"interfaces":{}},{"x":[[1,2],{}],"interfaces":{"Et1":{"mtu":1},"Et2":{\#(mtu)}}}]}"#
        )
        let error = #expect(throws: DecodingError.self) { try slice.decode(Reply.self) }
        let found = Self.context(of: error)
        #expect(found.kind == kind)
        #expect(found.path == ".result[1].interfaces.Et2" + path)
        #expect(found.reason == reason)
    }

    @Test
    func `a path begins at the value that is read`() throws {
        let slice = try #require(try JSONSlice(#"{"result":[{"interfaces":{"Et1":{"mtu":"x"}}}]}"#)["result"]?[0])
        let error = #expect(throws: DecodingError.self) { try slice.decode(Reply.Item.self) }
        #expect(Self.context(of: error).path == ".interfaces.Et1.mtu")
    }

    @Test
    func `a value of a repeated key has its place in the path`() throws {
        struct Rows: Decodable {
            var row: [Row]
            struct Row: Decodable {
                var id: Int
            }
        }
        let slice = try JSONSlice(#"{"row":{"id":1},"x":0,"row":{"id":2},"row":{"id":"3"}}"#)
        let error = #expect(throws: DecodingError.self) { try slice.decode(Rows.self) }
        #expect(Self.context(of: error).path == ".row[2].id")
    }

    @Test
    func `a long finding is cut short`() throws {
        let slice = try JSONSlice("\"" + String(repeating: "x", count: 10_000) + "\"")
        let error = #expect(throws: DecodingError.self) { try slice.decode(Int.self) }
        #expect(Self.context(of: error).reason.utf8.count < 120)
    }

    @Test
    func `every scalar type refuses the others`() throws {
        func mismatch<Value: Decodable>(_ text: String, _ type: Value.Type) {
            let error = #expect(throws: DecodingError.self) { try JSONSlice(text).decode(type) }
            #expect(Self.context(of: error).kind == "mismatch")
        }
        mismatch("1", String.self)
        mismatch("1", Bool.self)
        mismatch(#""1""#, Int.self)
        mismatch(#""1""#, UInt64.self)
        mismatch(#""1""#, Double.self)
        mismatch(#""1""#, Float.self)
        mismatch("true", Double.self)
        mismatch("{}", [Int].self)
        mismatch("[]", [String: Int].self)
        mismatch("1", [Int].self)
    }

    @Test
    func `paths are right in whatever order errors ask for them`() throws {
        /// Notes the path to every scalar, first on the way in and then, from the last to the first, once more.
        struct Paths: Decodable {
            var paths: [String] = []
            init(from decoder: any Decoder) throws {
                var decoders: [any Decoder] = []
                try Self.collect(decoder, into: &decoders)
                paths = decoders.map(Self.text)
                for (decoder, path) in zip(decoders, paths).reversed() { #expect(Self.text(decoder) == path) }
            }
            static func collect(_ decoder: any Decoder, into decoders: inout [any Decoder]) throws {
                decoders.append(decoder)
                if let keyed = try? decoder.container(keyedBy: AnyKey.self) {
                    for key in keyed.allKeys { try collect(keyed.superDecoder(forKey: key), into: &decoders) }
                } else if var list = try? decoder.unkeyedContainer() {
                    while !list.isAtEnd { try collect(list.superDecoder(), into: &decoders) }
                }
            }
            static func text(_ decoder: any Decoder) -> String {
                decoder.codingPath.map { $0.intValue.map { "[\($0)]" } ?? "." + $0.stringValue }.joined()
            }
        }
        let slice = try JSONSlice(#"{"a":[1,[],[2,{"b":3}]],"c":{"d":{},"e":[4,5]},"f":6}"#)
        let expected = [
            "", ".a", ".a[0]", ".a[1]", ".a[2]", ".a[2][0]", ".a[2][1]", ".a[2][1].b", ".c", ".c.d", ".c.e", ".c.e[0]",
            ".c.e[1]", ".f",
        ]
        #expect(try slice.decode(Paths.self).paths == expected)
    }

    struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    @Test(arguments: ["[", #"{"k":0,"#])
    func `a type that tries every shape reads a long list and a wide object in linear time`(opening: String) throws {
        let isList = opening == "["
        let entries = (0..<40_000).map { isList ? #""x""# : #""key\#($0)":"x""# }
        let slice = try JSONSlice(opening + entries.joined(separator: ",") + (isList ? "]" : "}"))
        guard case .array(let values) = try slice.decode(AnyValue.self) else {
            guard case .object(let members) = try slice.decode(AnyValue.self) else {
                Issue.record("neither a list nor an object")
                return
            }
            #expect(members.count == 40_001)
            return
        }
        #expect(values.count == 40_000)
    }
}
