import TrawlCore
import TrawlJSON

@testable import TrawlDialects

/// A device to ask, with a password that must show nowhere.
func device(_ dialect: DialectName, enable: String? = nil) -> Device {
    Device(
        name: "leaf1",
        address: "192.0.2.1",
        dialect: dialect,
        credential: Credential(
            username: "poller",
            password: Secret("Pa55:word/+"),
            enable: enable.map { Secret($0) }
        )
    )
}

/// A response with a status line, headers and a body.
func response(_ body: String, status: Int = 200, headers: [String] = []) -> HTTPResponse {
    let lines = ["HTTP/1.1 \(status) Any"] + headers + ["", ""]
    return HTTPResponse(
        status: status,
        headerBlock: Array(lines.joined(separator: "\r\n").utf8),
        body: Array(body.utf8)
    )
}

extension HTTPRequest {
    /// The body as text.
    var text: String { String(decoding: body ?? [], as: UTF8.self) }
}

extension JSONSlice {
    /// The value on one line.
    var line: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension CommandResult {
    /// What a test compares: `json {…}`, `text …`, the error's code, or `again show version`.
    var summary: String {
        switch self {
        case .reply(let reply):
            switch reply.body {
            case .json(let value): "json " + value.line
            case .text(let text): "text " + text
            }
        case .failure(let error): error.code.name
        case .part(let reply, let next): "part of \(reply.command.title), then \(next.title)"
        case .askAgain(let command): (command.format == .text ? "again in text " : "again ") + command.title
        }
    }

    var reply: Reply? {
        guard case .reply(let reply) = self else { return nil }
        return reply
    }

    var failure: DeviceError? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
