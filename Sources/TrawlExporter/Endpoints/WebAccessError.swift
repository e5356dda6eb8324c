package import TrawlCollections

/// Why a web configuration cannot be used.
package enum WebAccessError: Error, Sendable, CustomStringConvertible {
    /// The file has mistakes.
    case problems(FileProblems)
    /// A file that it names cannot be used.
    case file(String)

    /// What is wrong.
    package var description: String {
        switch self {
        case .problems(let problems): problems.description
        case .file(let what): what
        }
    }
}
