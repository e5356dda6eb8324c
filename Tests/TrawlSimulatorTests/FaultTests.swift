import Foundation
import Testing
import TrawlCore

@testable import TrawlSimulator

/// What curl, which knows nothing of the simulator, makes of each fault; its numbers are listed in `man curl`.
@Suite(.timeLimit(.minutes(2)))
struct FaultTests {
    private static let quick = ["--max-time", "1"]

    @Test(arguments: [
        (Fault.close, [Int32(35), 56]), (.reset, [7, 35, 56]), (.closeUnanswered, [52]), (.resetUnanswered, [56, 52]),
        (.silent, [28]), (.tlsStall, [28]), (.plainHTTP, [35]), (.truncate(after: 20), [18]),
        (.drip(bytes: 1, every: .milliseconds(200)), [28]), (.slow(.seconds(60)), [28]), (.halfClose, [52]),
        (.resetHandshake, [35]),
        (.slowHandshake(.seconds(60)), [28]), (.truncate(after: 20, resets: true), [18, 56]),
        (.expiredCertificate, [60]), (.wrongHostCertificate, [60]), (.selfSignedCertificate, [60]), (.oldTLS, [35]),
        (.notYetValidCertificate, [60]), (.missingIntermediateCertificate, [60]), (.weakCertificate, [60]),
        (.nameInSubjectCertificate, [0]), (.clientCertificate(), [56]), (.clientCertificate(inTLS12: true), [35, 56]),
        (.raw("SSH-2.0-OpenSSH_9.2\r\n"), [1]), (.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"), [18]),
        (.raw("HTTP/1.1 200 OK\r\n\r\n", closes: false), [28]),
        (
            .raw(
                "HTTP/1.1 100 Continue\r\n\r\n",
                repeated: "HTTP/1.1 100 Continue\r\n\r\n",
                times: 1000,
                every: .milliseconds(10)
            ), [28]
        ),
        (.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), [56]),
    ])
    func `a fault below HTTP is what curl says it is`(fault: Fault, exits: [Int32]) async throws {
        try await withSimulatedDevice(.eos, failing: fault) { device in
            // Only what is expected to time out is waited for briefly: this host may be busy.
            let answer = try await eapi(device, ["show version"], arguments: exits == [28] ? Self.quick : [])
            #expect(exits.contains(answer.exit))
        }
    }

    @Test
    func `a status comes as often as said, with the pause that is asked for`() async throws {
        try await withSimulatedDevice(.eos, failing: .status(503, retryAfter: "2", times: 2)) { device in
            for _ in 0..<2 {
                let answer = try await eapi(device, ["show version"])
                #expect(answer.status == 503)
                #expect(answer.header("Retry-After") == "2")
            }
            #expect(try await eapi(device, ["show version"]).status == 200)
        }
    }

    @Test
    func `a fault that comes first is gone afterwards`() async throws {
        let ask = ["show hostname"]
        for fault in [Fault.closeUnanswered, .tlsStall, .body("no")] {
            try await withSimulatedDevice(.eos, failing: .first(1, fault)) { device in
                let limit = fault == .tlsStall ? Self.quick : []
                let (one, two) = (try await eapi(device, ask, arguments: limit), try await eapi(device, ask))
                #expect(!one.body.contains("leaf1") && two.body.contains("leaf1"))
            }
        }
    }

    @Test
    func `a body has the ids of the request in it`() async throws {
        try await withSimulatedDevice(.nxos, failing: .body("[$id2,$id] $ids", status: 500)) { device in
            let answer = try await nxapi(device, ["show version", "show hostname"])
            #expect(answer.status == 500)
            #expect(answer.body == "[2,1] 1s")
        }
    }

    @Test
    func `answers that come later each time do so`() async throws {
        try await withSimulatedDevice(.eos, failing: .slow(.zero, step: .seconds(3))) { device in
            let one = try await eapi(device, ["show hostname"], arguments: Self.quick)
            let two = try await eapi(device, ["show hostname"], arguments: Self.quick)
            #expect(one.status == 200 && two.exit == 28)
        }
    }

    @Test
    func `a redirect names its target`() async throws {
        try await withSimulatedDevice(.nxos, failing: .redirect(to: "https://192.0.2.1/")) { device in
            let answer = try await nxapi(device, ["show version"])
            #expect(answer.status == 302)
            #expect(answer.header("Location") == "https://192.0.2.1/")
        }
    }

    @Test
    func `garbage is 200 and no JSON`() async throws {
        try await withSimulatedDevice(.nxos, failing: .garbage) { device in
            let answer = try await nxapi(device, ["show version"])
            #expect(answer.status == 200)
            #expect(throws: (any Error).self) { try JSONValue(answer.body) }
        }
    }

