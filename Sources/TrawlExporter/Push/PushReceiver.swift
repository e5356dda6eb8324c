import FoundationEssentials
import Trawl
import TrawlCollections
import TrawlTransfer

/// Where an output's requests go, over an engine of its own: pushes and polls share no thread and no connection.
final class PushReceiver: Sendable {
    /// What came of a request.
    enum Answer: Sendable {
        case response(HTTPResponse)
        case failure(DeviceError)
    }

    private let client: TransferClient
    private let channel: DeviceChannel
    private let request: HTTPRequest
    /// What answers may repeat, and logs must not.
    private let secrets: [Secret]

    /// Starts the engine.
    ///
    /// - Parameters:
    ///   - name: What errors call the receiver.
    ///   - definition: Where it is, and how it is to be known.
    ///   - password: The user's password, where there is a user.
    ///   - authorization: The value of `Authorization` that carries a token, where there is one.
    ///   - headers: The protocol's header fields.
    /// - Throws: Where this host has no room for the engine.
    init(
        name: String,
        _ definition: PushDefinition,
        password: Secret?,
        authorization: Secret?,
        headers: [HTTPField]
    ) throws(TransferSetupError) {
        var device = Device(
            name: name,
            address: definition.url.host,
            port: definition.url.port,
            scheme: definition.url.scheme,
            dialect: .http,
            tls: definition.tls
        )
        if let username = definition.username, let password {
            device.credential = Credential(name: name, username: username, password: password)
        }
        let own = headers + [HTTPField("User-Agent", "trawl")]
        let given = definition.headers
        request = HTTPRequest(
            method: "POST",
            path: definition.url.path,
            headers: own.filter { field in !given.contains { $0.name.lowercased() == field.name.lowercased() } }
                + given,
            authentication: authorization.map { .token(field: "Authorization", $0, withPassword: false) } ?? .password
        )
        // Of `Bearer TOKEN` the token alone.
        let token = authorization.map { Secret(String($0.reveal().split(separator: " ").last ?? "")) }
        secrets = [password, token].compactMap { $0 }
        client = try TransferClient(
            TransferClient.Configuration(devices: 1, interval: definition.flush + .seconds(60), loops: 1)
        )
        channel = client.channel(to: device)
    }

    /// Sends a body, and waits for the answer, whatever it is.
    func send(_ body: [UInt8], within limit: Duration) async -> Answer {
        var request = request
        request.body = body
        let limits = TransferLimits(
            connectTimeout: min(limit, .seconds(10)),
            requestTimeout: limit,
            responseSize: 1 << 20
        )
        do {
            var response = try await channel.perform(request, within: limits)
            for secret in secrets { response.hide(secret) }
            return .response(response)
        } catch {
            return .failure(error)
        }
    }

    /// Closes the connection and ends the engine.
    func stop() {
        channel.close()
        client.stop()
    }
}
