import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while something runs: the first ends it in order, the second at once.
final class Interrupts: Sendable {
    private let first = Mutex<ExitStatus?>(nil)

    /// The status that the first signal asks for; `nil` where none came.
    var status: ExitStatus? { first.withLock { $0 } }

    /// Runs a body during which the first signal calls `stop` and the second ends the process.
    static func during<Result>(
        stop: @escaping @Sendable () -> Void,
        _ body: (Interrupts) async throws -> Result
    ) async rethrows -> Result {
        let interrupts = Interrupts()
        let queue = DispatchQueue(label: "trawl.signals")
        let sources = [SIGINT, SIGTERM].map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                let status: ExitStatus = number == SIGINT ? .interrupted : .terminated
                let isFirst = interrupts.first.withLock { first in
                    defer { first = first ?? status }
                    return first == nil
                }
                guard isFirst else { _exit(status.rawValue) }
                stop()
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
        }
        return try await body(interrupts)
    }
}
