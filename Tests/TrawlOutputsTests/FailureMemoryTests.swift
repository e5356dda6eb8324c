import FoundationEssentials
import Testing
import TrawlCore

@testable import TrawlOutputs

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite(.timeLimit(.minutes(1)))
struct FailureMemoryTests {
    private func file(in directory: String) throws -> FailureMemoryFile {
        try #require(
            FailureMemoryFile(
                name: "arp",
                collection: "/x/arp.yaml",
                inventory: "/x/inventory.yaml",
                environment: ["XDG_STATE_HOME": directory]
            )
        )
    }

    @Test func `what was asked now replaces what was known, the rest stays`() {
        var memory = FailureMemory(failed: ["a": ["x", "y"], "b": ["x"]])
        memory.record(makeOutcome(makeDevice("a"), request: "x"))
        memory.record(makeOutcome(makeDevice("c"), request: "x", error: makeError()))
        memory.record(makeOutcome(makeDevice("d"), request: "x", error: makeError(.noSpelling)))
        #expect(memory.failed == ["a": ["y"], "b": ["x"], "c": ["x"]])
        memory.record(makeOutcome(makeDevice("a"), request: "y"))
        #expect(memory.failed["a"] == nil)
        #expect(memory.contains(device: "b", request: "x"))
    }

    @Test func `a run merges into the last one`() {
        let last = FailureMemory(failed: ["a": ["x", "y"], "b": ["x"]])
        let now = FailureMemory(failed: ["a": ["y"]])
        #expect(last.merging(now, asked: ["a": ["x", "y"]]).failed == ["a": ["y"], "b": ["x"]])
        #expect(last.merging(FailureMemory(), asked: ["a": ["x"], "b": ["x"]]).failed == ["a": ["y"]])
    }

    @Test func `what is no longer there is forgotten`() {
        var memory = FailureMemory(failed: ["a": ["x", "gone"], "gone": ["x"]])
        memory.keep(devices: ["a"], requests: ["x"])
        #expect(memory.failed == ["a": ["x"]])
    }

    @Test func `a memory is kept for its owner alone`() throws {
        try withScratchDirectory { directory in
            let file = try file(in: directory)
            #expect(try file.load() == .init(memory: FailureMemory()))
            let memory = FailureMemory(failed: ["leaf\n\u{1B}\"1": ["x", "a"], "b": ["x"]])
            try file.save(FailureMemory())
            _ = unsafe chmod(file.path, 0o644)
            try file.save(memory)
            #expect(try file.load() == .init(memory: memory))
            #expect(try SystemCalls.status(of: file.path)?.permissions == 0o600)
            #expect(try SystemCalls.status(of: "\(directory)/trawl/last")?.permissions == 0o700)
            #expect(try names(in: "\(directory)/trawl/last").count == 1)
        }
    }

    @Test(arguments: [
        "", "{", "[]", #"{"version":2,"failed":{}}"#, #"{"version":1}"#, #"{"version":1,"failed":{"a":"x"}}"#,
        #"{"version":1,"failed":{"a":[1]}}"#,
    ])
    func `a corrupt file is moved aside with a warning`(text: String) throws {
        try withScratchDirectory { directory in
            let file = try file(in: directory)
            try file.save(FailureMemory())
            try put(text, at: file.path)
            let loaded = try file.load()
            #expect(loaded.memory.isEmpty)
            #expect(loaded.warning?.contains(file.path) == true)
            #expect(try content(of: "\(file.path).corrupt") == text)
            #expect(try file.load() == .init(memory: FailureMemory()))
        }
    }

    @Test func `a link is neither read nor written through`() throws {
        try withScratchDirectory { directory in
            let file = try file(in: directory)
            try file.save(FailureMemory())
            SystemCalls.remove(file.path)
            try put("mine", at: "\(directory)/target")
            try FileManager.default.createSymbolicLink(
                atPath: file.path,
                withDestinationPath: "\(directory)/target"
            )
            #expect(throws: OutputError.self) { _ = try file.load() }
            #expect(throws: OutputError.self) { try file.save(FailureMemory()) }
            #expect(try content(of: "\(directory)/target") == "mine")
        }
    }

    @Test func `a link in the directory's place is refused`() throws {
        try withScratchDirectory { directory in
            let file = try file(in: directory)
            try FileManager.default.createDirectory(
                atPath: "\(directory)/trawl",
                withIntermediateDirectories: true
            )
            try FileManager.default.createSymbolicLink(
                atPath: "\(directory)/trawl/last",
                withDestinationPath: directory
            )
            #expect(throws: OutputError.self) { _ = try file.load() }
            #expect(throws: OutputError.self) { try file.save(FailureMemory()) }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
    func `somebody else's file is refused`() throws {
        try withScratchDirectory { directory in
            let file = try file(in: directory)
            try file.save(FailureMemory())
            try #require(unsafe chown(file.path, 65534, 65534) == 0)
            let error = #expect(throws: OutputError.self) { _ = try file.load() }
            #expect(error?.description.contains("belongs to another user") == true)
        }
    }

    @Test(arguments: [
        (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/trawl/last/"),
        (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/trawl/last/"),
        (["HOME": "/h"], "/h/.local/state/trawl/last/"), ([:], nil),
    ])
    func `the directory follows XDG`(environment: [String: String], expected: String?) {
        let file = FailureMemoryFile(name: "a/b", collection: "c", inventory: "i", environment: environment)
        #expect(file?.path.hasPrefix("\(expected ?? "")a%2Fb-") == expected.map { _ in true })
    }

    @Test func `another inventory has another file`() {
        let files = [("c", "i"), ("c", "j"), ("d", "i"), ("ci", "")].map {
            FailureMemoryFile(name: "arp", collection: $0, inventory: $1, environment: ["HOME": "/h"])?.path
        }
        #expect(Set(files).count == 4)
    }
}
