/// The members of a wide object by key: an open-addressing table over the tape, which makes no strings.
struct JSONKeyIndex {
    private let tape: JSONTape
    /// Positions in ``keys`` plus one; 0 is free.
    ///
    /// A power of two long, at most half full.
    private var table: [UInt32]
    /// The first member of each key in the object's order, as indices of the keys.
    private(set) var keys: [Int] = []
    /// All values of the keys that are repeated, by the first of them.
    private var repeated: [Int: [Int]] = [:]
    /// Differs between processes, so that nobody can prepare keys that all collide.
    private static let seed = UInt64.random(in: .min ... .max)

    init(of object: Int, in tape: JSONTape) {
        self.tape = tape
        let count = tape.count(of: object)
        table = Array(repeating: 0, count: 1 << (Int.bitWidth - (count * 2).leadingZeroBitCount))
        keys.reserveCapacity(count)
        var key = object + 2
        for _ in 0..<count {
            insert(key)
            key = tape.index(after: key + 1)
        }
    }

    /// The value of the first member with a key.
    func firstValue(key: Span<UInt8>) -> Int? {
        var slot = Self.hash(key) & (table.count - 1)
        while table[slot] != 0 {
            let found = keys[Int(table[slot]) - 1]
            if tape.string(found, equals: key) { return found + 1 }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }

    /// The values of a repeated key, where a value is the first of several.
    func repeats(ofFirst value: Int) -> [Int]? { repeated[value] }

    /// How many members before this one have the same key.
    func occurrence(of key: Int) -> Int {
        let text = tape.string(key)
        guard let first = firstValue(key: text.utf8.span) else { return 0 }
        return repeated[first]?.firstIndex(of: key + 1) ?? 0
    }

    private mutating func insert(_ key: Int) {
        let word = tape.word(key)
        var slot: Int
        if word.isElaborate || word.needsRewriting {
            let text = tape.string(key)
            slot = Self.hash(text.utf8.span) & (table.count - 1)
        } else {
            slot = tape.token(word, Self.hash) & (table.count - 1)
        }
        while table[slot] != 0 {
            let found = keys[Int(table[slot]) - 1]
            if tape.key(found, equalsKey: key) {
                repeated[found + 1, default: [found + 1]].append(key + 1)
                return
            }
            slot = (slot + 1) & (table.count - 1)
        }
        keys.append(key)
        table[slot] = UInt32(keys.count)
    }

    private static func hash(_ text: Span<UInt8>) -> Int {
        var hash = seed ^ UInt64(text.count)
        for position in text.indices {
            let product = (hash ^ UInt64(text[position])).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
            hash = product.low ^ product.high
        }
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
