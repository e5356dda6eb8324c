/// Every mistake of one or several files, in the order of the files.
public struct FileProblems: Error, Sendable, Hashable {
    /// The mistakes, warnings among them.
    public var problems: [FileProblem]
    /// How many more there are that were not kept.
    public var omitted: Int

    /// Makes a report.
    public init(_ problems: [FileProblem], omitted: Int = 0) {
        self.problems = problems
        self.omitted = omitted
    }

    /// Joins the reports of several files.
    public init(joining reports: [FileProblems]) {
        self.init(reports.flatMap(\.problems), omitted: reports.reduce(0) { $0 + $1.omitted })
    }

    /// Whether nothing is wrong but that something is asked which is not plainly a read, or never sent at all.
    public var isOnlyNotARead: Bool {
        let errors = problems.filter { $0.severity == .error }
        return omitted == 0 && !errors.isEmpty && errors.allSatisfy { $0.kind != .invalid }
    }
}

extension FileProblems: CustomStringConvertible {
    /// The problems one below the other.
    public var description: String {
        let more = omitted > 0 ? ["and \(omitted) more"] : []
        return (problems.map(\.description) + more).joined(separator: "\n")
    }
}
