import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONNumberTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("42", 42), ("-7", -7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("1.0", 1), ("1e3", 1000), ("1.5e1", 15), ("-25.00e-1", nil), ("250e-1", 25),
            ("1000000000000000000000e-3", 1_000_000_000_000_000_000),
            ("0e999999999999999999999", 0), ("0.000e5", 0), ("-0.0", 0), ("9223372036854775807.000", .max),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("18446744073709551616", nil), ("1e19", nil),
            ("0.5", nil), ("1e-1", nil), ("1e400", nil), ("1e99999999999999999999", nil),
            ("1e-99999999999999999999", nil),
            ("100000000000000000000000000000000000000000e-40", 10), ("0.00000000000000000000000000000000012e35", 12),
        ] as [(String, Int?)]
    )
    func `a whole number of any spelling is exact, or none`(text: String, value: Int?) throws {
        #expect(try JSONSlice(text).int == value)
        #expect(try JSONSlice(text).numberText == text)
        #expect((try? JSONSlice(text).decode(Int.self)) == value)
    }

    @Test(
        arguments: [
            ("18446744073709551615", .max), ("18446744073709551616", nil), ("184467440737095516150", nil), ("-1", nil),
            ("-0", 0), ("1.8446744073709551615e19", .max), ("1.8446744073709551616e19", nil),
            ("99999999999999999999", nil),
            ("9007199254740993", 9_007_199_254_740_993),
        ] as [(String, UInt64?)]
    )
    func `64 unsigned bits are exact`(text: String, value: UInt64?) throws {
        #expect(try JSONSlice(text).uint64 == value)
        #expect((try? JSONSlice(text).decode(UInt64.self)) == value)
    }

    @Test(arguments: [
        "0", "-0", "-0.0", "1", "0.1", "-2.5", "3.14159", "1e3", "1e-7", "123456789.123456789", "9007199254740993",
        "9007199254740992", "9007199254740991", "0.30000000000000004", "5e-324", "2.2250738585072011e-308",
        "1.7976931348623157e308", "179769313486231570000000000000000000000", "1e22", "1e23",
        "0.000000000000000000000001",
        "123456789012345678901234567890.5", "2.220446049250313e-16", "100000000000000000000000", "1e-400", "-1.5E+2",
        "0.00000000000000000000001234", "12345678901234567890", "1234567890123456789.5",
    ])
    func `a Double is the nearest one`(text: String) throws {
        let expected = try #require(Double(text))
        let value = try #require(try JSONSlice(text).double)
        #expect(value.bitPattern == expected.bitPattern)
        #expect(try JSONSlice(text).decode(Double.self).bitPattern == expected.bitPattern)
        let single = try #require(Float(text))
        #expect((try? JSONSlice(text).decode(Float.self))?.bitPattern == (single.isFinite ? single.bitPattern : nil))
    }

    @Test
    func `seeded Doubles survive being written and read`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(try JSONSlice("\(value)").double?.bitPattern == value.bitPattern)
            let whole = Int64(truncatingIfNeeded: generator.next() >> (generator.next() % 64))
            #expect(try JSONSlice("\(whole)").int == Int(whole))
            #expect(try JSONSlice("\(whole)").double == Double(whole))
        }
    }

    @Test
    func `what is too large for a Double is none, and an error to decode`() throws {
        for text in ["1e400", "-1e400", "1e99999999999999999999"] {
            #expect(try JSONSlice(text).double == nil)
            #expect(throws: DecodingError.self) { try JSONSlice(text).decode(Double.self) }
        }
        #expect(throws: DecodingError.self) { try JSONSlice("1e39").decode(Float.self) }
    }

    @Test
    func `every integer type keeps to its range`() throws {
        func check<Integer: FixedWidthInteger & Decodable>(_ type: Integer.Type) throws {
            #expect(try JSONSlice("\(Integer.max)").decode(type) == .max)
            #expect(try JSONSlice("\(Integer.min)").decode(type) == .min)
            for text in ["\(Integer.max)0", "-\(Integer.max)1", "0.5"] {
                let error = #expect(throws: DecodingError.self) { try JSONSlice(text).decode(type) }
                guard case .dataCorrupted(let context) = error else {
                    Issue.record("\(text) as \(type): \(String(describing: error))")
                    continue
                }
                #expect(context.debugDescription == "expected \(type), found number \(text), which does not fit")
            }
        }
        try check(Int.self)
        try check(Int8.self)
        try check(Int16.self)
        try check(Int32.self)
        try check(Int64.self)
        try check(UInt.self)
        try check(UInt8.self)
        try check(UInt16.self)
        try check(UInt32.self)
        try check(UInt64.self)
    }
}
