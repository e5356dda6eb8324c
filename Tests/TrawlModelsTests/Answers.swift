import Foundation
import TrawlCore
import TrawlJSON
import TrawlModels

/// Replies as a device would give them, for tests of models.
enum Answers {
    static let eos = Device(name: "leaf1", address: "192.0.2.1", dialect: .eapi)
    static let nxos = Device(name: "nexus1", address: "192.0.2.2", dialect: .nxapi)
    /// The moment that ages count from.
    static let now = Date(timeIntervalSince1970: 1_795_208_400)

    /// What a device says to a model's commands: JSON, or text where it begins like none; `nil` for a command that failed.
    static func replies<Model: NormalizedModel>(
        _ type: Model.Type,
        _ device: Device,
        _ bodies: [String?],
        _ arguments: ModelArguments = [:]
    ) throws -> Replies {
        let commands = type.commands(for: device.dialect, with: arguments) ?? []
        let replies = try bodies.enumerated().map { index, body -> Reply? in
            guard let body else { return nil }
            let command = index < commands.count ? commands[index] : .cli("show more \(index)")
            let isJSON = body.first == "{" || body.first == "["
            return Reply(command: command, body: isJSON ? .json(try JSONSlice(parsing: Array(body.utf8))) : .text(body))
        }
        return Replies(replies, of: device, arguments: arguments, at: now)
    }

    /// The model of a device's answers, and what did not fit.
    static func read<Model: NormalizedModel>(
        _ type: Model.Type,
        _ device: Device,
        _ bodies: [String?],
        _ arguments: ModelArguments = [:]
    ) throws -> (model: Model, problems: [DeviceError]) {
        var replies = try replies(type, device, bodies, arguments)
        let model = try Model(from: &replies)
        return (model, replies.problems)
    }

    /// The model of answers that fit, as the JSON of records.
    static func json<Model: NormalizedModel>(
        _ type: Model.Type,
        _ device: Device,
        _ bodies: [String?],
        _ arguments: ModelArguments = [:]
    ) throws -> String {
        let (model, problems) = try read(type, device, bodies, arguments)
        if let problem = problems.first { throw problem }
        return try json(model)
    }

    static func json(_ value: some Encodable) throws -> String {
        var writer = JSONWriter()
        try writer.encode(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
