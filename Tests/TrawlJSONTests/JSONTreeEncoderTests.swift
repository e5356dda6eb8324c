import FoundationEssentials
import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONTreeEncoderTests {
    static func text(_ value: some Encodable) throws -> String {
        var writer = JSONWriter()
        try writer.encode(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    struct Record: Codable, Equatable {
        var zulu = "z"
        var alpha = 1
        var ratio = 1.0
        var missing: Int?
        var present: Int? = 2
        var list: [Double] = [0.1, 1e22, -0.0]
        var map: [String: [UInt64]] = ["b": [.max], "a": []]
        var small = Small()
        var flag = true

        struct Small: Codable, Equatable {
            var minimum = Int64.min
            var byte = UInt8.max
            var single: Float = 0.1
        }
    }

    @Test
    func `members come in declaration order, exact, without the nil ones`() throws {
        let text = try Self.text(Record())
        #expect(
            text == #"{"zulu":"z","alpha":1,"ratio":1.0,"present":2,"list":[0.1,1e+22,-0.0],"#
                + #""map":{"a":[],"b":[18446744073709551615]},"#
                + #""small":{"minimum":-9223372036854775808,"byte":255,"single":0.1},"flag":true}"#
        )
        #expect(try JSONSlice(text).decode(Record.self) == Record())
        #expect(try JSONDecoder().decode(Record.self, from: Data(text.utf8)) == Record())
    }

    @Test
    func `scalars and empty containers are values too`() throws {
        #expect(try Self.text(1) == "1")
        #expect(try Self.text("a\"\u{1}\u{7F}é\n") == #""a\"\u0001\u007fé\n""#)
        #expect(try Self.text(Int?.none) == "null")
        #expect(try Self.text([Int?.none, 3]) == "[null,3]")
        #expect(try Self.text([Int]()) == "[]")
        #expect(try Self.text([String: Int]()) == "{}")
        #expect(try Self.text([[1], [], [2, 3]]) == "[[1],[],[2,3]]")
        #expect(try Self.text(Double.leastNonzeroMagnitude) == "5e-324")
        #expect(try Self.text(false) == "false")
        #expect(try Self.text(["x": "y"]) == #"{"x":"y"}"#)
        #expect(try Self.text([1: "x"]) == #"{"1":"x"}"#)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what is no JSON number is an error with its path`(value: Double) throws {
        var writer = JSONWriter()
        writer.beginArray()
        let error = #expect(throws: EncodingError.self) { try writer.encode(["a": [1.0, value]]) }
        guard case .invalidValue(_, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["a", "Index 1"])
        writer.endArray()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[]")
        #expect(throws: EncodingError.self) { try Self.text(Float(value)) }
        #expect(throws: EncodingError.self) { try Self.text(["f": Float(value)]) }
    }

    @Test
    func `a value is one piece among others`() throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        try writer.encode([1, 2])
        writer.key("b")
        try writer.encode(Record.Small())
        writer.endObject()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"a":[1,2],"b":{"minimum":-9223372036854775808,"byte":255,"single":0.1}}"#
        )
    }

    struct ByHand: Encodable {
        enum Key: String, CodingKey {
            case list, object, twice, parent, empty
        }

        func encode(to encoder: any Encoder) throws {
            #expect(encoder.codingPath.isEmpty)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode("first", forKey: .twice)
            // Two containers open at once, filled in turns.
            var list = container.nestedUnkeyedContainer(forKey: .list)
            var object = container.nestedContainer(keyedBy: Key.self, forKey: .object)
            try list.encode(1)
            try object.encode(2, forKey: .list)
            try list.encode("three")
            try list.encodeNil()
            var inner = list.nestedUnkeyedContainer()
            try inner.encode(contentsOf: [4.5])
            var keyed = list.nestedContainer(keyedBy: Key.self)
            try keyed.encodeNil(forKey: .empty)
            try UInt8(6).encode(to: list.superEncoder())
            #expect(list.count == 6)
            try "s".encode(to: container.superEncoder())
            try ["p": 1].encode(to: container.superEncoder(forKey: .parent))
            _ = container.superEncoder(forKey: .empty)
            try container.encode("second", forKey: .twice)
            // Asked for again, a container is the one that is there.
            var again = container.nestedContainer(keyedBy: Key.self, forKey: .object)
            try again.encode(7, forKey: .twice)
        }
    }

    @Test
    func `containers are filled by hand`() throws {
        #expect(
            try Self.text(ByHand())
                == #"{"twice":"second","list":[1,"three",null,[4.5],{"empty":null},6],"object":{"list":2,"twice":7},"#
                + #""super":"s","parent":{"p":1},"empty":{}}"#
        )
    }

    @Test
    func `a wide object keeps its order, and a key set again its place`() throws {
        struct Wide: Encodable {
            struct Key: CodingKey {
                var stringValue: String
                var intValue: Int? { nil }
                init(_ text: String) { stringValue = text }
                init?(stringValue: String) { self.init(stringValue) }
                init?(intValue: Int) { nil }
            }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                for number in (0..<40).reversed() { try container.encode(number, forKey: Key("k\(number)")) }
                for number in 0..<40 { try container.encode(-number, forKey: Key("k\(number)")) }
            }
        }
        let slice = try JSONSlice(try Self.text(Wide()))
        #expect(slice.members.map(\.key) == (0..<40).reversed().map { "k\($0)" })
        #expect(slice.members.compactMap(\.value.int) == (0..<40).reversed().map { -$0 })
    }

    @Test
    func `dates, data and enumerations encode as they say themselves`() throws {
        enum State: String, Codable { case up, down }
        #expect(try Self.text([State.up, .down]) == #"["up","down"]"#)
        #expect(try Self.text(Date(timeIntervalSinceReferenceDate: 1)) == "1.0")
        #expect(try Self.text(Data([1, 2])) == "[1,2]")
    }
}
