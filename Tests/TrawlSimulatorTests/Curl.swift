import Foundation
import TestSupport
import TrawlCore
import TrawlSimulator

/// What the `curl` command made of a device: a client that shares no code with us.
struct CurlAnswer: Sendable {
    /// The command's exit status; 0 where an answer arrived whole.
    var exit: Int32
    /// The HTTP status of the last answer, 0 without one.
    var status: Int
    /// Header lines and bodies as they came, all answers one after the other.
    var output: String
    /// How many connections were made.
    var connections: Int

    /// The last answer's body.
    var body: String {
        guard let end = output.range(of: "\r\n\r\n", options: .backwards) else { return output }
        return String(output[end.upperBound...])
    }

    /// The first value of a header field.
    func header(_ name: String) -> String? {
        output.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()): ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}

/// Asks a device with `curl`, trusting only the fleet's authority and checking the device's name.
@concurrent
func curl(
    _ device: Device,
    _ paths: String...,
    login: String? = "admin:admin",
    arguments: [String] = []
) async throws -> CurlAnswer {
    let name = device.tls.serverName ?? device.address
    let command =
        ["/usr/bin/curl", "-q", "-sS", "-i", "--max-time", "20", "--noproxy", "*"]
        + ["--connect-to", "::\(device.address):\(device.port)"]
        + (device.tls.caFile.map { ["--cacert", $0] } ?? [])
        + (login.map { ["-u", $0] } ?? [])
        + ["-w", "%{stderr}%{http_code} %{num_connects}\\n"]
        + arguments + paths.map { "\(device.scheme.rawValue)://\(name):\(device.port)\($0)" }
    // Into files, so that no thread of the tests waits at a pipe.
    let base = FileManager.default.temporaryDirectory.appendingPathComponent("trawl-\(UUID().uuidString)").path
    let (output, errors) = ("\(base).out", "\(base).err")
    defer { for file in [output, errors] { try? FileManager.default.removeItem(atPath: file) } }
    let environment = ProcessInfo.processInfo.environment
    let program = try ChildProgram(command, environment: environment, output: output, errors: errors)
    let status = await ended(program)
    let lines = try String(contentsOfFile: errors, encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }.filter { $0.count == 2 }
    return CurlAnswer(
        exit: status,
        status: lines.last?[0] ?? 0,
        output: String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self),
        connections: lines.reduce(0) { $0 + $1[1] }
    )
}

/// Runs commands over eAPI.
func eapi(
    _ device: Device,
    _ commands: [String],
    parameters: String = "",
    login: String? = "admin:admin",
    arguments: [String] = []
) async throws -> CurlAnswer {
    let list = commands.map { $0.hasPrefix("{") ? $0 : "\"\($0)\"" }.joined(separator: ",")
    let body = """
        {"jsonrpc":"2.0","method":"runCmds","params":{"version":1,"cmds":[\(list)]\(parameters)},"id":"one"}
        """
    return try await curl(device, "/command-api", login: login, arguments: ["-d", body] + arguments)
}

/// Runs commands over NX-API's JSON-RPC, with ids from 1.
func nxapi(
    _ device: Device,
    _ commands: [String],
    method: String = "cli",
    login: String? = "admin:admin",
    arguments: [String] = []
) async throws -> CurlAnswer {
    let requests = commands.enumerated().map { offset, command in
        """
        {"jsonrpc":"2.0","method":"\(method)","params":{"cmd":"\(command)","version":1},"id":\(offset + 1)}
        """
    }
    let type = ["-H", "Content-Type: application/json-rpc"]
    let data = ["-d", "[\(requests.joined(separator: ","))]"]
    return try await curl(device, "/ins", login: login, arguments: type + data + arguments)
}
