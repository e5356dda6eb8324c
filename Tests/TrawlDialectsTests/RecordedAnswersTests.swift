import TestSupport
import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlDialects

/// Answers that other projects recorded, where they lie beside the checkout.
@Suite(
    .enabled(if: SharedFixtures.isPresent, "no shared/fixtures above the checkout"),
    .timeLimit(.minutes(2))
)
struct RecordedAnswersTests {
    private static let wire = SharedFixtures.files(below: "wire") { path in
        path.hasSuffix(".json") && !path.contains("reqt.") && path != "wire/index.json"
    }

    /// Envelopes carry the id that their recorder sent; the reader is told that id by putting ours in its place.
    private func readdressed(_ envelope: JSONSlice, to id: UInt64) -> String {
        let members = envelope.members.map { key, value in #""\#(key)":\#(key == "id" ? "\(id)" : value.line)"# }
        return "{\(members.joined(separator: ","))}"
    }

    @Test(arguments: wire)
    func `a recorded envelope reads`(path: String) throws {
        let answer = try JSONSlice(parsing: SharedFixtures.bytes(path))
        let entries = answer.kind == .array ? answer.elements : [answer]
        guard entries.allSatisfy({ $0["jsonrpc"] != nil }) else { return }
        if path.contains("arista") {
            let count = entries[0]["result"]?.count ?? 0
            let commands = (1..<max(count, 2)).map { Command.cli("show \($0)") }
            let body = readdressed(entries[0], to: 7)
            let device = device(.eapi, enable: "")
            let results = try EAPIDialect().results(of: commands, on: device, id: 7, from: response(body))
            #expect(results.allSatisfy { $0.reply?.json?.kind == .object })
        } else {
            let commands = entries.indices.map { index in
                Command.cli("show \(index)", format: entries[index]["result"]?["msg"] == nil ? nil : .text)
            }
            let bodies = entries.enumerated().map { readdressed($1, to: NXAPIDialect.id(of: $0, in: 7)) }
            let body = "[\(bodies.joined(separator: ","))]"
            let results = try NXAPIDialect().results(of: commands, on: device(.nxapi), id: 7, from: response(body))
            for (entry, result) in zip(entries, results) {
                #expect((result.failure?.errorClass == .command) == (entry["error"] != nil))
                #expect((result.reply == nil) == (entry["error"] != nil))
            }
        }
    }

    @Test(arguments: SharedFixtures.files(below: "wire/greenpau+go-cisco-nx-api") { $0.contains("/resp.") })
    func `a recorded answer in ins_api reads`(path: String) throws {
        guard let answer = try? JSONSlice(parsing: SharedFixtures.bytes(path)), let content = answer["ins_api"] else {
            return
        }
        let output = try #require(content["outputs"]?["output"])
        let isText = content["type"]?.string == "cli_show_ascii"
        let commands = [Command.cli(output["input"]?.string ?? "show x", format: isText ? .text : nil)]
        var response = response("")
        response.body = try SharedFixtures.bytes(path)
        let results = try InsAPIDialect().results(of: commands, on: device(.nxapi), id: 1, from: response)
        let reply = try #require(results.first?.reply)
        #expect(reply.text == (isText ? output["body"]?.string : nil))
        #expect(reply.json?.line == (isText ? nil : output["body"]?.line))
    }

    @Test(arguments: SharedFixtures.files(below: "wire") { $0.hasSuffix(".xml") }, [200, 400])
    func `recorded XML is no answer, and gives its class`(path: String, status: Int) throws {
        var answer = response("", status: status)
        answer.body = try SharedFixtures.bytes(path)
        for dialect in [NXAPIDialect() as any Dialect, InsAPIDialect()] {
            let error = #expect(throws: DeviceError.self) {
                try dialect.results(of: [.cli("show x")], on: device(.nxapi), id: 1, from: answer)
            }
            #expect(error?.code == (status == 200 ? .notJSON : .httpStatus))
        }
    }

    @Test func `every recorded body of Junos reads`() throws {
        let paths = SharedFixtures.files(below: "suzieq") { path in
            path.contains("/junos/") && path.hasSuffix(".json") && !path.contains("expected_")
        }
        #expect(paths.count > 60)
        for path in paths {
            var answer = response("", headers: ["Content-Type: application/json"])
            answer.body = try SharedFixtures.bytes(path)
            let body = try? JSONSlice(parsing: answer.body)
            // Some recordings are of a refusal in words, under the name of an answer.
            guard let body else { continue }
            let results = try JunosDialect().results(of: [.get("/get-x")], on: device(.junos), id: 1, from: answer)
            #expect(results.first?.reply?.json?.line == body.line, "\(path)")
        }
    }

    @Test(arguments: [(400, "resp.error.400.bad.request.txt"), (405, "resp.error.405.not.allowed.txt")])
    func `a recorded error page is an unexpected status`(status: Int, file: String) throws {
        var answer = response("", status: status)
        answer.body = try SharedFixtures.bytes("wire/greenpau+go-cisco-nx-api/\(file)")
        let error = #expect(throws: DeviceError.self) {
            try NXAPIDialect().results(of: [.cli("show x")], on: device(.nxapi), id: 1, from: answer)
        }
        #expect(error?.code == .httpStatus)
        #expect(error?.hint != nil)
    }

    @Test(arguments: [("eos", DialectName.eapi), ("nxos", .nxapi)], ["napalm", "suzieq"])
    func `every recorded body reads in an envelope`(platform: (String, DialectName), project: String) throws {
        let dialect = try #require(DialectRegistry.dialect(named: platform.1))
        let paths = SharedFixtures.files(below: project) { path in
            path.contains("/\(platform.0)/") && path.hasSuffix(".json") && !path.contains("expected_")
        }
        #expect(paths.count > 20)
        var structured = 0
        for path in paths {
            let body = try SharedFixtures.bytes(path)
            // Some files are text under a misleading name, or stand for a refusal.
            guard let value = try? JSONSlice(parsing: body), value.kind == .object else { continue }
            let id = platform.1 == .nxapi ? NXAPIDialect.id(of: 0, in: 7) : 7
            let result = platform.1 == .nxapi ? #"{"body":"# : "["
            let answer = Array(#"{"jsonrpc":"2.0","id":\#(id),"result":\#(result)"#.utf8) + body
            let end = platform.1 == .nxapi ? "}}" : "]}"
            let results = try dialect.results(
                of: [.cli("show x")],
                on: device(platform.1),
                id: 7,
                from: HTTPResponse(status: 200, body: answer + Array(end.utf8))
            )
            let reply = try #require(results.first?.reply, "\(path)")
            #expect(reply.json?.line == value.line, "\(path)")
            structured += 1
        }
        #expect(structured > 10)
    }
}
