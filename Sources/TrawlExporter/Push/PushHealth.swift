/// Whether an output gets on, and what is to be said when that changes: once, however many batches it takes.
///
/// A receiver that fails now and then for a moment is told of once a minute; one that is gone for longer, always.
struct PushHealth: Sendable {
    /// How it gets on with its receiver.
    enum State: Sendable, Hashable {
        case fine
        /// Nothing gets through; everything waits.
        case failing
        /// Its receiver will not have what it is sent.
        case refusing
        /// It cannot be written to.
        case unwritable
    }

    /// Something to be logged.
    struct Notice: Sendable, Hashable {
        var isWarning: Bool
        var text: String
    }

    private(set) var state = State.fine
    /// Since when it does not get on.
    private var since: ContinuousClock.Instant?
    /// When it was last said that nothing gets through.
    private var lastFailing: ContinuousClock.Instant?
    /// Whether the state is one that was not worth a word yet.
    private var isUnsaid = false
    /// What lasts this long is said, however short ago another failure was.
    private static let patience = Duration.seconds(10)
    /// When it last did not.
    private var lastTrouble: ContinuousClock.Instant?
    /// How long nothing must be refused until it gets on again: on a full disk a short record fits now and then, and a
    /// receiver refuses one batch and takes another.
    private static let calm = Duration.seconds(60)
    /// Whether samples were dropped for want of room since it last got on.
    private var isOverflowing = false
    /// Whether the disk takes nothing.
    private(set) var isDegraded = false

    /// Notes how a request went.
    ///
    /// - Returns: What to say; `nil` where it goes on as before.
    mutating func note(_ new: State, _ reason: String, at now: ContinuousClock.Instant) -> Notice? {
        if new != .fine { lastTrouble = now }
        guard new != state || isUnsaid else { return nil }
        if new == .fine, state != .failing, let lastTrouble, lastTrouble.duration(to: now) < Self.calm { return nil }
        let start = state == .fine ? now : since ?? now
        let wasUnsaid = isUnsaid
        (state, since, isUnsaid) = (new, new == .fine ? nil : start, false)
        switch new {
        case .fine:
            if isOverflowing { isOverflowing = false } else if wasUnsaid { return nil }
            let seconds = start.duration(to: now).components.seconds
            return Notice(isWarning: false, text: "takes samples again, after \(seconds) s")
        case .failing:
            if let lastFailing, lastFailing.duration(to: now) < Self.calm, start.duration(to: now) < Self.patience {
                isUnsaid = true
                return nil
            }
            lastFailing = now
            return Notice(isWarning: true, text: "\(reason); samples wait")
        case .refusing:
            return Notice(isWarning: true, text: "\(reason); what it refuses is dropped")
        case .unwritable:
            return Notice(isWarning: true, text: "\(reason); what cannot be written is dropped")
        }
    }

    /// Notes that samples went for want of room.
    mutating func overflowed() -> Notice? {
        guard !isOverflowing else { return nil }
        isOverflowing = true
        return Notice(isWarning: true, text: "the buffer is full; the oldest samples are dropped")
    }

    /// Notes whether the disk took what it was given.
    mutating func disk(_ failure: String?) -> Notice? {
        guard (failure != nil) != isDegraded else { return nil }
        isDegraded = failure != nil
        if let failure {
            return Notice(isWarning: true, text: "\(failure); what waits is kept in memory")
        }
        return Notice(isWarning: false, text: "the queue on disk is written again")
    }
}
