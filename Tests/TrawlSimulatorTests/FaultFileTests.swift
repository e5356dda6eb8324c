import Testing

@testable import TrawlSimulator

@Suite(.timeLimit(.minutes(1)))
struct FaultFileTests {
    @Test
    func `every kind of fault can be spelled`() throws {
        let file = try FaultFile(
            yaml: """
                - { fault: close }
                - { fault: reset }
                - { fault: silent }
                - { fault: tls-stall }
                - { fault: close-unanswered }
                - { fault: reset-unanswered }
                - { fault: half-close }
                - { fault: plain-http }
                - { fault: slow-handshake, latency: 2s }
                - { fault: reset-handshake }
                - { fault: not-yet-valid-certificate }
                - { fault: missing-intermediate-certificate }
                - { fault: weak-certificate }
                - { fault: name-in-subject-certificate }
                - { fault: client-certificate }
                - { fault: client-certificate, tls12: true }
                - { fault: expired-certificate }
                - { fault: wrong-host-certificate }
                - { fault: self-signed-certificate }
                - { fault: slow, latency: 1.5s }
                - { fault: slow, latency: 0s, step: 1s }
                - { fault: status, code: 503, retry_after: "2", times: 3 }
                - { fault: redirect, to: "https://192.0.2.1/" }
                - { fault: garbage }
                - { fault: truncate, after: 100 }
                - { fault: truncate, resets: true }
                - { fault: drip, bytes: 10, every: 20ms }
                - { fault: large, bytes: 1MiB }
                - { fault: twice, after: 10ms }
                - { fault: close-idle }
                - { fault: stale }
                - { fault: raw, text: "HTTP/1.1 200 OK\\r\\n", repeated: "a: b\\r\\n", times: 9, every: 1ms, closes: false }
                - { fault: raw, base64: "AP8=", ending: z }
                - { fault: body, text: '{"id":$id}', type: text/html, status: 500 }
                - { fault: body }
                - { fault: old-tls }
                - { fault: reject-login }
                - { fault: no-session }
                - { fault: login-without-cookie }
                - { fault: session-lifetime, lifetime: 2s }
                - { fault: reject-session }
                - { fault: session-limit, sessions: 3 }
                - { fault: silent-logout }
                - { fault: wrong-id, first: 2 }
                - { fault: refuse-command, commands: [show version, show vlan] }
                - { fault: fail-command, commands: show version, message: no }
                """
        )
        let faults: [Fault] = [
            .close, .reset, .silent, .tlsStall, .closeUnanswered, .resetUnanswered, .halfClose, .plainHTTP,
            .slowHandshake(.seconds(2)), .resetHandshake, .notYetValidCertificate, .missingIntermediateCertificate,
            .weakCertificate, .nameInSubjectCertificate, .clientCertificate(), .clientCertificate(inTLS12: true),
            .expiredCertificate, .wrongHostCertificate, .selfSignedCertificate, .slow(.milliseconds(1500)),
            .slow(.zero, step: .seconds(1)),
            .status(503, retryAfter: "2", times: 3), .redirect(to: "https://192.0.2.1/"), .garbage,
            .truncate(after: 100), .truncate(after: 40, resets: true), .drip(bytes: 10, every: .milliseconds(20)),
            .large(bytes: 1 << 20),
            .twice(after: .milliseconds(10)),
            .closeIdle(after: .zero), .stale,
            .raw("HTTP/1.1 200 OK\r\n", repeated: "a: b\r\n", times: 9, every: .milliseconds(1), closes: false),
            .rawBytes([0, 255], ending: [0x7A]), .body(#"{"id":$id}"#, type: "text/html", status: 500), .body(""),
            .oldTLS, .rejectLogin, .noSession, .loginWithoutCookie, .sessionLifetime(.seconds(2)), .rejectSession,
            .sessionLimit(3), .silentLogout, .first(2, .wrongID),
            .refuseCommands(["show version", "show vlan"]),
            .failCommands(["show version"], message: "no"),
        ]
        #expect(file.entries.map(\.fault) == faults)
        #expect(file.entries.map(\.fault.kind) == faults.map(\.kind))
    }

    @Test
    func `the first entry that matches counts, and samples are of what is left`() throws {
        let file = try FaultFile(
            yaml: """
                - { match: { name: "spine*" }, fault: close }
                - { match: { sample: 5 }, fault: garbage }
                - { match: { name: ["leaf1", "leaf2"] }, fault: reset }
                """
        )
        let faults = file.faults(for: .init(deviceCount: 36))
        #expect(faults.filter { $0.value == .close }.count == 4)
        #expect(faults.filter { $0.value == .garbage }.count == 5)
        #expect(faults["leaf1"] == .reset || faults["leaf1"] == .garbage)
        #expect(file.faults(for: .init(deviceCount: 36)) == faults)
        #expect(file.faults(for: .init(deviceCount: 36, seed: 2)) != faults)
    }

    @Test(arguments: [
        ("close", ["1:1: expected a list of faults"]),
        ("- { match: { name: a } }", ["1:3: `fault` is missing"]),
        ("- { fault: slow }", ["1:12: `slow` needs `latency`"]),
        ("- fault: close\n  code: 7", ["2:3: `close` takes no `code`"]),
        ("- fault: slow\n  latency: soon", ["2:12: `latency` is a duration such as `500ms`, `5s` or `2m`"]),
        (
            "- fault: status\n  code: 7\n- fault: slow\n  latency: 1s\n  delay: 2s",
            ["2:9: `code` is a whole number from 200 to 599", "5:3: `slow` takes no `delay`, only `latency`, `step`"]
        ),
        ("- fault: close\n  match: { names: a }", ["2:12: `match` takes no `names`; did you mean `name`?"]),
        ("- fault: close\n  match: { role: a }", ["2:12: `match` takes no `role`, only `name`, `sample`"]),
        ("- falt: close\n  match: { name: a }", ["1:3: unknown key `falt`; did you mean `fault`?"]),
        (
            "- nam: a\n  match: { name: a }\n  matsch: b",
            [
                "1:3: unknown key `nam`", "3:3: unknown key `matsch`; did you mean `match`?", "1:3: `fault` is missing",
            ]
        ),
        ("- fault: clsoe", ["1:10: unknown fault `clsoe`; did you mean `close`?"]),
        ("- fault: slow\n  latecy: 2s\n  latency: 2s", ["2:3: `slow` takes no `latecy`; did you mean `latency`?"]),
    ])
    func `every mistake is named with its place`(yaml: String, messages: [String]) throws {
        let error = try #require(throws: FaultFileError.self) { try FaultFile(yaml: yaml, name: "faults.yaml") }
        #expect(error.description == messages.map { "faults.yaml:\($0)" }.joined(separator: "\n"))
    }

    @Test
    func `what is no YAML says so`() throws {
        let error = try #require(throws: FaultFileError.self) { try FaultFile(yaml: "- [") }
        #expect(error.description.hasPrefix("faults.yaml"))
        #expect(try FaultFile(yaml: "").entries.isEmpty)
    }
}
