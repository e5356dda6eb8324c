import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(2)))
struct JSONMutationTests {
    static let seeds = [
        #"{"jsonrpc": "2.0", "id": "x-1", "result": [{"mtu": 9214, "name": "Ethernet1/1", "up": true, "rate": 1.5e9}]}"#,
        #"{"a":[[],{},[[]],{"b":{}}],"a":"\u00e9\ud83d\ude00\\\"","n":[-0.0,1E-3,18446744073709551615,null,false]}"#,
        "[\"é€😀\", \"a long string of plain text, \\n and then some more of it\" , {\n\t\"k\" : [ 1 , 2 ]\r\n} ]",
    ]

    /// Bytes that mean something to a reader of JSON, and some that never should be there.
    static let interesting: [UInt8] =
        Array(#"{}[]:,"\/untfe-+.0123456789 "#.utf8) + [
            0x00, 0x09, 0x0A, 0x1F, 0x7F, 0x80, 0xBF, 0xC3, 0xE2, 0xED, 0xF0, 0xFF,
        ]

    @Test(arguments: seeds.indices)
    func `no mutation breaks the reader, and what is read is written and read again the same`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var accepted = 0
        for _ in 0..<4_000 {
            let text = Self.mutation(of: Array(Self.seeds[seed].utf8), using: &generator)
            let slice: JSONSlice
            do {
                slice = try JSONSlice(parsing: text)
            } catch {
                #expect((0...text.count).contains(error.offset))
                continue
            }
            accepted += 1
            let written = slice.written
            #expect(String(validating: written, as: UTF8.self) != nil)
            let again = try JSONSlice(parsing: written)
            #expect(again.replacedSequences == 0)
            #expect(again.written == written)
            #expect(Self.isSame(slice, again))
            // Decoding must end in a value or an error; what it is follows from the mutation.
            _ = try? slice.decode(AnyValue.self)
        }
        // Otherwise the test has tested nothing.
        #expect(accepted > 200)
    }

    private static func mutation(of seed: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var text = seed
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<text.count, using: &generator)
            let byte = interesting[Int.random(in: 0..<interesting.count, using: &generator)]
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: text[place] = byte
            case 1: text.insert(byte, at: place)
            case 2 where text.count > 1: text.remove(at: place)
            case 3:
                let end = Int.random(in: place...min(place + 12, text.count), using: &generator)
                text.insert(contentsOf: text[place..<end], at: place)
            default: text[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
        return text
    }

    private static func isSame(_ first: JSONSlice, _ second: JSONSlice) -> Bool {
        guard first.kind == second.kind, first.count == second.count else { return false }
        return switch first.kind {
        case .object:
            zip(first.members, second.members).allSatisfy { $0.key == $1.key && isSame($0.value, $1.value) }
        case .array: zip(first.elements, second.elements).allSatisfy(isSame)
        case .string: first.string == second.string
        case .number: first.numberText == second.numberText && first.double == second.double && first.int == second.int
        case .bool: first.bool == second.bool
        case .null: true
        }
    }
}
