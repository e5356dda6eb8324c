import TrawlCore
import TrawlJSON

/// Reads the answer to one `runCmds`.
struct EAPIAnswer {
    /// The call.
    let exchange: Exchange
    /// The id that was sent.
    let id: UInt64

    /// 1 where `enable` went first, whose result is not a command's.
    private var offset: Int { exchange.device.credential?.enable == nil ? 0 : 1 }
    /// How many commands the device was given.
    private var sent: Int { exchange.commands.count + offset }

    func results() throws(DeviceError) -> [CommandResult] {
        let envelope = try exchange.envelope()
        guard envelope.kind == .object else { throw exchange.error(.wrongEnvelope, "the answer is no JSON object") }
        let echo = envelope["id"]
        let failure = JSONRPC.failure(in: envelope)
        guard JSONRPC.matches(echo, id) else {
            // A request that the device could not read has no id to echo.
            if let failure, failure.isAboutEnvelope, JSONRPC.isAbsent(echo) { throw requestRefused(failure) }
            throw exchange.wrongID(echo, expected: "\(id)")
        }
        if let failure { return try results(of: failure) }
        guard let result = envelope["result"], result.kind == .array else {
            throw exchange.error(.wrongEnvelope, "the answer has neither `error` nor a list in `result`")
        }
        let elements = result.elements
        guard elements.count == sent else {
            throw exchange.error(.wrongResultCount, "\(elements.count) results for \(sent) commands")
        }
        return exchange.commands.indices.map { self.result(at: $0, elements[$0 + offset]) }
    }

    // MARK: What went well

    /// What one element of `result`, or of an error's `data`, says about the command at `index`.
    private func result(at index: Int, _ element: JSONSlice) -> CommandResult {
        let command = exchange.commands[index]
        if command.format == .text { return text(at: index, element) }
        switch element.kind {
        case .object, .array:
            return exchange.reply(to: command, .json(element), from: element)
        case .string:
            // Some commands answer with their JSON as the text of a string.
            do {
                let parsed = try exchange.json(Array((element.string ?? "").utf8), at: index)
                return exchange.reply(to: command, .json(parsed), from: element)
            } catch {
                return .failure(error)
            }
        case .number, .bool, .null:
            return .failure(exchange.error(.wrongEnvelope, at: index, "the result is no object"))
        }
    }

    private func text(at index: Int, _ element: JSONSlice) -> CommandResult {
        let command = exchange.commands[index]
        // A command that prints nothing, such as one of configuration, answers with an empty object.
        let printed = element["output"]?.string ?? element.string ?? (element.kind == .object ? messages(element) : nil)
        guard let printed else {
            return .failure(exchange.error(.wrongEnvelope, at: index, "the result has no text in `output`"))
        }
        let warnings = Self.strings(element["warnings"]).map { exchange.words($0) }.filter { !$0.isEmpty }
        return exchange.reply(to: command, .text(printed), from: element, warnings: warnings)
    }

    private func messages(_ element: JSONSlice) -> String? {
        if element.count == 0 { return "" }
        guard let messages = element["messages"] else { return nil }
        return Self.strings(messages).joined(separator: "\n")
    }

    // MARK: What did not

    /// The results of an error: those before the failing command are whole, those after it were not run.
    private func results(of failure: JSONRPC.Failure) throws(DeviceError) -> [CommandResult] {
        if failure.isAboutEnvelope { throw requestRefused(failure) }
        let data = failure.data?.kind == .array ? failure.data?.elements ?? [] : []
        guard data.count <= sent else {
            throw exchange.error(.wrongResultCount, "\(data.count) results for \(sent) commands")
        }
        guard let failing = failingIndex(of: failure, data) else {
            // Nothing says which of several commands it was, so it is said of them all.
            throw error(failure, at: nil, errors: nil)
        }
        guard failing >= offset else { return enableRefused(failure, data.first) }
        // Elements are where their commands are only if the list reaches up to the failing one.
        let reaches = failing < data.count
        return exchange.commands.indices.map { index in
            let position = index + offset
            if position == failing { return failed(failure, at: index, reaches ? data[position] : nil) }
            guard reaches, position < data.count else { return .askAgain(exchange.commands[index]) }
            if position > failing, let errors = Self.errors(data[position]) {
                return .failure(error(failure, at: index, errors: errors))
            }
            return result(at: index, data[position])
        }
    }

