import Synchronization

/// The rows of an answer that did not fit, kept while the others are read.
///
/// Without one in the decoder, a row that does not fit is the whole answer's error.
final class RowProblems: Sendable {
    private let noted = Mutex<[any Error]>([])

    /// Where a decoder has it; `nil` only where the standard library refuses a name.
    static let key = CodingUserInfoKey(rawValue: "trawl.row-problems")

    /// What was noted, in the order of the answer.
    var all: [any Error] { noted.withLock { $0 } }

    /// Reads one row; `nil` where it does not fit.
    ///
    /// - Throws: What does not fit, where nobody takes note of it.
    static func row<Row: Decodable>(_ type: Row.Type, from decoder: any Decoder) throws -> Row? {
        do {
            return try Row(from: decoder)
        } catch {
            guard let key, let problems = decoder.userInfo[key] as? RowProblems else { throw error }
            problems.noted.withLock { $0.append(error) }
            return nil
        }
    }
}
