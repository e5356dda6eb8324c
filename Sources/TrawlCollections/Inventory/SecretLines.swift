/// The lines of a file that a message must not repeat.
///
/// Found in the text and not in the tree, because a file whose YAML is broken has no tree, and its report shows a line
/// all the same.
enum SecretLines {
    /// Which of some lines of a collection have header fields that carry secrets, where somebody wrote one all the same.
    static func inCollection(_ source: SourceFile, among wanted: Set<Int>) -> Set<Int> {
        var hidden: Set<Int> = []
        for (index, line) in SourceLines(source.bytes).prefix(wanted.max() ?? 0).enumerated()
        where wanted.contains(index + 1)
            && (headers.contains { contains($0, in: source.bytes[line]) } || namesUser(source.bytes[line]))
        {
            hidden.insert(index + 1)
        }
        return hidden
    }

    /// Whether a line may hold a URL with a user and a password, in front of the host or in the query: an output's, where
    /// somebody wrote one all the same.
    private static func namesUser(_ line: ArraySlice<UInt8>) -> Bool {
        line.contains { "@?".utf8.contains($0) } && contains(Array("://".utf8), in: line)
    }

    private static let headers = [
        "authorization", "cookie", "token", "api-key", "apikey", "password", "secret",
    ].map { Array($0.utf8) }

    /// Which of some lines of an inventory lie under `credentials`, or look as if they held a secret.
    static func inInventory(_ source: SourceFile, among wanted: Set<Int>) -> Set<Int> {
        var hidden: Set<Int> = []
        var isUnderSecrets = false
        var base: Int?
        for (index, range) in SourceLines(source.bytes).prefix(wanted.max() ?? 0).enumerated() {
            let line = source.bytes[range]
            if let key = topLevelKey(line, base: &base) { isUnderSecrets = opensSecrets(key) }
            if wanted.contains(index + 1), isUnderSecrets || mayHoldSecret(line) { hidden.insert(index + 1) }
        }
        return hidden
    }

    /// Which of some lines of a web configuration lie under `basic_auth_users`, where somebody may have put a password.
    static func inWebConfiguration(_ source: SourceFile, among wanted: Set<Int>) -> Set<Int> {
        var hidden: Set<Int> = []
        var isUnderUsers = false
        var base: Int?
        for (index, range) in SourceLines(source.bytes).prefix(wanted.max() ?? 0).enumerated() {
            let line = source.bytes[range]
            if let key = topLevelKey(line, base: &base) {
                // A key that is misspelt may stand for the users.
                isUnderUsers = !["tls_", "http_", "bearer_"].contains { key.starts(with: $0.utf8) }
            }
            if wanted.contains(index + 1), isUnderUsers || contains(bcrypt, in: line) { hidden.insert(index + 1) }
        }
        return hidden
    }

    private static let bcrypt = Array("$2".utf8)

    /// What a line says that stands as far to the left as the file's first key.
    private static func topLevelKey(_ line: ArraySlice<UInt8>, base: inout Int?) -> ArraySlice<UInt8>? {
        var text = line.drop { $0 == 0x20 }
        let indentation = text.startIndex - line.startIndex
        if line.starts(with: "---".utf8) { text = line.dropFirst(3).drop { $0 == 0x20 } }
        guard let first = text.first, first > 0x20, first != UInt8(ascii: "#"), first != UInt8(ascii: "-") else {
            return nil
        }
        guard indentation <= base ?? indentation else { return nil }
        base = base ?? indentation
        return text
    }

    /// The key of the block, and a file that is one flow mapping, which may hold it anywhere.
    private static func opensSecrets(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: "{") || contains(credential, in: line.prefix(credential.count + 1))
    }

    private static let credential = Array("credential".utf8)

    /// Words that stand beside secrets, and the signs of a URL with a user and a password.
    private static let words = ["password", "passwd", "secret", "enable", "://", "@"].map { Array($0.utf8) }

    private static func mayHoldSecret(_ line: ArraySlice<UInt8>) -> Bool {
        words.contains { contains($0, in: line) }
    }

    private static func contains(_ word: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
        // A line may have ten million bytes.
        let (line, word) = (line.span, word.span)
        guard line.count >= word.count else { return false }
        let first = word[0] | 0x20
        for start in 0...(line.count - word.count) where line[start] | 0x20 == first {
            var length = 1
            // ASCII letters differ in one bit between the cases.
            while length < word.count, line[start + length] | 0x20 == word[length] | 0x20 { length += 1 }
            if length == word.count { return true }
        }
        return false
    }
}
