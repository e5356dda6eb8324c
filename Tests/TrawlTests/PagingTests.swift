import Testing
import TrawlCore
import TrawlSimulator

@testable import Trawl

/// Lists of the `http` dialect that come in pages, over the wire.
@Suite(.timeLimit(.minutes(2)))
struct PagingTests {
    private let free = Limits(
        logins: Rate(perSecond: 1e6),
        perHost: HostLimits(rate: Rate(perSecond: 1e6), burst: 1000)
    )

    private func outcome(
        _ path: String,
        _ paging: HTTPPaging,
        limits: Limits? = nil,
        _ check: (Outcome, SimulatedFleet) throws -> Void
    ) async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 1, nxosShare: 0, recordedRequests: 64)
        try await withSimulatedFleet(configuration) { fleet in
            var device = try #require(fleet.devices.first)
            device.dialect = .http
            let command = Command(.http(HTTPCommand(path: "/api/pages/\(path)", paging: paging)))
            let outcomes = try await poll([device], [Request(name: "list", commands: [.http: command])], limits ?? free)
            try check(try #require(outcomes.first), fleet)
        }
    }

    /// The requests that came with a password: whether the device wants one is asked without it first.
    private func asked(_ fleet: SimulatedFleet) -> Int {
        fleet.recentRequests(of: "leaf1").count { $0.header("Authorization") != nil }
    }

    /// The ports of a leaf, which every list here holds.
    private static let count = 28

    @Test(arguments: [1, 5, 7, 28, 29, 1000])
    func `offsets go on behind what came, however many that were`(size: Int) async throws {
        try await outcome("offset", HTTPPaging(.offset, size: size, items: "data.interfaces")) { outcome, fleet in
            #expect(outcome.error == nil, "\(outcome.error.map { "\($0)" } ?? "")")
            let json = try #require(outcome.replies.first?.json)
            let names = json["data"]?["interfaces"]?.elements.compactMap(\.string) ?? []
            #expect(names.count == Self.count)
            #expect(asked(fleet) >= 2)
            #expect(Set(names).count == names.count)
            #expect(json["total"]?.int == names.count)
        }
    }

    @Test(arguments: [1, 5, 7, 28, 29])
    func `pages are counted`(size: Int) async throws {
        try await outcome("page", HTTPPaging(.page, size: size)) { outcome, _ in
            #expect(outcome.error == nil, "\(outcome.error.map { "\($0)" } ?? "")")
            #expect(outcome.replies.first?.json?.count == Self.count)
        }
    }

    @Test func `links are followed to the end, relative and absolute ones`() async throws {
        try await outcome("link", HTTPPaging(.link)) { outcome, fleet in
            #expect(outcome.error == nil, "\(outcome.error.map { "\($0)" } ?? "")")
            #expect(outcome.replies.first?.json?["interfaces"]?.count == Self.count)
            #expect(asked(fleet) == (Self.count + 4) / 5)
        }
    }

    @Test func `a link elsewhere is refused, and the first page kept`() async throws {
        try await outcome("elsewhere", HTTPPaging(.link)) { outcome, fleet in
            #expect(outcome.error?.code == .redirectRefused)
            #expect(outcome.error?.detail.contains("elsewhere.example.net") == true)
            #expect(outcome.replies.first?.json?.count == 5)
            #expect(asked(fleet) == 1)
        }
    }

    @Test func `the most pages are the most, and what came is kept`() async throws {
        try await outcome("page", HTTPPaging(.page, size: 5, most: 2)) { outcome, fleet in
            #expect(outcome.error?.code == .tooManyPages)
            #expect(outcome.replies.first?.json?.count == 10)
            #expect(asked(fleet) == 2)
        }
    }

    @Test func `a device that sends the same page again is not asked for ever`() async throws {
        try await outcome("stuck", HTTPPaging(.offset, size: 5, parameter: "start")) { outcome, fleet in
            #expect(outcome.error?.code == .wrongEnvelope)
            #expect(asked(fleet) == 2)
        }
    }

    @Test func `all pages together are no larger than one answer may be`() async throws {
        var limits = free
        limits.perHost.responseSize = 300
        try await outcome("page", HTTPPaging(.page, size: 10), limits: limits) { outcome, _ in
            #expect(outcome.error?.code == .responseTooLarge)
        }
    }

    @Test func `a page without a list says what to say`() async throws {
        try await outcome("offset", HTTPPaging(.offset, items: "rows")) { outcome, _ in
            #expect(outcome.error?.code == .wrongEnvelope)
            #expect(outcome.error?.hint?.contains("items") == true)
        }
    }
}
