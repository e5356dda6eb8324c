import TrawlCore

extension HTTPResponse {
    /// Replaces a secret that the body repeats, before anybody reads or keeps the body.
    package mutating func hide(_ secret: Secret) {
        let text = Array(secret.reveal().utf8)
        // Nearly every answer comes by here, some of them megabytes, and none should hold it.
        guard text.count >= 3, holds(text) else { return }
        body = body.replacing(text, with: Array("<redacted>".utf8))
    }

    private func holds(_ text: [UInt8]) -> Bool {
        var rest = body[...]
        while let place = rest.firstIndex(of: text[0]) {
            if body[place...].starts(with: text) { return true }
            rest = body[(place + 1)...]
        }
        return false
    }
}
