import TrawlCore
import TrawlDialects

/// Answers that come in pieces: pages of a list, chunks of a long output.
extension DevicePoll {
    /// Puts the pieces of an answer together as they come.
    ///
    /// - Parameters:
    ///   - result: What the last call came to.
    ///   - ask: What was asked; the pieces so far are kept in it.
    /// - Returns: The result with the whole answer, where this was its last piece; and beside a failure the pieces that
    ///   came before it.
    func collect(_ result: CommandResult, of ask: inout Agenda.Ask) -> (CommandResult, partial: Reply?) {
        switch result {
        case .askAgain:
            return (result, nil)
        case .failure:
            return (result, ask.pieces.flatMap(whole))
        case .reply(let reply):
            guard var pieces = ask.pieces else { return (result, nil) }
            if let objection = add(reply, to: &pieces) { return (.failure(objection), whole(pieces)) }
            do throws(DeviceError) {
                return (
                    .reply(try calls.dialect.joined(pieces.replies, to: pieces.command, on: calls.entry.device)), nil
                )
            } catch {
                return (.failure(error), nil)
            }
        case .part(let reply, let next):
            var pieces = ask.pieces ?? Agenda.Pieces(command: ask.command)
            let tooLarge = add(reply, to: &pieces)
            ask.pieces = pieces
            guard let objection = tooLarge ?? objection(to: next, after: pieces) else { return (result, nil) }
            return (.failure(objection), whole(pieces))
        }
    }

    /// Puts a piece behind the others; why that is too much, where it is.
    private func add(_ reply: Reply, to pieces: inout Agenda.Pieces) -> DeviceError? {
        pieces.replies.append(reply)
        pieces.size += reply.json?.bytes.count ?? reply.text?.utf8.count ?? 0
        guard pieces.size > calls.entry.limits.responseSize else { return nil }
        return error(
            .responseTooLarge,
            of: pieces,
            "\(pieces.replies.count) pieces hold more than `response_size` together"
        )
    }

    private func error(_ code: DeviceError.Code, of pieces: Agenda.Pieces, _ detail: String) -> DeviceError {
        DeviceError(code, device: calls.entry.device.name, operation: pieces.command.title, detail: detail)
    }

    /// The pieces as far as they came; `nil` where only all of them can be read.
    private func whole(_ pieces: Agenda.Pieces) -> Reply? {
        // What is kept beside an error may be too little to be anything.
        try? calls.dialect.joined(pieces.replies, to: pieces.command, on: calls.entry.device)
    }

    /// Why the next piece is not asked for; `nil` where it is.
    private func objection(to next: Command, after pieces: Agenda.Pieces) -> DeviceError? {
        let count = pieces.replies.count
        if count >= mostPieces(of: pieces.command) {
            return error(.tooManyPages, of: pieces, "there is more after \(count) pages")
        }
        if count > 1, let last = pieces.replies[count - 1].json, let earlier = pieces.replies[count - 2].json,
            last.bytes == earlier.bytes
        {
            return error(
                .wrongEnvelope,
                of: pieces,
                "page \(count) is the one before it again: the device does not turn pages so"
            )
        }
        if case .http(let http) = next.content, !http.path.hasPrefix("/") {
            return error(.redirectRefused, of: pieces, "the next page is said to be at \(http.path)")
        }
        // What a device says of the next page is its own words, and not the collection's.
        if let reason = ReadOnly.objection(to: next, on: calls.entry.device.dialect) {
            return error(.redirectRefused, of: pieces, "the next page is not asked for: \(reason)")
        }
        return nil
    }

    private func mostPieces(of command: Command) -> Int {
        guard case .http(let http) = command.content, let paging = http.paging else { return Agenda.Pieces.most }
        return paging.most
    }
}