    /// The position of the failing command among those sent, by the message, else by the length of the list.
    private func failingIndex(of failure: JSONRPC.Failure, _ data: [JSONSlice]) -> Int? {
        if let named = Self.commandNumber(in: failure.message, of: sent) {
            // A list that runs on past the one named stopped there all the same, unless the one named shows no error.
            let runsOn = named < data.count
            if !runsOn || Self.errors(data[named - 1]) != nil { return named - 1 }
        }
        if !data.isEmpty { return data.count - 1 }
        return sent == 1 ? 0 : nil
    }

    private func failed(_ failure: JSONRPC.Failure, at index: Int, _ element: JSONSlice?) -> CommandResult {
        let command = exchange.commands[index]
        // Asked in text already: it would be asked for ever.
        if failure.code == 1003, command.format != .text { return .askAgain(Exchange.textFallback(of: command)) }
        return .failure(error(failure, at: index, errors: element.flatMap(Self.errors)))
    }

    private func enableRefused(_ failure: JSONRPC.Failure, _ element: JSONSlice?) -> [CommandResult] {
        let detail = exchange.words(reason(failure, errors: element.flatMap(Self.errors)))
        return exchange.commands.indices.map { index in
            .failure(exchange.error(.enableRefused, at: index, detail, deviceCode: failure.code))
        }
    }

    private func requestRefused(_ failure: JSONRPC.Failure) -> DeviceError {
        let detail = exchange.words(reason(failure, errors: nil))
        return exchange.error(.requestRefused, detail, deviceCode: failure.code)
    }

    private func error(_ failure: JSONRPC.Failure, at index: Int?, errors: [String]?) -> DeviceError {
        let reason = reason(failure, errors: errors)
        let code: DeviceError.Code =
            switch failure.code {
            case 1002: .commandRefused
            case 1005: .commandUnauthorized
            default: .commandFailed
            }
        let needsEnable = reason.contains("privileged mode required")
        return exchange.error(
            code,
            at: index,
            exchange.words(reason),
            hint: needsEnable ? "give the credential an `enable`, or the user privilege level 15" : nil,
            deviceCode: failure.code
        )
    }

    // MARK: The device's words

    /// Why, in the device's words: the failing element's `errors`, else what the message says after the command.
    ///
    /// The message quotes the command, and with it the `input` of `enable`: that part is never shown.
    private func reason(_ failure: JSONRPC.Failure, errors: [String]?) -> String {
        let said = (errors ?? []).filter { !DeviceText.oneLine($0).isEmpty }
        if !said.isEmpty { return Self.withoutInput(said.joined(separator: "; ")) }
        let message = exchange.redaction.redacting(failure.message)
        guard let marker = message.ranges(of: "failed: ").last else { return Self.withoutInput(message) }
        return Self.withoutInput(String(message[marker.upperBound...]))
    }

    /// The text without what follows `input=`, up to the end of the quoted command.
    static func withoutInput(_ text: String) -> String {
        guard let marker = text.firstRange(of: "input=") else { return text }
        let rest = text[marker.upperBound...]
        let end = rest.ranges(of: "' failed").last?.lowerBound ?? rest.endIndex
        return String(text[..<marker.upperBound]) + "<redacted>" + String(rest[end...])
    }

    /// The texts in `errors`, where an element has such a list.
    private static func errors(_ element: JSONSlice) -> [String]? {
        guard let errors = element["errors"], errors.kind == .array else { return nil }
        return strings(errors)
    }

    private static func strings(_ list: JSONSlice?) -> [String] {
        (list?.elements ?? []).compactMap(\.string)
    }

    /// The number, from 1, in `CLI command 2 of 3 'show version' failed: …`, where it counts as many as were sent.
    static func commandNumber(in message: String, of sent: Int) -> Int? {
        let words = message.split(separator: " ", maxSplits: 5)
        guard words.count >= 5, words[0] == "CLI", words[1] == "command", words[3] == "of",
            let number = Int(words[2]), let total = Int(words[4]), total == sent, (1...sent).contains(number)
        else { return nil }
        return number
    }
}
