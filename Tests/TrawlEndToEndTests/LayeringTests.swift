import Foundation
import TestSupport
import Testing

/// The graph of targets and the places of what is dangerous, checked against the sources: SwiftPM lets a target import
/// whatever its dependencies depend on.
@Suite(.timeLimit(.minutes(1)))
struct LayeringTests {
    /// What each target may import beside the system's libraries.
    private static let table: [String: Set<String>] = [
        "CCurl": [],
        "TrawlJSON": [],
        "TrawlCore": ["TrawlJSON"],
        "TrawlTransfer": ["TrawlCore", "CCurl", "Logging"],
        "TrawlDialects": ["TrawlCore", "TrawlJSON"],
        "TrawlModels": ["TrawlCore", "TrawlJSON"],
        "Trawl": ["TrawlJSON", "TrawlCore", "TrawlTransfer", "TrawlDialects", "TrawlModels", "Logging"],
        "CZlib": [],
        "CCrypt": [],
        "CSnappy": [],
        "TrawlMetrics": ["TrawlCore", "TrawlJSON", "TrawlModels"],
        "TrawlCollections": ["Trawl", "TrawlMetrics", "Yams", "CYaml"],
        "TrawlOutputs": ["TrawlCore", "TrawlJSON"],
        "TrawlServer": ["TrawlCore", "CZlib", "CCrypt", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOTLS", "NIOSSL"],
        "TrawlExporter": [
            "Trawl", "TrawlCore", "TrawlJSON", "TrawlTransfer", "TrawlMetrics", "TrawlCollections", "TrawlOutputs",
            "TrawlServer", "CSnappy", "CZlib", "SwiftProtobuf", "Logging",
        ],
        "TrawlSimulator": ["TrawlCore", "TrawlJSON", "TrawlServer", "Yams"],
        "TrawlCLI": [
            "Trawl", "TrawlCollections", "TrawlOutputs", "TrawlMetrics", "TrawlExporter", "TrawlServer",
            "TrawlSimulator", "TrawlTransfer", "ArgumentParser", "Logging",
        ],
    ]

    private static let system: Set = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
    ]

    private static let sources = Checkout.files(below: "Sources", withExtension: "swift")

    /// The code of a file: comments and what strings say are not code.
    private static func code(of path: String) throws -> [String] {
        try Checkout.text(of: path).split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = String(line)
            line.replace(#/"(?:\\.|[^"\\])*"/#, with: "\"\"")
            return String(line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex))
        }
    }

    /// The files below `Sources` with code that matches.
    private static func files(matching pattern: Regex<Substring>) throws -> [String] {
        try sources.filter { path in try code(of: path).contains { $0.contains(pattern) } }
    }

    @Test func `every target is in the table`() throws {
        let folders = Set(Self.sources.map { String($0.split(separator: "/")[1]) })
        #expect(folders.union(["CCurl", "CZlib", "CCrypt", "CSnappy"]) == Set(Self.table.keys))
    }

    @Test(arguments: Self.sources)
    func `a file imports what its target may depend on`(path: String) throws {
        let target = String(path.split(separator: "/")[1])
        let allowed = Self.table[target, default: []].union(Self.system)
        // `import struct Module.Name` and `@testable import Module` too.
        let statement =
            #/^\s*(?:@\w+(?:\([^)]*\))?\s+|\w+\s+)*?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
        for (index, line) in try Self.code(of: path).enumerated() {
            guard let module = line.firstMatch(of: statement).map({ String($0.output.1) }) else { continue }
            #expect(allowed.contains(module), "\(path):\(index + 1) imports \(module)")
        }
    }

    @Test func `targets depend only on targets above them`() throws {
        let order = [
            "CCurl", "CZlib", "CCrypt", "CSnappy", "TrawlJSON", "TrawlCore", "TrawlTransfer", "TrawlDialects",
            "TrawlModels", "Trawl", "TrawlMetrics", "TrawlCollections", "TrawlOutputs", "TrawlServer", "TrawlExporter",
            "TrawlSimulator", "TrawlCLI",
        ]
        #expect(Set(order) == Set(Self.table.keys))
        for (place, target) in order.enumerated() {
            let below = Set(order[place...])
            #expect(Self.table[target, default: []].isDisjoint(with: below), "\(target)")
        }
    }

    @Test func `only the command line prints, exits or reads the command line`() throws {
        let files = try Self.files(matching: #/(?:^|[^.\w])(?:print|debugPrint|exit|_exit|abort)\(/#)
        #expect(files.filter { !$0.hasPrefix("Sources/TrawlCLI/") } == [])
    }

    @Test func `nothing traps on purpose`() throws {
        #expect(try Self.files(matching: #/(?:^|[^.\w])(?:fatalError|preconditionFailure|try!|as!)/#) == [])
    }

    @Test func `continuations are held where the design says`() throws {
        let files = try Self.files(matching: #/(?:Checked|Unsafe)(?:Throwing)?Continuation|Suspension/#)
        let allowed: Set = [
            "Sources/TrawlCore/Suspension.swift",
            "Sources/TrawlTransfer/Transfer.swift", "Sources/TrawlTransfer/DeviceChannel.swift",
            "Sources/Trawl/Slots.swift", "Sources/Trawl/Signal.swift", "Sources/Trawl/OutcomeChannel.swift",
        ]
        #expect(files.filter { !allowed.contains($0) } == [])
    }

    @Test func `only the transfer engine vouches for its own concurrency`() throws {
        let files = try Self.files(matching: #/@unchecked\s+Sendable|nonisolated\(unsafe\)/#)
        #expect(files.filter { !$0.hasPrefix("Sources/TrawlTransfer/") } == [])
    }

    @Test func `no type is named as a module`() throws {
        let types = #/(?:struct|class|enum|actor|protocol|typealias)\s+(?:Trawl|TrawlCore|TrawlJSON)\b/#
        #expect(try Self.files(matching: types) == [])
    }
}
