import FoundationEssentials
import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlOutputs

/// The moment 2026-11-20T21:00:00.123Z.
let start = Date(timeIntervalSince1970: 1_795_208_400.123)

func makeDevice(_ name: String = "leaf1", dialect: DialectName = .eapi, verify: Bool = true) -> Device {
    Device(
        name: name,
        address: "10.0.0.1",
        dialect: dialect,
        tls: TLSPolicy(verify: verify),
        labels: ["site": "dc1", "role": "leaf"]
    )
}

func makeTiming(total: Duration = .microseconds(51_300)) -> Timing {
    Timing(
        queued: .microseconds(100),
        connect: .microseconds(400),
        tls: .microseconds(2100),
        firstByte: .milliseconds(51),
        total: total,
        bytes: 1342,
        reused: true
    )
}

func makeOutcome(
    _ device: Device = makeDevice(),
    request: String = "arp",
    collection: String = "fabric",
    replies: [Reply] = [],
    model: (any Encodable & Sendable)? = nil,
    error: DeviceError? = nil,
    total: Duration = .microseconds(51_300)
) -> Outcome {
    Outcome(
        run: "20261120T210000Z-7f3a9c",
        collection: collection,
        request: request,
        device: device,
        started: start,
        attempts: 1,
        replies: replies,
        model: model,
        error: error,
        timing: makeTiming(total: total)
    )
}

func jsonReply(_ text: String, warnings: [String] = []) throws -> Reply {
    Reply(command: .cli("show ip arp"), body: .json(try JSONSlice(parsing: Array(text.utf8))), warnings: warnings)
}

func textReply(_ text: String, warnings: [String] = []) -> Reply {
    Reply(command: .cli("show ip arp"), body: .text(text), warnings: warnings)
}

func makeError(_ code: DeviceError.Code = .connectionRefused, device: String = "leaf1") -> DeviceError {
    DeviceError(code, device: device, operation: "show ip arp", detail: "10.0.0.1:443 said no")
}

/// What a format makes of outcomes.
func text(of document: some OutcomeDocument, _ outcomes: [Outcome]) throws -> String {
    var document = document
    return try withScratchDirectory { directory in
        let file = try OutputFile(replacing: "\(directory)/out")
        for outcome in outcomes {
            if let item = document.item(for: outcome) { try document.add(item, to: file) }
        }
        try document.finish(to: file)
        try file.commit()
        return try content(of: "\(directory)/out")
    }
}

func content(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}

func put(_ text: String, at path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
}

func names(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
}

func withScratchDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = try makeTemporaryDirectory()
    defer { removeTemporaryDirectory(path) }
    return try body(path)
}

func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = try makeTemporaryDirectory()
    defer { removeTemporaryDirectory(path) }
    return try await body(path)
}

private func makeTemporaryDirectory() throws -> String {
    let path = "\(FileManager.default.temporaryDirectory.path)/trawl-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}

private func removeTemporaryDirectory(_ path: String) {
    // A leftover in the temporary directory is no reason to fail a test.
    try? FileManager.default.removeItem(atPath: path)
}
