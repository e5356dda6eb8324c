import Synchronization

/// How long a writer waits for a reader that stands still: for ever, until somebody says otherwise.
public final class OutputPatience: Sendable {
    private let deadline = Mutex<ContinuousClock.Instant?>(nil)

    /// Makes one without an end.
    public init() {}

    /// Says that nothing is waited for longer than a while from now.
    ///
    /// A writer that waits gives up then, with ``OutputError/unread(path:)``; what the reader takes by then is whole
    /// lines, as far as a pipe takes a line at once.
    public func end(after limit: Duration) {
        deadline.withLock { $0 = .now + limit }
    }

    /// Whether nothing is waited for any more.
    var isOver: Bool {
        deadline.withLock { $0.map { $0 <= .now } ?? false }
    }
}
