import Synchronization
package import TrawlModels

/// The fields that a model writes, as far as they can be known without an answer: what its `init(from:)` asks a decoder for.
package indirect enum ModelFields: Sendable, Hashable {
    /// Something that nobody can look into from here.
    case unknown
    /// One text, number or truth.
    case value
    /// A list.
    case list(ModelFields)
    /// An object with these fields.
    case object([Field])

    /// A field of an object.
    package struct Field: Sendable, Hashable {
        /// Its key.
        package var key: String
        /// What stands there.
        package var value: ModelFields
    }

    /// The fields of a model.
    package init(of model: any NormalizedModel.Type) {
        let name = ObjectIdentifier(model)
        if let known = Self.known.withLock({ $0[name] }) {
            self = known
            return
        }
        let record = FieldRecord()
        // What stops the reading is a value that no sample fits; what was asked for up to then is known.
        _ = try? FieldRecorder.sample(of: model, in: record)
        self = record.fields
        Self.known.withLock { [self] in $0[name] = self }
    }

    private static let known = Mutex<[ObjectIdentifier: ModelFields]>([:])

    /// The elements of a list; the fields themselves of anything else.
    var elements: ModelFields {
        guard case .list(let elements) = self else { return self }
        return elements
    }
}

extension ModelFields {
    /// What a path into a model does not find.
    package struct Mistake: Error, Sendable, Hashable {
        /// The key that is no field; `nil` where there is nothing to look into.
        package var key: String?
        /// The fields that there are instead.
        package var known: [String]
    }

    /// The rows that a path leads to, with all that is around them.
    ///
    /// - Throws: The first step that leads nowhere.
    package func rows(at path: MetricPath?) throws(Mistake) -> [ModelFields] {
        guard let path else { return [self] }
        var around = try rows(to: path)
        if path.steps.last != .every, case .list(let elements) = around[around.count - 1] { around.append(elements) }
        return around
    }

    /// What is at the end of a path, behind all that is around it.
    private func rows(to path: MetricPath) throws(Mistake) -> [ModelFields] {
        var steps = path.steps[...]
        if case .list = self, steps.first == .key("entries") { steps = steps.dropFirst() }
        var around = [self]
        for step in steps { around = try Self.follow(step, from: around) }
        return around
    }

    /// Whether a `*` in a path to rows may stand for keys; a path that leads nowhere may.
    package func hasKeys(at path: MetricPath?) -> Bool {
        guard let path else { return false }
        for index in path.steps.indices where path.steps[index] == .every {
            let before = MetricPath(
                text: path.text,
                origin: path.origin,
                steps: Array(path.steps[..<index]),
                reading: .value
            )
            // What leads nowhere is told where the path itself is checked.
            guard let around = try? rows(to: before), let here = around.last else { return true }
            if here.mayBeObject { return true }
        }
        return false
    }

    /// Checks a path that is seen from a row.
    ///
    /// - Throws: The first step that leads nowhere.
    package static func check(_ path: MetricPath, from rows: [ModelFields]) throws(Mistake) {
        var around = rows
        switch path.origin {
        case .root: around = Array(rows.prefix(1))
        case .row(let climbing):
            for _ in 0..<climbing {
                repeat { around.removeLast() } while around.last.map { !$0.mayBeObject } ?? false
                guard !around.isEmpty else { throw Mistake(key: nil, known: []) }
            }
        }
        for step in path.steps { around = try follow(step, from: around) }
    }

    private var mayBeObject: Bool {
        switch self {
        case .object, .unknown: true
        case .list, .value: false
        }
    }

    private static func follow(_ step: MetricPath.Step, from around: [ModelFields]) throws(Mistake) -> [ModelFields] {
        guard var here = around.last else { throw Mistake(key: nil, known: []) }
        var path = around
        switch step {
        case .key(let key):
            if case .list(let elements) = here {
                here = elements
                path.append(elements)
            }
            switch here {
            case .unknown: return path + [.unknown]
            case .object(let fields):
                guard let field = fields.first(where: { $0.key == key || $0.key == FieldRecord.anyKey }) else {
                    throw Mistake(key: key, known: fields.map(\.key))
                }
                return path + [field.value]
            case .value, .list: throw Mistake(key: key, known: [])
            }
        case .every, .element:
            switch here {
            case .list(let elements): return path + [elements]
            case .object, .unknown: return path + [step == .every ? .unknown : here]
            case .value: throw Mistake(key: nil, known: [])
            }
        }
    }
}
