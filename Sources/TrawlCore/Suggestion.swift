/// The known word that somebody probably meant.
package enum Suggestion {
    /// A hint for an unknown word: the nearest known one, or all of them where none is near and they are few.
    package static func hint(for word: String, among known: [String], noun: String) -> String? {
        if let nearest = nearest(to: word, among: known) { return "did you mean `\(nearest)`?" }
        guard !known.isEmpty, known.count <= 12 else { return nil }
        return "\(noun): " + known.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// The known word at the smallest edit distance, where that is at most a third of the word.
    package static func nearest(to word: String, among known: [String]) -> String? {
        ranked(near: word, among: known).first
    }

    /// The known words near a word, the nearest first.
    package static func ranked(near word: String, among known: [String]) -> [String] {
        let word = Array(word.lowercased().utf8.prefix(longestWord))
        var candidates: [(distance: Int, name: String)] = []
        for name in known {
            let other = Array(name.lowercased().utf8.prefix(longestWord))
            let allowed = max(1, min(word.count, other.count) / 3)
            guard abs(other.count - word.count) <= allowed else { continue }
            let distance = distance(from: word, to: other)
            if distance <= allowed { candidates.append((distance, name)) }
        }
        return candidates.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.map(\.name)
    }

    /// Beyond this no name is compared: the time grows with the square.
    private static let longestWord = 64

    /// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
    private static func distance(from word: [UInt8], to other: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in word.enumerated() {
            var current = [row + 1]
            for (column, otherLetter) in other.enumerated() {
                let substitution = last[column] + (letter == otherLetter ? 0 : 1)
                var best = min(substitution, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == other[column - 1], word[row - 1] == otherLetter {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
