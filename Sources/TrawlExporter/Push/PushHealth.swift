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

        /// What that means for samples; `nil` where nothing is wrong.
        var consequence: String? {
            switch self {
            case .fine: nil
            case .failing: "samples wait"
            case .refusing: "what it refuses is dropped"
            case .unwritable: "what cannot be written is dropped"
            }
        }
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
    /// What was last said to be wrong with its receiver, and with its disk.
    private var trouble: (receiver: String?, disk: String?)

    /// What keeps it from getting on, in one line; `nil` where nothing does.
    var problem: String? {
        let troubles = [trouble.receiver, trouble.disk].compactMap(\.self)
        return troubles.isEmpty ? nil : troubles.joined(separator: "; ")
    }

    /// Notes how a request went.
    ///
    /// - Returns: What to say; `nil` where it goes on as before.
    mutating func note(_ new: State, _ reason: String, at now: ContinuousClock.Instant) -> Notice? {
        if let consequence = new.consequence {
            lastTrouble = now
            trouble.receiver = "\(reason); \(consequence)"
        }
        guard new != state || isUnsaid else { return nil }
        if new == .fine, state != .failing, let lastTrouble, lastTrouble.duration(to: now) < Self.calm { return nil }
        let start = state == .fine ? now : since ?? now
        let wasUnsaid = isUnsaid
        (state, since, isUnsaid) = (new, new == .fine ? nil : start, false)
        if new == .fine { trouble.receiver = nil }
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
        case .refusing, .unwritable:
            break
        }
        return trouble.receiver.map { Notice(isWarning: true, text: $0) }
    }

    /// Notes that samples went for want of room.
    mutating func overflowed() -> Notice? {
        guard !isOverflowing else { return nil }
        isOverflowing = true
        return Notice(isWarning: true, text: "the buffer is full; the oldest samples are dropped")
    }

    /// Notes whether the disk took what it was given.
    mutating func disk(_ failure: String?) -> Notice? {
        trouble.disk = failure.map { "\($0); what waits is kept in memory" }
        guard (failure != nil) != isDegraded else { return nil }
        isDegraded = failure != nil
        if let text = trouble.disk { return Notice(isWarning: true, text: text) }
        return Notice(isWarning: false, text: "the queue on disk is written again")
    }
}
