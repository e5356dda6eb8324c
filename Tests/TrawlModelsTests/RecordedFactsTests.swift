import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlDialects
import TrawlJSON
import TrawlModels

/// Facts from what other projects recorded, where it lies beside the checkout.
@Suite(
    .enabled(if: SharedFixtures.isPresent, "no shared/fixtures above the checkout"),
    .timeLimit(.minutes(1))
)
struct RecordedFactsTests {
    /// The recorded file of a command, as NAPALM names it.
    private func reply(_ command: Command, in folder: String) throws -> Reply? {
        let file = "\(folder)/\(command.title.replacing(" ", with: "_")).json"
        guard !SharedFixtures.files(below: folder, where: { $0 == file }).isEmpty else { return nil }
        return Reply(command: command, body: .json(try JSONSlice(parsing: SharedFixtures.bytes(file))))
    }

    private static let cases = SharedFixtures.files(below: "napalm/get_facts") { $0.hasSuffix("expected_result.json") }

    @Test(arguments: cases)
    func `facts are NAPALM's`(path: String) throws {
        let folder = String(path.prefix(path.utf8.count - "/expected_result.json".utf8.count))
        let dialect: DialectName = folder.contains("/eos/") ? .eapi : .nxapi
        let commands = try #require(Facts.commands(for: dialect))
        let replies = try commands.map { try reply($0, in: folder) }
        let device = Device(name: "switch", address: "192.0.2.1", dialect: dialect)
        let facts = try Facts(from: replies, of: device)
        let encoded = try JSONSlice(parsing: Array(try JSONEncoder().encode(facts.napalm())))
        let expected = try JSONSlice(parsing: SharedFixtures.bytes(path))
        #expect(encoded.count == expected.count)
        for (key, value) in expected.members where value.string != "..." {
            let found = try #require(encoded[key], "\(key)")
            if value.kind == .array {
                #expect(found.elements.map(\.string) == value.elements.map(\.string))
            } else if value.kind == .number {
                #expect(found.double == value.double)
            } else {
                #expect(found.string == value.string, "\(key)")
            }
        }
    }

    private static let eosVersions =
        SharedFixtures.files(below: "napalm") { path in
            path.contains("/eos/") && path.hasSuffix("/show_version.json")
        } + SharedFixtures.files(below: "suzieq/device/eos") { $0.contains("show_version") }

    @Test(arguments: eosVersions)
    func `every recorded EOS version reads`(path: String) throws {
        let bytes = try SharedFixtures.bytes(path)
        let body = try JSONSlice(parsing: bytes)
        let version = try body.decode(EOS.ShowVersion.self)
        #expect(version.version == body["version"]?.string)
        #expect(version.modelName == body["modelName"]?.string)
        #expect(version.uptime == body["uptime"]?.double)
    }

    private static let eosInterfaces = SharedFixtures.files(below: "napalm") { path in
        path.contains("/eos/") && path.hasSuffix("/show_interfaces.json")
    }

    @Test(arguments: eosInterfaces)
    func `every recorded EOS interface is named`(path: String) throws {
        let body = try JSONSlice(parsing: SharedFixtures.bytes(path))
        let names = try body.decode(EOS.InterfaceNames.self).names
        #expect(Set(names) == Set((body["interfaces"]?.members ?? []).map(\.key)))
        #expect(!names.isEmpty)
    }

    private static let nxosVersions = SharedFixtures.files(below: "wire") { path in
        path.contains("show.version.") || path.hasSuffix("send_request/show_version.json")
    }

    @Test(arguments: nxosVersions)
    func `every recorded NX-OS version has chassis, release and uptime`(path: String) throws {
        var body = try JSONSlice(parsing: SharedFixtures.bytes(path))
        body = body[0] ?? body
        guard let answer = body["result"]?["body"] else { return }
        let version = try answer.decode(NXOS.ShowVersion.self)
        #expect(version.version != nil)
        #expect(version.chassis?.contains("Nexus9000") == true)
        #expect(version.uptime ?? .zero > .seconds(86400))
    }
}
