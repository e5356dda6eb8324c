import TrawlCore
import TrawlJSON

/// One call and what came back for it: the context that replies and errors are made from.
struct Exchange: Sendable {
    /// The commands that travelled in the call, in order.
    var commands: [Command]
    /// The device that was asked.
    var device: Device
    /// What came back.
    var response: HTTPResponse
    /// What the call was for, where it carried no commands.
    var purpose = "a call without commands"

    /// The error of one command, or of the call as a whole without an index.
    func error(
        _ code: DeviceError.Code,
        at index: Int? = nil,
        _ detail: String,
        hint: String? = nil,
        deviceCode: Int? = nil,
        retryAfter: Duration? = nil
    ) -> DeviceError {
        DeviceError(
            code,
            device: device.name,
            operation: operation(at: index),
            detail: detail.isEmpty ? code.summary : detail,
            hint: hint,
            httpStatus: response.status,
            deviceCode: deviceCode,
            retryAfter: retryAfter
        )
    }

    /// The device's own words, fit for an error's detail: one line, escaped, cut, and without any secret.
    func words(_ text: String, limit: Int = 200) -> String {
        DeviceText.oneLine(redaction.redacting(text), limit: limit)
    }

    /// What is never shown: the credential's secrets, and what the commands were given as input.
    var redaction: Redaction { Redaction(device.credential, besides: commands.compactMap(\.input)) }

    /// The beginning of a body as messages quote it.
    func excerpt(of bytes: [UInt8], limit: Int) -> String {
        // Many times the limit, so that no secret is cut before it can be recognised.
        words(String(decoding: bytes.prefix(4096), as: UTF8.self), limit: limit)
    }

    private func operation(at index: Int?) -> String {
        if let index, commands.indices.contains(index) {
            let title = commands[index].title
            return commands.count == 1 ? title : "\(title) (\(index + 1) of \(commands.count))"
        }
        guard let first = commands.first else { return purpose }
        return commands.count == 1 ? first.title : "\(first.title) and \(commands.count - 1) more"
    }
}

// MARK: Bodies

extension Exchange {
    /// The whole body as JSON.
    func json() throws(DeviceError) -> JSONSlice {
        try json(response.body, at: nil)
    }

    /// A piece of JSON that belongs to one command.
    func json(_ bytes: [UInt8], at index: Int?) throws(DeviceError) -> JSONSlice {
        guard !bytes.isEmpty else { throw error(.notJSON, at: index, "the body is empty") }
        do {
            return try JSONSlice(parsing: bytes)
        } catch {
            throw jsonError(error, in: bytes, at: index)
        }
    }

    /// A text reply; bytes that are no UTF-8 are replaced and counted in a warning.
    func textReply(to command: Command, bytes: [UInt8]) -> Reply {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: content, as: UTF8.self) {
            return Reply(command: command, body: .text(text))
        }
        let text = String(decoding: content, as: UTF8.self)
        let present = Array(content).ranges(of: [0xEF, 0xBF, 0xBD]).count
        let replaced = text.unicodeScalars.count { $0 == "\u{FFFD}" } - present
        return Reply(command: command, body: .text(text), warnings: [Self.replacementWarning(replaced)])
    }

    /// A reply from one value of an answer, with what is to be said about it.
    func reply(
        to command: Command,
        _ body: Reply.Body,
        from value: JSONSlice?,
        warnings: [String] = []
    ) -> CommandResult {
        var warnings = warnings
        if command.isTextFallback { warnings.insert(Self.textFallbackWarning, at: 0) }
        if let value, value.replacedSequences > 0 {
            let replaced = Self.replacedSequences(in: value)
            if replaced > 0 { warnings.append(Self.replacementWarning(replaced)) }
        }
        return .reply(Reply(command: command, body: body, warnings: warnings))
    }

    /// The reply of a command that had nothing to say: an empty object, or an empty text.
    func emptyReply(to command: Command) -> CommandResult {
        if command.format == .text { return reply(to: command, .text(""), from: nil) }
        do {
            return reply(to: command, .json(try JSONSlice(parsing: Array("{}".utf8))), from: nil)
        } catch {
            return .failure(self.error(.wrongEnvelope, "the empty object could not be read"))
        }
    }

    /// What a reply says that came as text because the command has no structured form.
    static let textFallbackWarning = "no JSON model for this command: text"

    /// The same command, asked in text because it has no structured form.
    static func textFallback(of command: Command) -> Command {
        var command = command
        command.format = .text
        command.revision = nil
        command.isTextFallback = true
        return command
    }

    private static func replacementWarning(_ count: Int) -> String {
        count == 1 ? "1 invalid UTF-8 sequence replaced" : "\(count) invalid UTF-8 sequences replaced"
    }

    /// How many of the answer's replaced sequences lie in this value.
    ///
    /// The answer counts as a whole; a value of its own is counted by reading it again, which only broken answers cost.
    private static func replacedSequences(in value: JSONSlice) -> Int {
        do {
            return try JSONSlice(parsing: value.bytes).replacedSequences
        } catch {
            return value.replacedSequences
        }
    }

    private func jsonError(_ mistake: JSONError, in bytes: [UInt8], at index: Int?) -> DeviceError {
        if mistake.isTooDeep { return error(.tooDeep, at: index, words("\(mistake.reason) at byte \(mistake.offset)")) }
        let what = DeviceText.isHTML(bytes) ? "an HTML page: " : ""
        let reason = words(mistake.reason, limit: 100)
        let start = excerpt(of: bytes, limit: 60)
        return error(
            .notJSON,
            at: index,
            "\(what)\(reason) at byte \(mistake.offset), the answer begins with `\(start)`"
        )
    }
}
