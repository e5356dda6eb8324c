import Dispatch
import Glibc
import Synchronization
import TrawlCollections

/// Signals that end a command: the first ends what is under way in order, the second at once.
///
/// Where nothing is under way that needs an order, and where somebody is asked a question, the first one ends it at once.
enum Interrupts {
    private struct State {
        /// The status that the first signal asks for.
        var status: ExitStatus?
        /// Each ends something that is under way.
        var stops: [Int: @Sendable () -> Void] = [:]
        var nextStop = 0
        /// What SIGHUP does instead of ending the command.
        var hangUp: (@Sendable () -> Void)?
    }

    private static let state = Mutex(State())

    /// The status that the first signal asks for; `nil` where none came.
    static var status: ExitStatus? { state.withLock { $0.status } }

    /// Runs a body, the whole command, during which signals are taken note of.
    static func watched(_ body: () async -> Void) async {
        let queue = DispatchQueue(label: "trawl.signals")
        let sources = signals.map { number, status in
            // Until the source has its own handler, the signal ends the process as it does any other.
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { received(status) }
            source.resume()
            return source
        }
        await body()
        for source in sources { source.cancel() }
    }

    /// Runs a body during which the first signal calls `stop`.
    static func during<Result>(
        stop: @escaping @Sendable () -> Void,
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        let number = state.withLock { state in
            state.nextStop += 1
            state.stops[state.nextStop] = stop
            return state.nextStop
        }
        defer { state.withLock { $0.stops[number] = nil } }
        return try await body()
    }

    /// Runs a body during which SIGHUP calls `reload` and ends nothing, as it does with other services.
    static func reloading<Result>(
        by reload: @escaping @Sendable () -> Void,
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        state.withLock { $0.hangUp = reload }
        defer { state.withLock { $0.hangUp = nil } }
        return try await body()
    }

    /// Runs a body that the first signal cancels.
    ///
    /// - Returns: What the body returned.
    /// - Throws: What the body threw; ``Stop`` with the signal's status where one came.
    static func cancelling<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task { try await body() }
        let cancel: @Sendable () -> Void = { task.cancel() }
        let result = await during(stop: cancel) {
            // A signal may have come before anybody listened for it.
            if status != nil { cancel() }
            return await task.result
        }
        if let status { throw Stop(status) }
        return try result.get()
    }

    /// Ends the process at once, with the terminal as it was found.
    static func end(_ status: ExitStatus) -> Never {
        Terminal.takeQuestionBack()
        PasswordCommands.endAll()
        _exit(status.rawValue)
    }

    private static var signals: [(Int32, ExitStatus)] {
        var signals: [(Int32, ExitStatus)] = [(SIGINT, .interrupted), (SIGTERM, .terminated), (SIGQUIT, .quit)]
        // Under `nohup` the end of the terminal is not the command's.
        if !isIgnored(SIGHUP) { signals.append((SIGHUP, .hungUp)) }
        return signals
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private static func received(_ status: ExitStatus) {
        if status == .hungUp, let reload = state.withLock({ $0.hangUp }) { return reload() }
        let stops = state.withLock { state in
            defer { state.status = state.status ?? status }
            return state.status == nil ? Array(state.stops.values) : []
        }
        // A question looks for a signal when it begins, and here it is looked for the other way round.
        guard !stops.isEmpty, status != .quit, !Terminal.isAsking else { end(status) }
        for stop in stops { stop() }
    }
}
