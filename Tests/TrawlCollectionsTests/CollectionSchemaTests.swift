import Foundation
import Testing
import Trawl
import TrawlSimulator

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct CollectionSchemaTests {
    /// Mistakes that no schema can see: they are between places, between files, or in YAML itself.
    private static let beyondSchemas: Set = [
        "collection-anchors", "collection-metrics-meaning", "collection-metrics-no-model",
        "collection-model-with-command", "collection-open-output-password", "inventory-duplicate-devices",
        "inventory-no-credentials-block", "inventory-no-dialect", "inventory-open-literal-password",
        "inventory-range-mismatch",
    ]

    /// A Python with `jsonschema` and `yaml`: `TRAWL_PYTHON`, or the one on the path.
    private static let python: [String]? = {
        let named = ProcessInfo.processInfo.environment["TRAWL_PYTHON"].map { [$0] }
        return [named, ["/usr/bin/env", "python3"]].compactMap(\.self).first { python in
            (try? run(python, ["-c", "import jsonschema, yaml"]))?.status == 0
        }
    }()

    private static func run(_ python: [String], _ arguments: [String]) throws -> (status: Int32, output: String) {
        let output = FileManager.default.temporaryDirectory.path() + "/trawl-python-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let environment = ProcessInfo.processInfo.environment
        let status = try ChildProgram(python + arguments, environment: environment, output: output).wait()
        return (status, try String(contentsOfFile: output, encoding: .utf8))
    }

    /// What a real validator says of each file, by its path.
    private func verdicts(
        _ fixtures: [Fixture],
        isInventory: Bool,
        vocabulary: Vocabulary = .fixed
    ) throws -> [String: String] {
        let python = try #require(Self.python)
        let schema = isInventory ? CollectionSchema.inventory(vocabulary) : CollectionSchema.collection(vocabulary)
        let path = FileManager.default.temporaryDirectory.path() + "/trawl-schema-\(UUID().uuidString).json"
        try Data(schema.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = Fixture.root + "/Tests/TrawlCollectionsTests/Fixtures/validate.py"
        let (status, output) = try Self.run(python, [script, path] + fixtures.map(\.path))
        #expect(status == 0)
        var verdicts: [String: String] = [:]
        for line in output.split(separator: "\n") {
            let fields = line.split(separator: "\t", maxSplits: 1)
            verdicts[String(fields[0])] = String(fields[1])
        }
        return verdicts
    }

    @Test(.enabled(if: python != nil, "a Python with jsonschema and PyYAML"), arguments: [false, true])
    func `the schema accepts every valid and shipped file`(isInventory: Bool) throws {
        let fixtures = Fixture.valid.filter { $0.isInventory == isInventory }
        var verdicts = try verdicts(fixtures, isInventory: isInventory)
        let shipped = isInventory ? [] : Fixture.shipped
        if !isInventory {
            let more = try self.verdicts(shipped, isInventory: false, vocabulary: .registered)
            verdicts.merge(more) { first, _ in first }
        }
        for fixture in fixtures + shipped {
            let verdict = verdicts[fixture.path] ?? "missing"
            #expect(verdict.hasPrefix("accepted"), "\(fixture.name): \(verdict)")
        }
    }

    @Test(.enabled(if: python != nil, "a Python with jsonschema and PyYAML"), arguments: [false, true])
    func `the schema rejects every invalid file that a schema can see through`(isInventory: Bool) throws {
        let fixtures = Fixture.invalid.filter { $0.isInventory == isInventory }
        let verdicts = try verdicts(fixtures, isInventory: isInventory)
        for fixture in fixtures {
            let verdict = verdicts[fixture.path] ?? "missing"
            let expected = Self.beyondSchemas.contains(fixture.name) ? "accepted" : "rejected"
            #expect(verdict.hasPrefix(expected), "\(fixture.name): \(verdict)")
        }
    }

    @Test
    func `the list of what no schema sees names only fixtures that exist`() {
        #expect(Self.beyondSchemas.isSubset(of: Set(Fixture.invalid.map(\.name))))
    }

    @Test(arguments: [
        "show version", "show", "dir", "dir flash:", "show version | json", "show version|json", "show version |json",
        "show running-config | section bgp | no-more", "show version | include a*b?c [x]", "show  version  ",
        "dir | count", "show version | json-pretty", "show |include x", "shows", "showversion", "Show version",
        " show version", "show version | bash", "show version | jsonx", "show version |", "show | | json",
        "show version; reload",
        "show version > x", "show version < x", "show `x`", "show $x", "show a & b", #"show a\b"#, "configure", "",
        " ", "show\tversion", "show\u{a0}version", "show version\n", "show version\nreload", "dirx", "| json",
        "show version | tee x", "copy a b", "show _a^b", "show {a}~", "show x | nz", "show x | last 5", "show x | xml",
        "show x | wc", "show x clear", "show  clear", "show clear | json", "show clear|json", "show x | include clear",
        "show clearance", "dir clear", "show tech-support binary", "show  tech-support x binary | json",
        "show binary tech-support", "show tech-support", "Büro", "show TECH all BIN x", "show tec b",
        "show tech all bootflash:x", "show hardware internal x c", "show SYS x Cl", "show plat cl | json", "show clock",
        "show x cl", "show x cle", "show x CLEA", "show hardware clock", "show t x", "show p c",
    ])
    func `the patterns for commands say what the engine says`(line: String) throws {
        for dialect in [DialectName.eapi, .nxapi] {
            #expect(
                try Self.matches(ScalarKind.command(of: dialect), line)
                    == (ReadOnly.objection(to: .cli(line), on: dialect) == nil)
            )
        }
        #expect(try Self.matches(.anyCommand, line) == (ReadOnly.refusal(of: .cli(line)) == nil))
    }

    private static func matches(_ kind: ScalarKind, _ line: String) throws -> Bool {
        let expression = try NSRegularExpression(pattern: try #require(kind.pattern))
        let whole = NSRange(location: 0, length: line.utf16.count)
        // `$` of NSRegularExpression matches before a final line break too; JSON Schema's does not.
        return expression.firstMatch(in: line, range: whole)?.range == whole
    }
}
