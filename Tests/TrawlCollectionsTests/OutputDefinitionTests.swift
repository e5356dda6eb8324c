import FoundationEssentials
import Testing
import Trawl

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct OutputDefinitionTests {
    private func file(_ text: String, mode: UInt32? = nil) throws -> CollectionFile {
        let whole = "requests: [{ name: arp, eapi: show ip arp }]\n" + text
        return try CollectionFile(
            SourceFile(path: "conf/c.yaml", bytes: Array(whole.utf8), mode: mode),
            vocabulary: .fixed
        )
    }

    @Test func `every key of an output is read`() throws {
        let fixture = try #require(Fixture.valid.first { $0.name == "collection-outputs" })
        var source = try fixture.source()
        source.path = "conf/c.yaml"
        let outputs = try CollectionFile(source, vocabulary: .fixed).outputs
        #expect(outputs.count == 6)
        let url = ReceiverURL(scheme: .https, host: "prometheus.example.net", port: 443, path: "/api/v1/write")
        var first = PushDefinition(url: url)
        first.username = "trawl"
        first.password = .file("conf/prometheus.password")
        first.headers = [HTTPField("X-Scope-OrgID", "lab"), HTTPField("X-Depth", "3")]
        first.tls = TLSPolicy(
            caFile: "conf/ca.pem",
            clientCertificate: "conf/trawl.pem",
            clientKey: "conf/trawl.key",
            minimumVersion: .tls13,
            serverName: "prometheus"
        )
        first.timeout = .seconds(10)
        first.buffer.bytes = 128 << 20
        first.batch = 500
        first.flush = .seconds(1)
        first.labels = ["replica": "a", "rack": "01"]
        var queue = QueueDefinition(directory: "/var/lib/trawl/prometheus")
        queue.size = 4 << 30
        first.queue = queue
        #expect(outputs[0].way == .remoteWrite(first))
        #expect(outputs[0].line == 4)
        #expect(outputs[0].file == "conf/c.yaml")
        guard case .remoteWrite(let second) = outputs[1].way, case .influx(let third) = outputs[2].way else {
            Issue.record("\(outputs)")
            return
        }
        #expect(second.url == ReceiverURL(scheme: .http, host: "2001:db8::1", port: 9090, path: "/api/v1/write"))
        #expect(second.url.endpoint == "[2001:db8::1]:9090")
        #expect(second.token == .environment("PROMETHEUS_TOKEN"))
        #expect(third.url.path == "/write?db=switches&precision=ns")
        #expect(third.token == .systemd("influx-token"))
        #expect(third.buffer.samples == 100_000)
        #expect(third.queue?.directory == "conf/queue")
        #expect(third.queue?.size == 1 << 30)
        guard case .influx(let fourth) = outputs[3].way else { return }
        #expect(fourth.url == ReceiverURL(scheme: .https, host: "influx", port: 443, path: "/"))
        #expect(fourth.password == .command(["pass", "show", "influx"]))
        var lines = LinesDefinition(path: "/var/log/trawl/outcomes.jsonl")
        lines.rotateSize = 100 << 20
        lines.rotateEvery = .seconds(86_400)
        lines.keep = 7
        lines.buffer = try #require(BufferLimits(written: "1000"))
        #expect(outputs[4].way == .jsonLines(lines))
        #expect(outputs[5].way == .jsonLines(LinesDefinition(path: nil)))
    }

    @Test func `two equal outputs are one`() async throws {
        let text = """
            outputs:
              - remote_write: { url: "http://a/write" }
              - jsonl: { path: out.jsonl }
              - remote_write: { url: "http://a:80/write", batch: 2000 }
              - remote_write: { url: "http://a/write", batch: 100 }
            """
        let outputs = try await OutputDefinition.resolvingSecrets(of: file(text).outputs + file(text).outputs)
        #expect(outputs.map(\.definition.line) == [3, 4, 6])
    }

    @Test func `a secret that cannot be had is told at its output`() async throws {
        let text = """
            outputs:
              - remote_write: { url: "http://a/write", bearer_token: { env: TRAWL_NO_SUCH_VARIABLE } }
              - influx: { url: "http://b/write", username: trawl, password: { file: /no/such/file } }
            """
        let outputs = try file(text).outputs
        let error = await #expect(throws: FileProblems.self) {
            try await OutputDefinition.resolvingSecrets(of: outputs)
        }
        #expect(error?.problems.map(\.line) == [3, 4])
        let first = "there is no token of the output to a:80: environment variable `TRAWL_NO_SUCH_VARIABLE` is not set"
        #expect(error?.problems.first?.message == first)
        #expect(error?.problems.last?.message.hasPrefix("there is no password of the output to b:80") == true)
    }

    @Test func `a literal secret is warned about where others cannot read it`() async throws {
        let text = "outputs: [{ influx: { url: \"https://a/write\", token: hunter2 } }]"
        let file = try file(text, mode: 0o600)
        #expect(file.warnings.map(\.message) == ["a token in the file itself"])
        #expect(file.warnings.allSatisfy { !$0.description.contains("hunter2") })
        let outputs = try await OutputDefinition.resolvingSecrets(of: file.outputs)
        #expect(outputs.map(\.token) == [Secret("hunter2")])
    }

    @Test(arguments: [
        ("http://prometheus/write", true), ("https://prometheus/write", false), ("http://127.0.0.1:9090/write", false),
        ("http://localhost/write", false), ("http://[::1]/write", false),
    ])
    func `a secret that anybody on the way can read is warned about`(url: String, isWarned: Bool) throws {
        let text = "outputs: [{ influx: { url: \"\(url)\", token: { env: TOKEN } } }]"
        let wanted = isWarned ? ["the token goes to prometheus:80 in the clear"] : []
        #expect(try file(text).warnings.map(\.message) == wanted)
    }

    @Test(arguments: [
        "prometheus:9090", "//a/write", "http://", "http:///write", "http://a:0/", "http://a:65536/", "http://a:08/",
        "http://[::1/", "http://[::1]x/", "http://[a.b]/", "http://a/b c", "http://a/b#c", "HTTP://a/", "http://a?x=1",
        "http://ü/", "https://u:p@a/write", "http://a/write?u=x", "http://a/write?db=x&P=y", "http://a/write?token=x",
    ])
    func `what is no plain URL is refused without being repeated`(text: String) {
        let error = #expect(throws: ScalarObjection.self) { try ReceiverURL(written: text) }
        #expect(error.map { !"\($0.message) \($0.hint ?? "")".contains(text) } == true)
    }

    @Test(arguments: [
        ("64MiB", 64 << 20, 10_000_000), ("1000", 64 << 20, 1000), ("1000000", 512_000_000, 1_000_000),
    ])
    func `a buffer is a size or a number`(text: String, bytes: Int, samples: Int) throws {
        let limits = try #require(BufferLimits(written: text))
        #expect(limits.bytes == bytes)
        #expect(limits.samples == samples)
        for wrong in ["0", "-1", "lots", "01", "1 MiB", ""] { #expect(BufferLimits(written: wrong) == nil) }
    }
}
