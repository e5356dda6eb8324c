import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlDialects

/// What every registered dialect must do, a future one included.
@Suite(.timeLimit(.minutes(1)))
struct DialectContractTests {
    static let names = DialectRegistry.all.map(\.name)

    private func dialect(_ name: DialectName) throws -> any Dialect {
        try #require(DialectRegistry.dialect(named: name))
    }

    /// Commands that are far from one another in letters, so that a garbled one is not another.
    private func commands(_ count: Int, in name: DialectName) -> [Command] {
        let subjects = ["version", "inventory", "ip arp vrf all", "mac address-table", "lldp neighbors", "vlan brief"]
        return (0..<count).map { index in
            let subject = subjects[index % subjects.count] + (index < subjects.count ? "" : " \(index)")
            if [.http, .nxapiREST, .restconf, .nvue, .junos].contains(name) {
                return .get("/" + subject.replacing(" ", with: "-"))
            }
            return .cli("show \(subject)", format: index % 3 == 2 ? .text : nil)
        }
    }

    @Test func `names are unique`() {
        #expect(Set(Self.names).count == Self.names.count)
        #expect(DialectRegistry.dialect(named: DialectName(rawValue: "telnet")) == nil)
    }

    @Test(arguments: names)
    func `the API is expected on the port of its scheme`(name: DialectName) throws {
        let dialect = try dialect(name)
        let ports: [DialectName: (Int, Int)] = [.nvue: (8765, 8765), .junos: (3443, 3000)]
        let expected = ports[name] ?? (443, 80)
        #expect(dialect.defaultPort(for: .https) == expected.0)
        #expect(dialect.defaultPort(for: .http) == expected.1)
    }

    @Test(arguments: names)
    func `a ceiling leaves room for one call`(name: DialectName) throws {
        #expect(try dialect(name).concurrencyCeiling ?? 1 >= 1)
    }

    @Test(arguments: names, [0, 1, 2, 3, 9, 10, 11, 25, 100])
    func `every command travels once, and in order within its call`(name: DialectName, count: Int) throws {
        let calls = try dialect(name).calls(for: commands(count, in: name))
        #expect(calls.flatMap(\.self).sorted() == Array(0..<count))
        for call in calls {
            #expect(!call.isEmpty)
            #expect(call == call.sorted())
        }
        #expect(calls.compactMap(\.first) == calls.compactMap(\.first).sorted())
    }

    @Test(arguments: names)
    func `a request is a path with a method`(name: DialectName) throws {
        let request = try dialect(name).request(for: commands(1, in: name), on: device(name), id: 7)
        #expect(request.path.hasPrefix("/"))
        #expect(["GET", "POST"].contains(request.method))
        #expect((request.body == nil) == (request.method == "GET"))
    }

