import Foundation

/// An outcome record as a script reads it, by a JSON reader that is not Trawl's.
struct Record: Decodable, Sendable {
    struct Failure: Decodable, Sendable {
        var `class`: String
        var code: String
        var message: String
        var hint: String?
    }

    /// How long the last try took.
    struct Timing: Decodable, Sendable {
        enum CodingKeys: String, CodingKey {
            case total = "total_ms"
        }

        /// Milliseconds.
        var total: Double
    }

    var run: String
    var collection: String
    var request: String
    var device: String
    var dialect: String
    var attempts: Int
    var status: String
    var error: Failure?
    var timing: Timing?

    /// The records of lines, each of which must be one.
    static func all(in lines: [String]) throws -> [Record] {
        try lines.map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
    }
}

/// The places of words in a text, each looked for behind the one before; `nil` where one is missing.
func inOrder(_ words: [String], in text: String) -> String? {
    var rest = text[...]
    for word in words {
        guard let range = rest.range(of: word) else {
            return "`\(word)` is missing, or not where it belongs, in \(text)"
        }
        rest = rest[range.upperBound...]
    }
    return nil
}
