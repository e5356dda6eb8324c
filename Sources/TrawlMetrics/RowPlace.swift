import TrawlJSON

/// Where a row is in an answer: the values from the whole answer to the row itself.
struct RowPlace {
    private struct Level {
        let value: JSONSlice
        /// The key that `*` stands for here.
        var key: String?
        /// The place in a list.
        var index: Int?
    }

    /// What stands at the end of a path.
    enum Finding {
        case missing
        case value(JSONSlice)
        case text(String)
        case integer(Int)
    }

    private var levels: [Level]

    init(of answer: JSONSlice) {
        levels = [Level(value: answer)]
    }

    /// Goes through the rows that a path leads to; a list at its end gives its elements.
    ///
    /// A list on the way gives each of its elements, and a key that an object repeats each of its values.
    ///
    /// - Returns: Whether there is such a place, with rows or without.
    mutating func forEachRow<Failure: Error>(
        at steps: ArraySlice<MetricPath.Step>,
        _ body: (RowPlace) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        try walk(steps, endsOpen: steps.last != .every, body)
    }

    /// What a path finds, seen from this row.
    func finding(at path: MetricPath) -> Finding {
        guard let start = start(of: path.origin) else { return .missing }
        var value = levels[start].value
        for step in path.steps {
            guard let part = Self.part(of: value, step) else { return .missing }
            value = part
        }
        switch path.reading {
        case .value: return .value(value)
        case .key: return levels[...start].last { $0.key != nil }?.key.map { .text($0) } ?? .missing
        case .index: return levels[...start].last { $0.index != nil }?.index.map { .integer($0) } ?? .missing
        case .size: return Self.size(of: value).map { .integer($0) } ?? .missing
        }
    }

    private func start(of origin: MetricPath.Origin) -> Int? {
        guard case .row(var climbing) = origin else { return 0 }
        var level = levels.count - 1
        // Lists do not count: NX-OS has an object where a list would have one element.
        while climbing > 0 {
            repeat { level -= 1 } while level >= 0 && levels[level].value.kind != .object
            guard level >= 0 else { return nil }
            climbing -= 1
        }
        return level
    }

    private static func part(of value: JSONSlice, _ step: MetricPath.Step) -> JSONSlice? {
        switch step {
        case .key(let key):
            guard value.kind == .array else { return value[key] }
            return value.count == 1 ? value[0]?[key] : nil
        case .element(let index):
            return value.kind == .array ? value[index] : index == 0 ? value : nil
        case .every:
            return nil
        }
    }

    private static func size(of value: JSONSlice) -> Int? {
        switch value.kind {
        case .array, .object: value.count
        case .string: value.string?.utf8.count
        default: nil
        }
    }

    private mutating func walk<Failure: Error>(
        _ steps: ArraySlice<MetricPath.Step>,
        endsOpen: Bool,
        _ body: (RowPlace) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        let value = levels[levels.count - 1].value
        guard let step = steps.first else {
            guard endsOpen, value.kind == .array else {
                guard value.kind != .null else { return false }
                try body(self)
                return true
            }
            for (index, element) in value.elements.enumerated() {
                _ = try enter(Level(value: element, index: index), steps, endsOpen: false, body)
            }
            return true
        }
        let rest = steps.dropFirst()
        switch (step, value.kind) {
        case (.key(let key), .object):
            let values = value.values(forKey: key)
            var isFound = false
            for (index, value) in values.enumerated() {
                let level = Level(value: value, index: values.count > 1 ? index : nil)
                if try enter(level, rest, endsOpen: endsOpen, body) { isFound = true }
            }
            return isFound
        case (.key, .array):
            var isFound = value.count == 0
            for (index, element) in value.elements.enumerated()
            where try enter(Level(value: element, index: index), steps, endsOpen: endsOpen, body) {
                isFound = true
            }
            return isFound
        case (.every, .array):
            for (index, element) in value.elements.enumerated() {
                _ = try enter(Level(value: element, index: index), rest, endsOpen: endsOpen, body)
            }
            return true
        case (.every, .object):
            for (key, value) in value.members {
                _ = try enter(Level(value: value, key: key), rest, endsOpen: endsOpen, body)
            }
            return true
        case (.element, _):
            guard let part = Self.part(of: value, step) else { return false }
            return try enter(Level(value: part), rest, endsOpen: endsOpen, body)
        default:
            return false
        }
    }

    private mutating func enter<Failure: Error>(
        _ level: Level,
        _ steps: ArraySlice<MetricPath.Step>,
        endsOpen: Bool,
        _ body: (RowPlace) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        levels.append(level)
        defer { levels.removeLast() }
        return try walk(steps, endsOpen: endsOpen, body)
    }
}
