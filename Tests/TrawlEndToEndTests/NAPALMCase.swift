import Foundation
import TestSupport
import TrawlCore
import TrawlJSON
import TrawlSimulator

/// One of NAPALM's recorded cases: what a getter asked, what the device said, and what NAPALM made of it.
struct NAPALMCase: Decodable, Sendable {
    struct Recording: Decodable, Sendable {
        var file: String
        var encoding: String
        var command: String?
    }

    /// A number, a truth value or a text, as a request's argument.
    struct Argument: Decodable, Sendable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // A value that is no truth value says so by failing.
            text = try (try? container.decode(Bool.self)).map { $0 ? "true" : "false" } ?? container.decode(String.self)
        }
    }

    private struct Index: Decodable {
        var cases: [NAPALMCase]
    }

    var id: String
    var getter: String
    var platform: String
    var call: [String: Argument]
    var raw: [Recording]

    /// Every case beside the checkout.
    static func all() throws -> [NAPALMCase] {
        let bytes = try SharedFixtures.bytes("napalm/index.json")
        return try JSONDecoder().decode(Index.self, from: Data(bytes)).cases
    }

    /// The method that was called.
    var method: String { call["method"]?.text ?? getter }

    /// The arguments that it was given.
    ///
    /// Where a case calls its getter several times, the recorded answer is that of the last call.
    var arguments: [String: String] {
        call.filter { $0.key != "method" }.mapValues { argument in
            argument.text.hasPrefix("each of running, startup, candidate") ? "candidate" : argument.text
        }
    }

    /// Puts the recordings where a simulated fleet plays them from.
    func writeRecordings(to directory: String) throws {
        let folder = "\(directory)/\(platform)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for recording in raw where recording.encoding != "exception" {
            guard let command = recording.command else { continue }
            let words = command.split(separator: " ").joined(separator: " ")
            let name = String(words.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
            let bytes = try SharedFixtures.bytes("napalm/\(id)/\(recording.file)")
            let suffix = recording.encoding == "json" ? "json" : "txt"
            try Data(bytes).write(to: URL(filePath: "\(folder)/\(name).\(suffix)"))
        }
    }

    /// The commands that the device refused.
    var refused: [String] { raw.filter { $0.encoding == "exception" }.compactMap(\.command) }

    func expected() throws -> JSONSlice {
        try JSONSlice(parsing: try SharedFixtures.bytes("napalm/\(id)/expected_result.json"))
    }
}

/// NAPALM's own rules of comparison: a missing key equals null, numbers are compared as numbers, lists in order, and
/// `"..."` matches anything.
///
/// - Parameters:
///   - expected: NAPALM's answer.
///   - found: Trawl's.
///   - path: Where they are.
///   - tolerance: How far numbers under a key may be apart, by key.
/// - Returns: The first difference, with its path; `nil` where there is none.
func napalmDifference(
    _ expected: JSONSlice?,
    _ found: JSONSlice?,
    at path: String = "",
    tolerance: [String: Double] = [:]
) -> String? {
    func text(_ slice: JSONSlice?) -> String { String((slice?.description ?? "nothing").prefix(200)) }
    let difference = "\(path): expected \(text(expected)), found \(text(found))"
    if expected?.string == "..." { return nil }
    guard let expected, !expected.isNull else { return found == nil || found?.isNull == true ? nil : difference }
    guard let found else { return difference }
    switch (expected.kind, found.kind) {
    case (.object, .object):
        let keys = expected.members.map(\.key) + found.members.map(\.key).filter { expected[$0] == nil }
        for key in keys {
            let place = "\(path).\(key)"
            let found = napalmDifference(expected[key], found[key], at: place, tolerance: tolerance)
            if let found { return found }
        }
        return nil
    case (.array, .array):
        guard expected.count == found.count else {
            return "\(path): expected \(expected.count) items, found \(found.count): \(text(found))"
        }
        for (index, pair) in zip(expected.elements, found.elements).enumerated() {
            if let found = napalmDifference(pair.0, pair.1, at: "\(path)[\(index)]", tolerance: tolerance) {
                return found
            }
        }
        return nil
    case (.number, .number):
        let key = path.split(separator: ".").last.map(String.init) ?? ""
        let apart = abs((expected.double ?? .nan) - (found.double ?? .nan))
        return apart <= (tolerance[key] ?? 0) ? nil : difference
    case (.string, .string): return expected.string == found.string ? nil : difference
    case (.bool, .bool): return expected.bool == found.bool ? nil : difference
    default: return difference
    }
}
