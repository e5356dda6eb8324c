import Testing

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct YAMLReaderTests {
    private func read(_ text: String, mostValues: Int = 1_000_000) -> (node: YAMLNode?, report: FileProblems) {
        let source = SourceFile(path: "f", bytes: Array(text.utf8))
        var log = ProblemLog(source: source)
        let node = YAMLReader.read(source, mostValues: mostValues, log: &log)
        return (node, log.report())
    }

    @Test(arguments: ["01", "1.20", "0x10", "1e3", "yes", "on", "12:30", "2026-11-20", "true", ".5", "-0", "_1"])
    func `scalars stay as they are written`(text: String) {
        #expect(read("key: \(text)").node?["key"]?.text == text)
    }

    @Test
    func `marks count lines and scalars from one, and know where a value ends`() {
        let node = read("a: 1\nkäse: [x, \"yy\"]\r\nb: c\n").node
        #expect(node?.entry("käse")?.keyMark == YAMLMark(line: 2, column: 1, length: 4))
        #expect(node?["käse"]?.items.last?.mark == YAMLMark(line: 2, column: 11, length: 4))
        #expect(node?["b"]?.mark == YAMLMark(line: 3, column: 4, length: 1))
    }

    @Test
    func `a byte order mark is no content`() {
        #expect(read("\u{FEFF}a: b\n").node?["a"]?.text == "b")
    }

    @Test
    func `an alias bomb of a megabyte is one problem and no memory`() {
        let bomb = "a: &a [x]\nb: [" + String(repeating: "*a, ", count: 1 << 18) + "]\n"
        let (node, report) = read(bomb)
        #expect(report.problems.count == 1)
        #expect(node?["b"]?.items.count == 1 << 18)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func `depth ends the reading`(opening: String) {
        let (node, report) = read(String(repeating: opening, count: 200_000))
        #expect(node == nil)
        #expect(report.problems.count == 1)
    }

    @Test
    func `too many values end the reading`() {
        let (node, report) = read("[" + String(repeating: "a,", count: 1000) + "]", mostValues: 100)
        #expect(node == nil)
        #expect(report.problems.map(\.message) == ["the file holds more than 100 values"])
    }

    @Test
    func `ten thousand duplicate keys are all found, and few are told`() {
        let text = (0..<10_000).map { "k\($0 % 100): v\n" }.joined()
        let (node, report) = read(text)
        #expect(node?.entries.count == 100)
        #expect(report.problems.count == 100)
        #expect(report.omitted == 9800)
    }

    @Test(arguments: ["", "   \n", "# only a comment\n", "---\n...\n"])
    func `a file without content is empty`(text: String) {
        let (node, report) = read(text)
        #expect(node == nil || node?.isNothing == true)
        #expect(node != nil || report.problems.map(\.message) == ["the file is empty"])
    }

    @Test(arguments: ["a: \"", "a: ", "# ", "a: |\n "])
    func `a value of megabytes ends the reading`(opening: String) {
        let (node, report) = read(opening + String(repeating: "x", count: 3 << 20))
        #expect(node == nil)
        #expect(report.problems.map(\.message) == ["what follows is longer than 1 MiB without an end"])
    }

    @Test
    func `many values of a good size are read`() {
        let text = (0..<40).map { "k\($0): \(String(repeating: "x", count: 100_000))\n" }.joined()
        #expect(read(text).node?.entries.map(\.value.text?.count) == Array(repeating: 100_000, count: 40))
    }

    @Test(arguments: ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}"])
    func `an excerpt is of the line that its number names, however lines end`(lineBreak: String) {
        let lines = ["a: 1", "b: 2", "a: again", "c: 3"]
        let problem = read(lines.joined(separator: lineBreak)).report.problems.first
        #expect(problem?.line == 3)
        #expect(problem?.excerpt == "a: again")
    }

    @Test(arguments: ["\n", "\r", "\r\n", "\u{85}", "\u{2028}"])
    func `a line with a password stays hidden, however lines end`(lineBreak: String) throws {
        let lines = ["defaults: {}", "", "credentials:", "  lab:", "    password: hunter2: x", "devices: {}"]
        let error = #expect(throws: FileProblems.self) { try inventory(lines.joined(separator: lineBreak)) }
        #expect(error?.problems.first?.line == 5)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(arguments: [
        "  credentials:\n    lab:\n      password:\n        hunter2: x: y\n",
        "# c\n---\n\"credentials\":\n  lab:\n    password:\n      hunter2: x: y\n",
        "{ credentials: { lab: { password:\n hunter2 ] } } }\n",
        "--- { credentials: { lab: { password:\n hunter2 ] } } }\n",
        "credentials:\n- hunter2: x: y\n",
        "devices:\n  a: { address: u:hunter2@h: x }\n",
    ])
    func `a password stays hidden where the YAML around it is broken`(text: String) {
        let error = #expect(throws: FileProblems.self) { try inventory(text) }
        #expect(error?.description.contains("hunter2") == false)
    }
}
