import TrawlCore
import TrawlJSON

/// Reads the answer to one `ins_api` call.
struct InsAPIAnswer {
    /// The call.
    let exchange: Exchange

    func results() throws(DeviceError) -> [CommandResult] {
        let envelope = try envelope()
        guard let outputs = envelope["outputs"]?["output"] else {
            if let failure = Self.failure(in: envelope) { throw refusal(.requestRefused, failure, at: nil) }
            // Nothing to say about any of them.
            guard exchange.commands.count == 1 else {
                throw exchange.error(.wrongEnvelope, "the answer has no `outputs`")
            }
            return [empty(exchange.commands[0])]
        }
        // A batch of one comes back as a bare object.
        let entries = outputs.kind == .array ? outputs.elements : [outputs]
        if let common = try commonFailure(entries) { return common }
        guard entries.count <= exchange.commands.count else { throw wrongCount(entries) }
        var results: [CommandResult] = []
        var hasFailed = false
        for (index, command) in exchange.commands.enumerated() {
            guard index < entries.count else {
                results.append(.askAgain(command))
                continue
            }
            let entry = entries[index]
            guard entry.kind == .object else {
                throw exchange.error(.wrongEnvelope, "an entry of `output` is no JSON object")
            }
            try requireEcho(of: command, in: entry)
            guard let failure = Self.failure(in: entry) else {
                results.append(result(at: index, entry, of: envelope))
                continue
            }
            results.append(result(of: failure, at: index, afterFailure: hasFailed))
            hasFailed = hasFailed || failure.standsAlone
        }
        guard entries.count == exchange.commands.count || hasFailed, !entries.isEmpty else {
            throw wrongCount(entries)
        }
        try requireProgress(results, entries)
        return results
    }

    // MARK: The envelope

    /// The content of `ins_api`; the status is judged only where the body brings none.
    private func envelope() throws(DeviceError) -> JSONSlice {
        if let refusal = exchange.statusError(notFound: .apiNotFound) {
            guard exchange.mayCarryAnswer, let content = exchange.refusalJSON?["ins_api"], content.kind == .object
            else {
                throw refusal
            }
            return content
        }
        let answer = try exchange.json()
        guard let content = answer["ins_api"], content.kind == .object else {
            if let failure = JSONRPC.failure(in: answer) {
                throw refusal(.requestRefused, NXAPIFailure(failure), at: nil)
            }
            throw exchange.error(.wrongEnvelope, "the answer has no object `ins_api`")
        }
        return content
    }

    /// What failed for the call as a whole, which is said once, whatever it asked.
    private func commonFailure(_ entries: [JSONSlice]) throws(DeviceError) -> [CommandResult]? {
        guard entries.count == 1, let failure = Self.failure(in: entries[0]) else { return nil }
        if failure.isAboutVersion, exchange.commands.allSatisfy({ $0.version == nil }) {
            // The oldest releases know one version alone.
            return exchange.commands.map { command in
                var command = command
                command.version = "0.1"
                return .askAgain(command)
            }
        }
        if failure.isBusy { throw refusal(.throttled, failure, at: nil) }
        if failure.code == 413, exchange.commands.count > 1 { throw refusal(.requestRefused, failure, at: nil) }
        return nil
    }

    /// There are no ids: the command that each answer repeats says whose it is.
    private func requireEcho(of command: Command, in entry: JSONSlice) throws(DeviceError) {
        guard let echo = entry["input"]?.string, Self.words(echo) != Self.words(NXAPIDialect.line(of: command)) else {
            return
        }
        let found = exchange.words(echo, limit: 60)
        throw exchange.error(.wrongID, "the answer is to `\(found)`, asked was `\(command.title)`")
    }

    private static func words(_ line: String) -> [Substring] {
        line.split { $0.isWhitespace || $0 == ";" }
    }

    private func wrongCount(_ entries: [JSONSlice]) -> DeviceError {
        exchange.error(.wrongResultCount, "\(entries.count) results for \(exchange.commands.count) commands")
    }

    // MARK: What went well

    private func result(at index: Int, _ entry: JSONSlice, of envelope: JSONSlice) -> CommandResult {
        let command = exchange.commands[index]
        if command.chunk != nil, let next = envelope["sid"]?.string, !next.isEmpty { return piece(entry, next) }
        guard let body = entry["body"], !body.isNull else { return empty(command) }
        switch body.kind {
        case .object, .array:
            guard command.format != .text else {
                return .failure(exchange.error(.wrongEnvelope, at: index, "structured data where text was asked for"))
            }
            return exchange.reply(to: command, .json(body), from: body)
        case .string:
            let printed = body.string ?? ""
            if printed.isEmpty { return empty(command) }
            let isFallback = command.format != .text && !command.isTextFallback
            let warnings = isFallback ? [Exchange.textFallbackWarning] : []
            return exchange.reply(to: command, .text(printed), from: body, warnings: warnings)
        case .number, .bool, .null:
            return .failure(exchange.error(.wrongEnvelope, at: index, "`body` is no object"))
        }
    }

    /// A piece of a long answer: always text, which only the whole can be read as what it is.
    private func piece(_ entry: JSONSlice, _ next: String) -> CommandResult {
        let command = exchange.commands[0]
        let body = entry["body"]
        let text = body.map { $0.string ?? ($0.isNull ? "" : String(decoding: $0.bytes, as: UTF8.self)) } ?? ""
        let reply = Reply(command: command, body: .text(text))
        guard next != InsAPIDialect.endOfChunks else { return .reply(reply) }
        var following = command
        following.chunk = next
        return .part(reply, next: following)
    }

    private func empty(_ command: Command) -> CommandResult {
        exchange.emptyReply(to: command)
    }

    // MARK: What did not

    /// The failure of an entry; `nil` where its code says that all went well.
    private static func failure(in entry: JSONSlice) -> NXAPIFailure? {
        let code = entry["code"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
        let said = entry["clierror"]?.string
        guard code != 200, code != nil || said != nil else { return nil }
        return NXAPIFailure(code: code, said: said, message: entry["msg"]?.string ?? "")
    }

    private func result(of failure: NXAPIFailure, at index: Int, afterFailure: Bool) -> CommandResult {
        let command = exchange.commands[index]
        if failure.wantsChunks, command.chunk == nil {
            var command = command
            command.chunk = "1"
            return .askAgain(command)
        }
        switch failure.verdict(on: command, afterFailure: afterFailure) {
        case .fails(let code): return .failure(refusal(code, failure, at: index))
        case .notRun: return .askAgain(command)
        case .wantsText: return .askAgain(Exchange.textFallback(of: command))
        }
    }

    /// Asking again must lead on, as for JSON-RPC.
    private func requireProgress(_ results: [CommandResult], _ entries: [JSONSlice]) throws(DeviceError) {
        let leadsOn = zip(exchange.commands, results).contains { command, result in
            if case .askAgain(let again) = result { again != command } else { true }
        }
        guard !leadsOn else { return }
        guard let failure = entries.lazy.compactMap(Self.failure).first else { throw wrongCount(entries) }
        throw refusal(failure.isBusy ? .throttled : .requestRefused, failure, at: nil)
    }

    private func refusal(_ code: DeviceError.Code, _ failure: NXAPIFailure, at index: Int?) -> DeviceError {
        exchange.error(code, at: index, exchange.words(failure.text), deviceCode: failure.code)
    }
}
