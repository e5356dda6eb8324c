import TrawlCore

/// Sessions as cookies: what `Set-Cookie` of an answer holds.
enum SessionCookie {
    /// No token of a device that is known comes near; a hostile one is not repeated with every call.
    private static let longestToken = 4096

    /// The session in a cookie of this name; `nil` where there is none that can be sent back.
    ///
    /// It lasts no longer than the API's sessions do, whatever the cookie says; without a bound the cookie says alone.
    static func session(named name: String, in response: HTTPResponse, lasting longest: Duration?) -> Session? {
        // The last one counts, as it would in a browser.
        response.headers("Set-Cookie").compactMap { session(named: name, in: $0, lasting: longest) }.last
    }

    private static func session(named name: String, in field: String, lasting longest: Duration?) -> Session? {
        let parts = field.split(separator: ";").map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (key: blanksCut(pair[0]), value: pair.count == 2 ? blanksCut(pair[1]) : "")
        }
        guard let cookie = parts.first, cookie.key == name, isToken(cookie.value) else { return nil }
        let announced = parts.dropFirst().first { $0.key.lowercased() == "max-age" }.flatMap { Int($0.value) }
        // A cookie without a future is how a session is taken away.
        if let announced, announced <= 0 { return nil }
        let lifetime = [announced.map { Duration.seconds($0) }, longest].compactMap { $0 }.min()
        return Session(token: Secret(cookie.value), lifetime: lifetime)
    }

    private static func blanksCut(_ text: Substring) -> String {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }

    /// Whether a value can be sent back as it came: nothing in it ends the field or begins another.
    static func isToken(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.count <= longestToken
            && value.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ";") }
    }
}
