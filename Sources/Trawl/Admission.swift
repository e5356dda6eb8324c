/// Which device of the plan starts next.
///
/// A value, so that tests drive it without a device.
///
/// Devices start in the plan's order. One whose user is not proven yet is held back while another proves it.
struct Admission: Sendable {
    /// What to do next.
    enum Step: Sendable, Hashable {
        /// Poll this entry of the plan.
        case start(Int)
        /// Report this entry as spared: its user was stopped.
        case spare(Int)
        /// Nothing can start until a login has its verdict.
        case wait
        /// Every entry was started or spared.
        case done
    }

    /// The guard of logins, shared by starting devices and by calls of devices that run.
    var logins: CredentialGuard
    private let keys: [LoginKey?]
    private var next = 0
    private var held: [LoginKey: [Int]] = [:]
    /// Users whose logins must wait, so that later devices of theirs are held without asking.
    private var ready: [Int] = []

    init(keys: [LoginKey?], authFailures: Int) {
        self.keys = keys
        logins = CredentialGuard(limit: authFailures)
    }

    /// The next step; the caller asks again after a change when told to wait.
    mutating func step() -> Step {
        if ready.isEmpty { release() }
        // A loop and no recursion: one rejection can hold back every entry that was just let go.
        while let index = ready.popLast() ?? takeNext() {
            if let step = judgeOrHold(index) { return step }
        }
        return held.isEmpty ? .done : .wait
    }

    /// The next entry that nothing was decided about; entries of a user who is held join the others.
    private mutating func takeNext() -> Int? {
        while next < keys.count {
            let index = next
            next += 1
            guard let key = keys[index], held[key] != nil else { return index }
            held[key]?.append(index)
        }
        return nil
    }

    /// What becomes of an entry; `nil` where it is held back.
    private mutating func judgeOrHold(_ index: Int) -> Step? {
        guard let key = keys[index] else { return .start(index) }
        switch logins.ask(key, device: index) {
        case .go: return .start(index)
        case .stopped: return .spare(index)
        case .wait:
            // It may find out that it cannot be reached, and waits for the verdict where it can.
            if logins.wantsScouts(key, besides: index) { return .start(index) }
            held[key, default: []].append(index)
            return nil
        }
    }

    /// Lets go of held entries whose user has a verdict: all of them, or the one that probes next.
    private mutating func release() {
        for (key, indices) in held {
            guard let first = indices.first else { continue }
            var probing = logins
            switch probing.ask(key, device: first) {
            case .wait:
                guard logins.wantsScouts(key, besides: first) else { continue }
                held[key] = nil
                ready.append(contentsOf: indices.reversed())
            case .stopped:
                held[key] = nil
                ready.append(contentsOf: indices.reversed())
            case .go:
                if probing.ask(key, device: -1) == .go {
                    held[key] = nil
                    ready.append(contentsOf: indices.reversed())
                } else {
                    held[key] = indices.count > 1 ? Array(indices.dropFirst()) : nil
                    ready.append(first)
                }
            }
        }
    }
}
