/// A place in an answer: keys with dots between them.
///
/// `*` is every part of an object or a list, `[0]` an element; keys with dots, blanks or `*` in them stand in double quotes.
/// `.` is the row itself, `^` the object around it, `$root` the whole answer. At the end, `$key` is the key that `*` stands
/// for, `$index` the place in a list, and `$size` how many parts there are, or bytes of a text.
package struct MetricPath: Sendable, Hashable {
    /// Where a path begins.
    package enum Origin: Sendable, Hashable {
        /// At the row, or at the object so many objects around it.
        case row(climbing: Int)
        /// At the whole answer.
        case root
    }

    /// One step from a value to a part of it.
    package enum Step: Sendable, Hashable {
        /// The value of a key.
        case key(String)
        /// Every value of an object, every element of a list.
        case every
        /// One element of a list.
        case element(Int)
    }

    /// What is read at the end.
    package enum Reading: Sendable, Hashable {
        /// The value there.
        case value
        /// The key that the nearest `*` stands for.
        case key
        /// The place in the nearest list, from 0.
        case index
        /// The number of parts, of a text that of its bytes.
        case size
    }

    /// The path as it is written.
    package let text: String
    /// Where it begins.
    package let origin: Origin
    /// The way from there.
    package let steps: [Step]
    /// What is read at the end.
    package let reading: Reading

    /// The row itself, as `.`.
    package static let row = MetricPath(text: ".", origin: .row(climbing: 0), steps: [], reading: .value)

    init(text: String, origin: Origin, steps: [Step], reading: Reading) {
        self.text = text
        self.origin = origin
        self.steps = steps
        self.reading = reading
    }

    /// Reads a path.
    ///
    /// - Throws: What is wrong with it.
    package init(_ text: String) throws(MetricPathMistake) {
        var parser = MetricPathParser(text)
        self = try parser.path()
    }

    /// Whether it leads to many places.
    package var goesThroughMany: Bool { steps.contains(.every) }

    /// What a path with `*` goes through, and what it reads of each; `nil` for one without `*`.
    package var split: (each: MetricPath, value: MetricPath)? {
        guard origin == .row(climbing: 0), let last = steps.lastIndex(of: .every) else { return nil }
        let each = MetricPath(text: text, origin: origin, steps: Array(steps[...last]), reading: .value)
        let rest = Array(steps[(last + 1)...])
        return (each, MetricPath(text: text, origin: .row(climbing: 0), steps: rest, reading: reading))
    }
}

extension MetricPath: ExpressibleByStringLiteral {
    /// A path that code writes; one that cannot be read leads nowhere, and a test reads every one of them.
    package init(stringLiteral text: String) {
        do throws(MetricPathMistake) {
            try self.init(text)
        } catch {
            self.init(text: text, origin: .row(climbing: 0), steps: [.key(text)], reading: .value)
        }
    }
}

/// What is wrong with a path.
package struct MetricPathMistake: Error, Sendable, Hashable {
    /// What, in one line.
    package var message: String
    /// One thing to try.
    package var hint: String?
}
