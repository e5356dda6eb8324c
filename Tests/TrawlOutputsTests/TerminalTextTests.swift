import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct TerminalTextTests {
    @Test(arguments: [
        ("plain text: 10.0.0.1 ~", "plain text: 10.0.0.1 ~"),
        ("\u{1B}[2J\u{1B}]0;owned\u{07}", "\\x1b[2J\\x1b]0;owned\\x07"),
        ("a\nb\r\nc\td\0", "a\\nb\\r\\nc\\td\\x00"),
        ("\u{9B}31mred\u{7F}", "\\x9b31mred\\x7f"),
        ("admin\u{202E}gpj.exe\u{2066}", "admin\\u{202e}gpj.exe\\u{2066}"),
        ("zero\u{200B}width\u{FEFF}", "zero\\u{200b}width\\u{feff}"),
        ("tag\u{E0041}", "tag\\u{e0041}"),
        ("Zürich 東京 🙂", "Zürich 東京 🙂"),
    ])
    func `nothing of a device acts on a terminal`(text: String, expected: String) {
        #expect(TerminalText.escape(text) == expected)
    }

    @Test func `text of several lines keeps them`() {
        #expect(TerminalText.escapeLines("a\r\nb\tc\rd\u{1B}c\r") == "a\nb\tc\\rd\\x1bc\\r")
    }

    @Test func `escaped JSON is the same value`() throws {
        let text = "{\"k\u{9B}\":\"\u{202E}é\u{7F}\u{E0041}\"}"
        let escaped = TerminalText.escapeJSON(Array(text.utf8))
        #expect(String(decoding: escaped, as: UTF8.self) == #"{"k\u009b":"\u202eé\u007f\udb40\udc41"}"#)
        #expect(try JSONSlice(parsing: escaped)["k\u{9B}"]?.string == "\u{202E}é\u{7F}\u{E0041}")
    }

    @Test func `bytes that are no UTF-8 do not reach a terminal`() {
        #expect(TerminalText.escapeJSON([0x22, 0x9B, 0x22]) == Array("\"\u{FFFD}\"".utf8))
    }

    @Test(arguments: [("leaf1", 5), ("東京", 4), ("e\u{301}", 1), ("🙂", 2), ("", 0), ("Zürich", 6)])
    func `the width is what a terminal shows`(text: String, expected: Int) {
        #expect(DisplayWidth.columns(of: text) == expected)
    }

    @Test(arguments: [
        ("leaf1", 5, "leaf1"), ("leaf12", 5, "leaf…"), ("東京都", 5, "東京…"), ("東京都", 4, "東…"), ("x", 0, ""),
        ("xy", 1, "…"),
    ])
    func `what is cut shows it`(text: String, width: Int, expected: String) {
        #expect(DisplayWidth.cut(text, to: width) == expected)
    }
}