    @Test
    func `a large answer is chunked and as large as said`() async throws {
        try await withSimulatedDevice(.eos, failing: .large(bytes: 3_000_001)) { device in
            let answer = try await eapi(device, ["show version"])
            #expect(answer.header("Transfer-Encoding") == "chunked")
            #expect(answer.body.utf8.count == 3_000_001)
        }
    }

    @Test
    func `a raw answer is sent byte for byte, as often as said`() async throws {
        let fault = Fault.raw("HTTP/1.1 200 OK\r\nX-Odd:\t1\r\n\r\n", repeated: "ab", times: 1000)
        try await withSimulatedDevice(.nxos, failing: fault) { device in
            let answer = try await nxapi(device, ["show version"])
            #expect(answer.status == 200)
            #expect(answer.body == String(repeating: "ab", count: 1000))
        }
    }

    @Test
    func `a stale connection is closed at its second request`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": .stale])) { fleet in
            let device = try #require(fleet.devices.first)
            let answer = try await curl(device, "/api/system", "/api/arp")
            // curl asks again on a fresh connection.
            #expect(answer.status == 200)
            #expect(fleet.statistics.requests == 3)
            #expect(fleet.statistics.connections == 2)
        }
    }

    @Test
    func `answers that come twice and connections that close unasked are sound at first`() async throws {
        for fault in [Fault.twice(after: .zero), .closeIdle(after: .zero)] {
            try await withSimulatedDevice(.eos, failing: fault) { device in
                let answer = try await eapi(device, ["show hostname"])
                #expect(answer.exit == 0)
                #expect(answer.body.contains("leaf1"))
            }
        }
    }

    @Test
    func `a wrong id is not the request's`() async throws {
        try await withSimulatedDevice(.eos, failing: .wrongID) { device in
            let body = try JSONValue(try await eapi(device, ["show version"]).body)
            #expect(body["id"]?.text != "one")
            #expect(body["result"] != nil)
        }
        try await withSimulatedDevice(.nxos, failing: .wrongID) { device in
            let body = try JSONValue(try await nxapi(device, ["show version"]).body)
            #expect(body["id"]?.whole != 1)
            #expect(body["result"] != nil)
        }
    }

    @Test
    func `named commands are refused or fail, others are not`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 2)) { fleet in
            let (eos, nxos) = (try #require(fleet.device(named: "leaf1")), try #require(fleet.device(named: "spine1")))
            #expect(nxos.dialect == .nxapi)
            for device in [eos, nxos] { try fleet.setFault(.refuseCommands(["show  version"]), for: device.name) }
            #expect(try JSONValue(try await eapi(eos, ["show version"]).body).at("error", "code")?.whole == 1002)
            #expect(try await nxapi(nxos, ["show version"]).status == 500)
            #expect(try JSONValue(try await eapi(eos, ["show hostname"]).body)["result"] != nil)
            let failing = Fault.failCommands([], message: "BGP inactive")
            for device in [eos, nxos] { try fleet.setFault(failing, for: device.name) }
            let error = try JSONValue(try await eapi(eos, ["show version"]).body)
            #expect(error.at("error", "code")?.whole == 1000)
            #expect(error.at("error", "data", 0, "errors", 0)?.text == "BGP inactive")
            let other = try JSONValue(try await nxapi(nxos, ["show version"]).body)
            #expect(other.at("error", "data", "msg")?.text == "BGP inactive\n")
        }
    }

    @Test
    func `faults come and go while the fleet runs`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": .rejectLogin])) { fleet in
            let device = try #require(fleet.devices.first)
            #expect(try await eapi(device, ["show version"]).status == 401)
            try fleet.setFault(.expiredCertificate, for: "leaf1")
            #expect(try await eapi(device, ["show version"]).exit == 60)
            try fleet.setFault(nil, for: "leaf1")
            #expect(try await eapi(device, ["show version"]).status == 200)
            #expect(fleet.statistics.rejectedLogins == 1)
            #expect(throws: SimulatorError.self) { try fleet.setFault(.close, for: "leaf2") }
        }
    }

    @Test
    func `without session login there is no cookie`() async throws {
        try await withSimulatedDevice(.nxos, failing: .noSession) { device in
            let answer = try await nxapi(device, ["show version"])
            #expect(answer.header("Set-Cookie") == nil)
        }
        try await withSimulatedDevice(.eos, failing: .noSession) { device in
            let answer = try await curl(device, "/login", login: nil, arguments: ["-d", "{}"])
            #expect(answer.status == 404)
        }
    }
}
