import FoundationEssentials
import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONTapeDecoderTests {
    struct Interface: Decodable, Equatable {
        var name: String
        var mtu: Int
        var rate: Double?
        var isUp: Bool
        var counters: [String: UInt64]
        var addresses: [String]?
    }

    @Test
    func `a synthesised model is read`() throws {
        let slice = try JSONSlice(
            #"{"isUp":true,"other":[{}],"name":"Et1\/1","mtu":9214,"counters":{"in":18446744073709551615,"out":0},"rate":null}"#
        )
        let expected = Interface(
            name: "Et1/1",
            mtu: 9214,
            rate: nil,
            isUp: true,
            counters: ["in": .max, "out": 0],
            addresses: nil
        )
        #expect(try slice.decode(Interface.self) == expected)
    }

    @Test
    func `scalars, lists and maps are read`() throws {
        #expect(try JSONSlice("[1,2,3]").decode([Int8].self) == [1, 2, 3])
        #expect(try JSONSlice("[1,null,3]").decode([UInt16?].self) == [1, nil, 3])
        #expect(try JSONSlice("null").decode(Int?.self) == nil)
        #expect(try JSONSlice("7").decode(Int?.self) == 7)
        #expect(try JSONSlice(#"{"a":[[1],[]]}"#).decode([String: [[Int]]].self) == ["a": [[1], []]])
        #expect(try JSONSlice(#"{"7":"x"}"#).decode([Int: String].self) == [7: "x"])
        #expect(try JSONSlice("[]").decode([String].self).isEmpty)
        #expect(try JSONSlice("1").decode(Double.self) == 1)
        #expect(try JSONSlice("true").decode(Bool.self))
        #expect(try JSONSlice("2.5").decode(Date.self) == Date(timeIntervalSinceReferenceDate: 2.5))
        #expect(try JSONSlice("[1,2]").decode(Data.self) == Data([1, 2]))
        #expect(try JSONSlice(#"["a","a"]"#).decode(Set<String>.self) == ["a"])
    }

    @Test
    func `a part of a text is read by itself`() throws {
        let slice = try JSONSlice(#"{"result":[{"x":1},{"x":2}]}"#)
        #expect(try slice["result"]?[1]?.decode([String: Int].self) == ["x": 2])
    }

    struct Rows: Decodable, Equatable {
        var row: [Int]
        var name: String
        var pair: Pair
        struct Pair: Decodable, Equatable {
            var x: Int
        }
    }

    /// Members that make an object too wide to be gone through.
    static let padding = (0..<60).map { #""pad\#($0)":0,"# }.joined()

    @Test(arguments: ["", padding])
    func `a repeated key reads as a list where one is wanted, and as the first elsewhere`(padding: String) throws {
        let text = #"{\#(padding)"row":1,"name":"a","pair":{"x":1},"row":2,"name":"b","pair":{"x":2},"r\u006fw":3}"#
        let slice = try JSONSlice(text)
        let expected = Rows(row: [1, 2, 3], name: "a", pair: Rows.Pair(x: 1))
        #expect(try slice.decode(Rows.self) == expected)
    }

    @Test(arguments: ["", padding])
    func `a key that is there once reads as its own list`(padding: String) throws {
        let slice = try JSONSlice(#"{\#(padding)"row":[1,2],"name":"a","pair":{"x":1}}"#)
        #expect(try slice.decode(Rows.self).row == [1, 2])
        let lists = try JSONSlice(#"{"a":[1],"b":0,"a":[2,3]}"#)["a"]
        #expect(try lists?.decode([Int].self) == [1])
        let repeated = try JSONSlice(#"{"o":{\#(padding)"a":[1],"b":[0],"a":[2,3]}}"#)
        struct Outer: Decodable {
            var o: Inner
            struct Inner: Decodable {
                var a: [[Int]]
                var b: [Int]
            }
        }
        let inner = try repeated.decode(Outer.self).o
        #expect(inner.a == [[1], [2, 3]])
        #expect(inner.b == [0])
    }

    @Test
    func `a map of repeated keys has each key once`() throws {
        #expect(throws: DecodingError.self) { try JSONSlice(#"{"a":1,"b":2,"a":3}"#).decode([String: [Int]].self) }
        #expect(try JSONSlice(#"{"a":1,"b":[2],"a":3}"#).decode([String: [Int]].self) == ["a": [1, 3], "b": [2]])
        #expect(try JSONSlice(#"{"a":{"x":1},"a":{"y":2}}"#).decode([String: [String: Int]].self) == ["a": ["x": 1]])
        #expect(try JSONSlice(#"{"a":1,"b":2,"a":3}"#).decode([String: Int].self) == ["a": 1, "b": 2])
    }

    @Test(arguments: [3, 47, 48, 49, 50, 200, 5_000])
    func `an object of any width is read by key`(width: Int) throws {
        let members = (0..<width).map { #""key-\#($0)\#($0 % 5 == 0 ? #"\u00e9"# : "")":\#($0)"# }
        let slice = try JSONSlice("{" + members.joined(separator: ", ") + "}")
        let expected = Dictionary(
            uniqueKeysWithValues: (0..<width).map { ("key-\($0)\($0 % 5 == 0 ? "é" : "")", $0) }
        )
        #expect(try slice.decode([String: Int].self) == expected)
        struct Few: Decodable {
            var one: Int
            var missing: Int?
            enum CodingKeys: String, CodingKey {
                case one = "key-1"
                case missing
            }
        }
        #expect(try slice.decode(Few.self).one == 1)
        #expect(try slice.decode(Few.self).missing == nil)
    }

    struct ByHand: Decodable {
        enum Key: String, CodingKey {
            case list, object, empty, none
        }
        var keys: [Key]
        var total = 0
        var wasNull = false

        init(from decoder: any Decoder) throws {
            #expect(decoder.codingPath.isEmpty)
            #expect(decoder.userInfo.isEmpty)
            let container = try decoder.container(keyedBy: Key.self)
            keys = container.allKeys
            #expect(container.contains(.list))
            #expect(!container.contains(.none))
            #expect(try container.decodeNil(forKey: .empty))
            #expect(try !container.decodeNil(forKey: .list))
            var list = try container.nestedUnkeyedContainer(forKey: .list)
            #expect(list.count == 4)
            #expect(list.codingPath.map(\.stringValue) == ["list"])
            total += try list.decode(Int.self)
            // A failed read leaves the place where it was.
            #expect(throws: DecodingError.self) { try list.decode(Bool.self) }
            #expect(list.currentIndex == 1)
            var inner = try list.nestedUnkeyedContainer()
            while !inner.isAtEnd { total += try inner.decode(Int.self) }
            #expect(try !list.decodeNil())
            let nested = try list.nestedContainer(keyedBy: Key.self)
            #expect(nested.codingPath.map(\.stringValue) == ["list", "Index 2"])
            total += try nested.decode(Int.self, forKey: .none)
            wasNull = try list.decodeNil()
            #expect(list.isAtEnd)
            #expect(throws: DecodingError.self) { try list.decode(Int.self) }
            #expect(throws: DecodingError.self) { try list.decodeNil() }
            let object = try container.nestedContainer(keyedBy: Key.self, forKey: .object)
            let parent = try object.superDecoder(forKey: .object)
            #expect(parent.codingPath.map(\.stringValue) == ["object", "object"])
            total += try parent.singleValueContainer().decode(Int.self)
            total += try Int(from: object.superDecoder())
            #expect(throws: DecodingError.self) { try container.superDecoder() }
        }
    }

    @Test
    func `containers are walked by hand`() throws {
        let text = #"{"list":[1,[2,3],{"none":4},null],"unknown":0,"object":{"object":5,"super":6},"empty":null}"#
        let result = try JSONSlice(text).decode(ByHand.self)
        #expect(result.keys == [.list, .object, .empty])
        #expect(result.total == 21)
        #expect(result.wasNull)
    }

    class Base: Decodable {
        var a: Int
    }

    final class Derived: Base {
        var b: Int
        enum CodingKeys: String, CodingKey { case b }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            b = try container.decode(Int.self, forKey: .b)
            try super.init(from: container.superDecoder())
        }
    }

    @Test
    func `a class is read with what it inherits`() throws {
        let derived = try JSONSlice(#"{"b":2,"super":{"a":1}}"#).decode(Derived.self)
        #expect(derived.a == 1)
        #expect(derived.b == 2)
    }

    @Test
    func `strings are read without escapes and with replacements`() throws {
        let text = Array(#"{"k\n":"\u00e9 "#.utf8) + [0xFF] + Array(#""}"#.utf8)
        #expect(try JSONSlice(parsing: text).decode([String: String].self) == ["k\n": "é \u{FFFD}"])
    }
}
