/// What the decoders and containers of one decode share: the tape, where it began, and indexes of wide objects.
final class JSONDecodingSession {
    /// Objects with more members than this are looked up through a hashed index; below it, going through is faster.
    static let widestUnindexed = 48

    let tape: JSONTape
    let root: Int
    /// What the caller hands to the types that are read.
    let userInfo: [CodingUserInfoKey: Any]
    private var indexes: [Int: JSONKeyIndex] = [:]
    /// The way to the value that was last asked for.
    private var trail: [Step] = []

    /// One level of a way: an element, or the key of a member, and its place in its container.
    private struct Step {
        var container: Int
        var entry: Int
        var ordinal: Int
    }

    init(tape: JSONTape, root: Int, userInfo: [CodingUserInfoKey: Any] = [:]) {
        self.tape = tape
        self.root = root
        self.userInfo = userInfo
    }

    /// The value of an object's first member with a key.
    @inline(__always)
    func firstValue(of object: Int, key name: String) -> Int? {
        guard tape.count(of: object) > Self.widestUnindexed else {
            return tape.firstValue(of: object, key: name.utf8.span)
        }
        return keyIndex(of: object).firstValue(key: name.utf8.span)
    }

    /// The values of a repeated key, where a value is the first of several.
    func repeats(ofFirst value: Int, in object: Int) -> [Int]? {
        if tape.count(of: object) > Self.widestUnindexed { return keyIndex(of: object).repeats(ofFirst: value) }
        let end = tape.index(after: object)
        var values: [Int] = []
        var previous = value
        while let next = tape.nextValue(after: previous, sameKeyAs: value - 1, before: end) {
            values.append(next)
            previous = next
        }
        return values.isEmpty ? nil : [value] + values
    }

    /// The first member of each key of an object, in their order, as indices of the keys.
    func keys(of object: Int) -> [Int] {
        if tape.count(of: object) > Self.widestUnindexed { return keyIndex(of: object).keys }
        var keys: [Int] = []
        keys.reserveCapacity(tape.count(of: object))
        var next = object + 2
        for _ in 0..<tape.count(of: object) {
            let isRepeat = keys.contains { tape.key($0, equalsKey: next) }
            if !isRepeat { keys.append(next) }
            next = tape.index(after: next + 1)
        }
        return keys
    }

    /// The way from the root to a value; worked out only where someone asks, which is in errors.
    ///
    /// The second and later values of a repeated key have their place among its values as a further step.
    func codingPath(to target: Int) -> [any CodingKey] {
        findTrail(to: target)
        var path: [any CodingKey] = []
        for step in trail {
            guard tape.word(step.container).kind == JSONWord.object else {
                path.append(JSONPathKey(step.ordinal))
                continue
            }
            path.append(JSONPathKey(tape.string(step.entry)))
            let place = occurrence(of: step.entry, in: step.container)
            if place > 0 { path.append(JSONPathKey(place)) }
        }
        return path
    }

    /// Goes down to a value, at each level from where the last search was if that is not past it.
    ///
    /// A type that tries one shape after the other fails at every element of a list: without the memory each failure
    /// would go through all elements before it.
    private func findTrail(to target: Int) {
        var container = root
        var depth = 0
        while container != target, tape.word(container).isContainer {
            if depth == trail.count || trail[depth].container != container || trail[depth].entry > target {
                trail.removeSubrange(depth...)
                trail.append(Step(container: container, entry: container + 2, ordinal: 0))
            }
            let keyLength = tape.word(container).kind == JSONWord.object ? 1 : 0
            let end = tape.index(after: container)
            var step = trail[depth]
            var next = tape.index(after: step.entry + keyLength)
            while next <= target, next < end {
                step.entry = next
                step.ordinal += 1
                next = tape.index(after: next + keyLength)
            }
            if step.entry != trail[depth].entry {
                trail.removeSubrange(depth...)
                trail.append(step)
            }
            container = step.entry + keyLength
            depth += 1
        }
        trail.removeSubrange(depth...)
    }

    private func occurrence(of key: Int, in object: Int) -> Int {
        if tape.count(of: object) > Self.widestUnindexed { return keyIndex(of: object).occurrence(of: key) }
        var place = 0
        var next = object + 2
        while next < key {
            if tape.key(next, equalsKey: key) { place += 1 }
            next = tape.index(after: next + 1)
        }
        return place
    }

    private func keyIndex(of object: Int) -> JSONKeyIndex {
        if let index = indexes[object] { return index }
        let index = JSONKeyIndex(of: object, in: tape)
        indexes[object] = index
        return index
    }
}

extension JSONTape {
    /// The next value with the same key, among the members after a value.
    func nextValue(after value: Int, sameKeyAs key: Int, before end: Int) -> Int? {
        let members = index(after: value)..<end
        let word = word(key)
        guard !members.isEmpty else { return nil }
        guard word.isElaborate || word.needsRewriting else {
            return token(word) { firstValue(among: members, key: $0) }
        }
        let text = string(key)
        return firstValue(among: members, key: text.utf8.span)
    }

    /// Whether two keys are equal.
    func key(_ first: Int, equalsKey second: Int) -> Bool {
        let (one, other) = (word(first), word(second))
        if one.raw & JSONWord.shapeMask == other.raw & JSONWord.shapeMask, !one.isElaborate, !one.needsRewriting {
            return token(other) { string(first, equals: $0) }
        }
        guard one.isElaborate || one.needsRewriting || other.isElaborate || other.needsRewriting else { return false }
        let text = string(second)
        return string(first, equals: text.utf8.span)
    }
}

/// A step of a coding path: a key or an index.
struct JSONPathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ key: String) {
        stringValue = key
        intValue = nil
    }

    init(_ index: Int) {
        stringValue = "Index \(index)"
        intValue = index
    }

    init?(stringValue: String) { self.init(stringValue) }

    init?(intValue: Int) { self.init(intValue) }
}
