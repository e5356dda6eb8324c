/// Collects the mistakes of one file while it is read, so that all of them are told at once.
struct ProblemLog {
    /// A file with more mistakes than this is of another kind altogether.
    private static let mostKept = 100

    private let source: SourceFile
    private var problems: [FileProblem] = []
    private var omitted = 0
    private var changes: [FileProblem] = []
    /// Whether what is not plainly a read is no mistake but a change.
    var allowsChanges = false
    private(set) var hasErrors = false

    init(source: SourceFile) {
        self.source = source
    }

    /// Notes a mistake.
    mutating func error(
        at mark: YAMLMark,
        _ message: String,
        hint: String? = nil,
        kind: FileProblem.Kind = .invalid
    ) {
        if kind == .notARead, allowsChanges {
            changes.append(problem(mark, message, hint, .error, kind))
            return
        }
        hasErrors = true
        note(mark, message, hint, .error, kind)
    }

    /// Notes something that somebody should look at.
    mutating func warning(at mark: YAMLMark, _ message: String, hint: String? = nil) {
        note(mark, message, hint, .warning, .invalid)
    }

    private mutating func note(
        _ mark: YAMLMark,
        _ message: String,
        _ hint: String?,
        _ severity: FileProblem.Severity,
        _ kind: FileProblem.Kind
    ) {
        guard problems.count < Self.mostKept * 10 else {
            omitted += 1
            return
        }
        problems.append(problem(mark, message, hint, severity, kind))
    }

    private func problem(
        _ mark: YAMLMark,
        _ message: String,
        _ hint: String?,
        _ severity: FileProblem.Severity,
        _ kind: FileProblem.Kind
    ) -> FileProblem {
        FileProblem(
            file: source.path,
            line: Int(mark.line),
            column: Int(mark.column),
            length: Int(mark.length),
            message: message,
            hint: hint,
            severity: severity,
            kind: kind
        )
    }

    /// The problems in the order of the file, with the lines that they are about.
    ///
    /// - Parameter secrets: Which of some lines may hold a password, and must not be repeated.
    /// - Returns: The problems; none where the file is fine.
    func report(hiding secrets: (SourceFile, Set<Int>) -> Set<Int> = { _, _ in [] }) -> FileProblems {
        report(of: problems, hiding: secrets)
    }

    /// What is not plainly a read and stands in a file that allows changes, as problems for a run that does not.
    func changes(hiding secrets: (SourceFile, Set<Int>) -> Set<Int> = { _, _ in [] }) -> FileProblems {
        report(of: changes, hiding: secrets)
    }

    private func report(of problems: [FileProblem], hiding secrets: (SourceFile, Set<Int>) -> Set<Int>) -> FileProblems
    {
        guard !problems.isEmpty else { return FileProblems([]) }
        // Sorted by position alone and stable: two problems of one place stay in the order they were found.
        let sorted = problems.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }
        var kept = sorted.prefix(Self.mostKept).map(\.element)
        let wanted = Set(kept.map(\.line))
        let lines = source.lines(wanted.subtracting(secrets(source, wanted)))
        for index in kept.indices { kept[index].excerpt = lines[kept[index].line] }
        return FileProblems(kept, omitted: omitted + max(0, problems.count - Self.mostKept))
    }
}
