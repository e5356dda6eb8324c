import Testing

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct FileProblemTests {
    @Test
    func `a problem shows its place, its line with carets, and its hint`() {
        let problem = FileProblem(
            file: "collections/arp.yaml",
            line: 12,
            column: 3,
            length: 7,
            message: "unknown key `requets`",
            hint: "did you mean `requests`?",
            excerpt: "  requets:"
        )
        let expected = """
            collections/arp.yaml:12:3: error: unknown key `requets`
               12 |   requets:
                  |   ^^^^^^^
              hint: did you mean `requests`?
            """
        #expect(problem.description == expected)
    }

    @Test
    func `hostile text cannot move the cursor, and carets stay under it`() {
        let problem = FileProblem(
            file: "a\u{1B}[2J.yaml",
            line: 1,
            column: 3,
            length: 2,
            message: "b\u{202E}c\r\n",
            severity: .warning,
            excerpt: "\u{7}x\u{1B}y"
        )
        let expected = """
            a\\x1b[2J.yaml:1:3: warning: b\\u{202e}c\\x0d\\x0a
                1 | \\x07x\\x1by
                  |      ^^^^^
            """
        #expect(problem.description == expected)
    }

    @Test
    func `a caret stands under wide characters as a terminal shows them`() {
        let problem = FileProblem(
            file: "f",
            line: 1,
            column: 9,
            length: 3,
            message: "m",
            excerpt: "名前: 東京, 鍵xy: 1"
        )
        let expected = """
            f:1:9: error: m
                1 | 名前: 東京, 鍵xy: 1
                  |             ^^^^
            """
        #expect(problem.description == expected)
    }

    @Test
    func `a line of megabytes is shown around its place`() {
        let line = String(repeating: "x", count: 5000) + "KEY" + String(repeating: "y", count: 5000)
        let problem = FileProblem(file: "f", line: 1, column: 5001, length: 3, message: "m", excerpt: line)
        let lines = problem.description.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count < 130 })
        #expect(lines[1].contains("…xx") && lines[1].contains("xKEYy"))
        let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
        let key = lines[1].firstIndex(of: "K").map { lines[1].distance(from: lines[1].startIndex, to: $0) }
        #expect(caret == key)
    }

    @Test(arguments: [(0, 0), (1, 0), (1, 500), (900, 3), (Int.max / 2, 1)])
    func `no place is too strange to be shown`(column: Int, length: Int) {
        let problem = FileProblem(file: "f", line: 1, column: column, length: length, message: "m", excerpt: "short")
        #expect(problem.description.contains("^"))
    }

    @Test
    func `only a report of nothing but commands that are no reads is one`() {
        let notARead = FileProblem(file: "f", message: "m", kind: .notARead)
        let invalid = FileProblem(file: "f", message: "m")
        let warning = FileProblem(file: "f", message: "m", severity: .warning)
        #expect(FileProblems([notARead, warning]).isOnlyNotARead)
        #expect(!FileProblems([notARead, invalid]).isOnlyNotARead)
        #expect(!FileProblems([warning]).isOnlyNotARead)
        #expect(!FileProblems([notARead], omitted: 1).isOnlyNotARead)
    }

    @Test
    func `reports of several files follow each other`() {
        let reports = ["a", "b"].map { FileProblems([FileProblem(file: $0, message: "m")], omitted: 1) }
        #expect(FileProblems(joining: reports).description == "a: error: m\nb: error: m\nand 2 more")
    }
}
