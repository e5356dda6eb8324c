import FoundationEssentials
import TrawlCore

/// Text that a device chose, made fit for one line of a message.
enum DeviceText {
    /// The text on one line: line breaks become blanks, every other control and every direction mark an escape.
    ///
    /// What a message shows must neither move a terminal's cursor nor begin a second line of a log.
    static func oneLine(_ text: String, limit: Int = 200) -> String {
        var line = ""
        var length = 0
        var pendingBlank = false
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            if scalar == " " || scalar == "\n" {
                pendingBlank = !line.isEmpty
                continue
            }
            guard length < limit else { return line + "…" }
            if pendingBlank {
                line.append(" ")
                length += 1
                pendingBlank = false
            }
            line.append(escaped(scalar))
            length += 1
        }
        return line
    }

    /// Whether bytes begin as an HTML page does.
    static func isHTML(_ bytes: [UInt8]) -> Bool {
        let start = String(decoding: bytes.prefix(256), as: UTF8.self).lowercased().drop { $0.isWhitespace }
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    /// The title of an HTML page; `nil` where it has none.
    static func title(ofHTML bytes: [UInt8]) -> String? {
        let page = String(decoding: bytes.prefix(4096), as: UTF8.self)
        let lowered = page.lowercased()
        // Lower case can change lengths outside of ASCII; then the title is not worth the trouble.
        guard lowered.utf8.count == page.utf8.count,
            let open = lowered.firstRange(of: "<title>"),
            let close = lowered[open.upperBound...].firstRange(of: "</title>")
        else { return nil }
        let start = lowered.utf8.distance(from: lowered.startIndex, to: open.upperBound)
        let length = lowered.utf8.distance(from: open.upperBound, to: close.lowerBound)
        return String(decoding: Array(page.utf8.dropFirst(start).prefix(length)), as: UTF8.self)
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .control:
            let digits = String(scalar.value, radix: 16)
            return "\\x" + (digits.count < 2 ? "0" : "") + digits
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
            return "\\u{" + String(scalar.value, radix: 16) + "}"
        default:
            return String(Character(scalar))
        }
    }
}

/// The secrets of one credential, in every spelling that could come back from a device that echoes what it was sent.
struct Redaction {
    private let spellings: [[UInt8]]

    /// Hiding a text this short would tell it: every `1` of a message replaced says that the password is `1`.
    private static let shortest = 3

    init(_ credential: Credential?, besides secrets: [Secret] = []) {
        guard credential != nil || !secrets.isEmpty else {
            spellings = []
            return
        }
        var texts = secrets.map { $0.reveal() }
        if let credential {
            let password = credential.password.reveal()
            texts.append(password)
            if let enable = credential.enable?.reveal() { texts.append(enable) }
            texts += texts.map(Self.base64)
            texts.append(Self.base64("\(credential.username):\(password)"))
        }
        texts += texts.map(Self.percentEncoded) + texts.map(Self.htmlEscaped) + texts.map(Self.jsonEscaped)
        spellings = Set(texts.map { Array($0.utf8) })
            .filter { $0.count >= Self.shortest }
            // The longest first: one secret may hold another.
            .sorted { $0.count > $1.count }
    }

    /// The text with every secret replaced.
    func redacting(_ text: String) -> String {
        guard !spellings.isEmpty else { return text }
        // Bytes, not characters: a combining mark after a secret would make its last character another one.
        var bytes = Array(text.utf8)
        for spelling in spellings { bytes = bytes.replacing(spelling, with: Array("<redacted>".utf8)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    /// As a page for people shows it.
    private static func htmlEscaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    /// As a device's JSON may write it: everything but letters and digits by number.
    private static func jsonEscaped(_ text: String) -> String {
        text.utf16.map { unit in
            let isPlain = Unicode.Scalar(unit).map { $0.isASCII && $0.properties.isAlphabetic } ?? false
            let isDigit = (0x30...0x39).contains(unit)
            let digits = String(unit, radix: 16)
            return isPlain || isDigit
                ? String(UnicodeScalar(UInt8(unit)))
                : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII, character.isLetter || character.isNumber || "-._~".contains(character) {
                encoded.append(character)
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
