import TrawlCore
import TrawlJSON

/// Reads the answer to one JSON-RPC batch of NX-API.
struct NXAPIAnswer {
    /// The call.
    let exchange: Exchange
    /// The id of the call; each entry's is drawn from it.
    let id: UInt64

    func results() throws(DeviceError) -> [CommandResult] {
        let answer = try exchange.envelope()
        // A batch of one comes back as a bare object.
        let entries = answer.kind == .array ? answer.elements : [answer]
        let byIndex = try assigned(entries)
        var results: [CommandResult] = []
        var failures: [NXAPIFailure] = []
        for (index, command) in exchange.commands.enumerated() {
            guard let entry = byIndex[index] else {
                results.append(.askAgain(command))
                continue
            }
            guard let failure = JSONRPC.failure(in: entry).map(NXAPIFailure.init) else {
                results.append(result(at: index, entry["result"]))
                continue
            }
            let verdict = failure.verdict(on: command, afterFailure: failures.contains { $0.standsAlone })
            results.append(result(verdict, of: failure, at: index))
            failures.append(failure)
        }
        try requireProgress(results, failures)
        guard byIndex.count == exchange.commands.count || !failures.isEmpty else {
            let counts = "\(byIndex.count) results for \(exchange.commands.count) commands"
            throw exchange.error(.wrongResultCount, counts)
        }
        return results
    }

    // MARK: Who is meant

    /// The entries by the command that they belong to: by id, never by position.
    private func assigned(_ entries: [JSONSlice]) throws(DeviceError) -> [Int: JSONSlice] {
        var byIndex: [Int: JSONSlice] = [:]
        for entry in entries {
            guard entry.kind == .object else {
                throw exchange.error(.wrongEnvelope, "an entry of the answer is no JSON object")
            }
            let echo = entry["id"]
            let index = exchange.commands.indices.first { index in
                JSONRPC.matches(echo, NXAPIDialect.id(of: index, in: id))
            }
            guard let index else {
                // A request that the device could not read has no id to echo.
                if let failure = JSONRPC.failure(in: entry), failure.isAboutEnvelope, JSONRPC.isAbsent(echo) {
                    throw refusal(.requestRefused, NXAPIFailure(failure), at: nil)
                }
                throw exchange.wrongID(echo, expected: expectedIDs)
            }
            guard byIndex.updateValue(entry, forKey: index) == nil else {
                throw exchange.error(.wrongResultCount, "two results for one command")
            }
        }
        return byIndex
    }

    private var expectedIDs: String {
        let first = NXAPIDialect.id(of: 0, in: id)
        let last = NXAPIDialect.id(of: max(exchange.commands.count - 1, 0), in: id)
        return first == last ? "\(first)" : "\(first) to \(last)"
    }

    // MARK: What went well

    private func result(at index: Int, _ result: JSONSlice?) -> CommandResult {
        let command = exchange.commands[index]
        // Empty output is `null`, and on some trains no `result` at all.
        guard let result, !result.isNull else { return empty(command) }
        if result.kind == .string, command.format == .text {
            return exchange.reply(to: command, .text(result.string ?? ""), from: result)
        }
        guard result.kind == .object else {
            return .failure(exchange.error(.wrongEnvelope, at: index, "`result` is no object"))
        }
        guard let body = result["body"], !body.isNull else {
            guard let printed = result["msg"]?.string else { return empty(command) }
            return text(printed, to: command, from: result)
        }
        switch body.kind {
        case .object, .array:
            guard command.format != .text else {
                return .failure(exchange.error(.wrongEnvelope, at: index, "structured data where text was asked for"))
            }
            return exchange.reply(to: command, .json(body), from: body)
        case .string:
            let printed = body.string ?? ""
            if printed.isEmpty { return empty(command) }
            return text(printed, to: command, from: result)
        case .number, .bool, .null:
            return .failure(exchange.error(.wrongEnvelope, at: index, "`result.body` is no object"))
        }
    }

    /// A text reply, with a word about it where structured data was asked for.
    private func text(_ text: String, to command: Command, from result: JSONSlice) -> CommandResult {
        let warnings = command.format == .text ? [] : [Exchange.textFallbackWarning]
        return exchange.reply(to: command, .text(text), from: result, warnings: warnings)
    }

    private func empty(_ command: Command) -> CommandResult {
        exchange.emptyReply(to: command)
    }

    // MARK: What did not

    private func result(_ verdict: NXAPIFailure.Verdict, of failure: NXAPIFailure, at index: Int) -> CommandResult {
        switch verdict {
        case .fails(let code): .failure(refusal(code, failure, at: index))
        case .notRun: .askAgain(exchange.commands[index])
        case .wantsText: .askAgain(Exchange.textFallback(of: exchange.commands[index]))
        }
    }

    /// Asking again must lead on: something of the answer has to stand, else the whole call would repeat for ever.
    private func requireProgress(_ results: [CommandResult], _ failures: [NXAPIFailure]) throws(DeviceError) {
        let leadsOn = zip(exchange.commands, results).contains { command, result in
            if case .askAgain(let again) = result { again != command } else { true }
        }
        guard !leadsOn else { return }
        if let failure = failures.first {
            throw refusal(failure.isBusy ? .throttled : .requestRefused, failure, at: nil)
        }
        throw exchange.error(.wrongResultCount, "no result for \(exchange.commands.count) commands")
    }

    private func refusal(_ code: DeviceError.Code, _ failure: NXAPIFailure, at index: Int?) -> DeviceError {
        exchange.error(code, at: index, exchange.words(failure.text), deviceCode: failure.code)
    }
}
