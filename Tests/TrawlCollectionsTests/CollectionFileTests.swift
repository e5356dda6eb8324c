import Testing
import Trawl

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct CollectionFileTests {
    private static let full = Fixture.valid.first { $0.name == "collection-full" }

    private func full() throws -> CollectionFile {
        let fixture = try #require(Self.full)
        var source = try fixture.source()
        source.path = "collections/full.yaml"
        return try CollectionFile(source, vocabulary: .fixed)
    }

    @Test
    func `every key of limits is read`() throws {
        let limits = try full().collection.limits
        var expected = Limits(
            concurrency: 64,
            logins: Rate(perSecond: 0.5),
            authFailures: 3,
            perHost: HostLimits(
                concurrency: 2,
                rate: Rate(perSecond: 2.5),
                burst: 4,
                connectTimeout: .seconds(2),
                requestTimeout: .seconds(60),
                responseSize: 65_536
            ),
            runTimeout: .seconds(3600),
            retries: RetryLimits(attempts: 1, backoffBase: .milliseconds(250), backoffCap: .seconds(4))
        )
        var old = HostOverride(match: DeviceFilter(names: ["old-*"]))
        old.rate = Rate(perSecond: 1)
        old.requestTimeout = .seconds(120)
        var second = HostOverride(match: DeviceFilter(names: ["a*", "!ab"], labels: ["rack": ["01"]]))
        second.concurrency = 1
        second.burst = 1
        second.connectTimeout = .seconds(1)
        second.responseSize = 1 << 20
        second.retries = RetryLimits(attempts: 2, backoffBase: .milliseconds(250), backoffCap: .seconds(4))
        expected.hosts = [old, second]
        #expect(limits == expected)
    }

    @Test
    func `every form of a command is read`() throws {
        let requests = try full().collection.requests
        #expect(requests.map(\.name) == ["arp", "running", "arp-http", "plain-http", "facts", "facts-here", "routes"])
        #expect(requests[0].commands[.eapi] == .cli("show ip arp"))
        #expect(requests[0].commands[.nxapi] == .cli("show ip arp vrf all", format: .json))
        #expect(requests[0].timeout == .seconds(60))
        #expect(
            requests[1].commands[.eapi]
                == Command(
                    .cli("show running-config | section bgp"),
                    format: .text,
                    version: "latest",
                    revision: 2
                )
        )
        let headers = [HTTPField("Accept", "application/json"), HTTPField("X-Depth", "3")]
        let http = HTTPCommand(path: "/api/arp?vrf=all", headers: headers)
        #expect(requests[2].commands[.http] == Command(.http(http), format: .json))
        #expect(requests[3].commands[.http] == .get("/status"))
        #expect(requests[4].model?.name == "facts")
        #expect(requests[4].commands(for: .nxapi).count == 2)
        #expect(requests[5].commands[.eapi] == .cli("show version"))
    }

    @Test
    func `name, filter and inventory are read`() throws {
        let file = try full()
        #expect(file.collection.name == "arp-of-everything")
        #expect(file.collection.description == "ARP tables of every switch,\nover two lines\n")
        let labels = ["role": ["leaf", "spine"], "site": ["dc1"]]
        #expect(file.collection.devices == DeviceFilter(names: ["leaf*"], labels: labels))
        #expect(file.inventory == "collections/../inventory.yaml")
    }

    @Test
    func `what is left out keeps its default`() throws {
        let file = try collection("requests: [{ name: a, eapi: show version }]", path: "some/dir/version.yaml")
        #expect(file.collection.name == "version")
        #expect(file.collection.limits == Limits())
        #expect(file.collection.devices == DeviceFilter())
        #expect(file.inventory == nil)
        let none = try collection("limits: { timeout: { run: none } }\nrequests: [{ name: a, eapi: show version }]")
        #expect(none.collection.limits.runTimeout == nil)
    }

    @Test
    func `a file whose name can name nothing needs a name`() {
        let error = #expect(throws: FileProblems.self) {
            try collection("requests: [{ name: a, eapi: show version }]", path: "my file.yaml")
        }
        #expect(error?.problems.first?.hint == "set `name`")
    }

    @Test
    func `commands that are no reads are told apart, with their lines`() throws {
        let text = "requests:\n  - name: a\n    eapi: reload\n  - name: b\n    nxapi: copy a b\n"
        let error = try #require(throws: FileProblems.self) { try collection(text) }
        #expect(error.isOnlyNotARead)
        #expect(error.problems.map(\.line) == [3, 5])
    }

    @Test
    func `the mistakes of several files are told at once`() async throws {
        try await withTemporaryDirectory { directory in
            try write("requests: []\n", to: "\(directory)/a.yaml")
            try write("requests: [{ name: a }]\n", to: "\(directory)/b.yaml")
            let error = try #require(throws: FileProblems.self) {
                try CollectionFile.read([
                    "\(directory)/a.yaml", "\(directory)/b.yaml", "\(directory)/c.yaml", directory,
                ])
            }
            #expect(
                error.problems.map(\.file) == ["a.yaml", "b.yaml", "c.yaml"].map { "\(directory)/\($0)" } + [directory]
            )
            #expect(
                error.problems.suffix(2).map(\.message) == [
                    "the collection cannot be read: no such file or directory",
                    "the collection cannot be read: it is a directory",
                ]
            )
        }
    }

    @Test
    func `ten megabytes are refused unread`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/large.yaml"
            try write(String(repeating: "a: [b, c, d]\n", count: 800_000), to: path)
            let error = try #require(throws: FileProblems.self) { try CollectionFile(contentsOf: path) }
            #expect(error.description == "\(path): error: the collection is larger than 1 MiB")
        }
    }
}