    @Test(arguments: names, [nil, "", "enab1e-secret"])
    func `each command gets its own answer`(name: DialectName, enable: String?) throws {
        let dialect = try dialect(name)
        let device = device(name, enable: enable)
        let all = commands(24, in: name)
        var answered = 0
        for (number, call) in dialect.calls(for: all).enumerated() {
            let asked = call.map { all[$0] }
            let request = dialect.request(for: asked, on: device, id: UInt64(number + 1))
            let response = try #require(
                try EchoDevice.answer(to: request, in: name),
                "teach EchoDevice the dialect \(name)"
            )
            let results = try dialect.results(of: asked, on: device, id: UInt64(number + 1), from: response)
            #expect(results.count == asked.count)
            for (command, result) in zip(asked, results) {
                let reply = try #require(result.reply)
                #expect(reply.command == command)
                #expect(EchoDevice.echo(in: reply) == command.title)
                #expect(reply.warnings.isEmpty)
                answered += 1
            }
        }
        #expect(answered == all.count)
    }

    @Test(arguments: names)
    func `another call's answer is refused`(name: DialectName) throws {
        let dialect = try dialect(name)
        let asked = dialect.calls(for: commands(6, in: name))[0].map { commands(6, in: name)[$0] }
        let request = dialect.request(for: asked, on: device(name), id: 6)
        let stray = try #require(try EchoDevice.answer(to: request, in: name))
        // Plain HTTP echoes no number: there the connection alone says whose answer it is.
        guard request.body != nil else { return }
        let error = #expect(throws: DeviceError.self) {
            try dialect.results(of: asked, on: device(name), id: 7, from: stray)
        }
        #expect(error?.code == .wrongID)
        #expect(error?.device == "leaf1")
    }

    @Test(arguments: names, StatusCase.all)
    func `a status without an answer is judged`(name: DialectName, status: StatusCase) throws {
        // RESTCONF's word for "none of those".
        if name == .restconf, status.status == 204 { return }
        // Junos has no other word for "too many connections".
        if name == .junos, status.status == 503 { return }
        let error = #expect(throws: DeviceError.self) {
            try dialect(name).results(
                of: commands(1, in: name),
                on: device(name),
                id: 7,
                from: response("", status: status.status, headers: status.headers)
            )
        }
        #expect(error?.code == (name == .http ? status.code : status.apiCode ?? status.code))
        #expect(error?.httpStatus == status.status)
        #expect(error?.retryAfter == status.retryAfter)
        #expect(error?.operation == commands(1, in: name)[0].title)
    }

    @Test(arguments: names, Array(0..<40))
    func `a broken answer is an error or the right answer`(name: DialectName, seed: Int) throws {
        let dialect = try dialect(name)
        let device = device(name, enable: seed.isMultiple(of: 2) ? "enab1e-secret" : nil)
        let asked = dialect.calls(for: commands(5, in: name))[0].map { commands(5, in: name)[$0] }
        let lines = Set(asked.map(\.title))
        let request = dialect.request(for: asked, on: device, id: 7)
        let whole = try #require(try EchoDevice.answer(to: request, in: name))
        var numbers = SeededNumbers(seed: UInt64(seed))
        for _ in 0..<100 {
            var broken = whole
            broken.status = [200, 200, 200, 500, 400][Int.random(in: 0..<5, using: &numbers)]
            // Once: a list that loses one element and doubles another shows nothing wrong where position is all.
            Self.damage(&broken.body, using: &numbers)
            do {
                let results = try dialect.results(of: asked, on: device, id: 7, from: broken)
                #expect(results.count == asked.count)
                for (command, result) in zip(asked, results) {
                    guard let reply = result.reply, let echo = EchoDevice.echo(in: reply) else { continue }
                    #expect(reply.command == command)
                    #expect(echo == command.title || !lines.contains(echo))
                }
            } catch {
                Self.expectCleanMessage(error)
            }
        }
    }

    @Test(arguments: names, Array(0..<20))
    func `noise is an error`(name: DialectName, seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed) << 32)
        let noise = (0..<Int.random(in: 0...300, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers)
        }
        var answer = response("", headers: ["Content-Type: application/json"])
        answer.body = noise
        let error = #expect(throws: DeviceError.self) {
            try dialect(name).results(of: commands(1, in: name), on: device(name), id: 7, from: answer)
        }
        #expect(error?.code == .notJSON)
    }

    @Test(arguments: names)
    func `a secret that comes back is not shown`(name: DialectName) throws {
        let device = device(name, enable: "enab1e-secret")
        let echoes = [
            "Pa55:word/+", "enab1e-secret", "cG9sbGVyOlBhNTU6d29yZC8r", "Pa55%3Aword%2F%2B", "<html>Pa55:word/+</html>",
            "<html><title>Pa55:word/+</title></html>", "Pa55:word/+\u{301}",
        ]
        for echo in echoes {
            for status in [200, 302, 400, 401, 404, 500] {
                let answer = response(
                    echo,
                    status: status,
                    headers: ["Content-Type: application/json", "Location: https://poller:Pa55:word/+@x/?\(echo)"]
                )
                let error = #expect(throws: DeviceError.self) {
                    try dialect(name).results(of: commands(1, in: name), on: device, id: 7, from: answer)
                }
                Self.expectCleanMessage(try #require(error))
            }
        }
    }

    @Test(arguments: names)
    func `nesting past the limit is an error of its own`(name: DialectName) throws {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let answer = response(deep, headers: ["Content-Type: application/json"])
        let error = #expect(throws: DeviceError.self) {
            try dialect(name).results(of: commands(1, in: name), on: device(name), id: 7, from: answer)
        }
        #expect(error?.code == .tooDeep)
    }

    private static func expectCleanMessage(_ error: DeviceError) {
        for secret in ["Pa55:word/+", "enab1e-secret", "cG9sbGVyOlBhNTU6d29yZC8r", "Pa55%3Aword%2F%2B"] {
            #expect(!error.detail.contains(secret))
        }
        #expect(error.detail.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        #expect(error.detail.count <= 320)
        #expect(!error.detail.isEmpty)
    }

    private static func damage(_ body: inout [UInt8], using numbers: inout SeededNumbers) {
        guard body.count > 2 else { return }
        let start = Int.random(in: 0..<body.count - 1, using: &numbers)
        let end = min(body.count, start + Int.random(in: 1...60, using: &numbers))
        switch Int.random(in: 0..<5, using: &numbers) {
        case 0: body[start] = UInt8.random(in: 0...255, using: &numbers)
        case 1: body.removeSubrange(start..<end)
        case 2: body.insert(contentsOf: body[start..<end], at: start)
        case 3: body.removeLast(body.count - start)
        default: body[start] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
        }
    }
}

/// A status and what is made of it where the body says nothing.
struct StatusCase: Sendable, CustomTestStringConvertible {
    var status: Int
    var headers: [String] = []
    var code: DeviceError.Code
    /// Where an API's path is Trawl's choice and not the collection's.
    var apiCode: DeviceError.Code?
    var retryAfter: Duration?

    var testDescription: String { "\(status) \(headers.joined(separator: " "))" }

    static let all: [StatusCase] = [
        StatusCase(status: 101, code: .httpStatus),
        StatusCase(status: 201, code: .httpStatus),
        StatusCase(status: 204, code: .httpStatus),
        StatusCase(status: 206, code: .httpStatus),
        StatusCase(status: 301, headers: ["Location: /elsewhere"], code: .redirectRefused),
        StatusCase(status: 302, code: .redirectRefused),
        StatusCase(status: 304, code: .httpStatus),
        StatusCase(status: 308, code: .redirectRefused),
        StatusCase(status: 400, code: .httpStatus),
        StatusCase(status: 401, code: .loginRejected),
        StatusCase(status: 403, code: .notAllowed),
        StatusCase(status: 404, code: .httpStatus, apiCode: .apiNotFound),
        StatusCase(status: 405, code: .httpStatus),
        StatusCase(status: 407, code: .httpStatus),
        StatusCase(status: 429, code: .throttled),
        StatusCase(status: 429, headers: ["Retry-After: 120"], code: .throttled, retryAfter: .seconds(120)),
        StatusCase(status: 429, headers: ["Retry-After: -5"], code: .throttled),
        StatusCase(status: 429, headers: ["retry-after: soon"], code: .throttled),
        StatusCase(status: 500, code: .httpServerError),
        StatusCase(status: 502, code: .httpServerError),
        StatusCase(status: 503, code: .httpServerError),
        StatusCase(status: 503, headers: ["Retry-After: 2"], code: .throttled, retryAfter: .seconds(2)),
        StatusCase(status: 599, code: .httpServerError),
    ]
}
