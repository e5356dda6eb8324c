/// Which device of the plan starts next.
///
/// A value, so that tests drive it without a device.
///
/// Devices start in the plan's order. One whose user is not proven yet is held back while another proves it.
///
/// Each entry belongs to a lane, the engine's loop that moves its transfers, and a lane can be asked for its own next
/// entry: who is done with one device begins another on the same thread.
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
    /// Whether each entry's device may be one that answers without a password too.
    private let mayBeUnasked: [Bool]
    private var lanes: [Lane]
    private let laneOfEntry: [Int]
    /// Users whose logins must wait, so that later devices of theirs are held without asking.
    private var held: [LoginKey: [Int]] = [:]
    private var readyCount = 0

    /// The entries of one lane about which nothing was decided.
    private struct Lane: Sendable {
        /// In the plan's order.
        var entries: [Int] = []
        var next = 0
        /// Entries that were held and let go, the first one last.
        var ready: [Int] = []

        var first: Int? { next < entries.count ? entries[next] : nil }
        var isDone: Bool { ready.isEmpty && first == nil }
    }

    /// Makes the admission of a plan's entries.
    ///
    /// - Parameters:
    ///   - keys: Whose login each entry needs.
    ///   - lanes: The lane of each entry, counted from 0; one for all by default.
    ///   - mayBeUnasked: Whether each entry's device may answer without a password too; none by default.
    ///   - authFailures: Rejections in a row after which a user is stopped.
    ///   - rejections: Rejections in a row that were seen before.
    init(
        keys: [LoginKey?],
        lanes: [Int]? = nil,
        mayBeUnasked: [Bool]? = nil,
        authFailures: Int,
        rejections: [LoginKey: Int] = [:]
    ) {
        self.keys = keys
        self.mayBeUnasked = mayBeUnasked ?? Array(repeating: false, count: keys.count)
        laneOfEntry = lanes ?? Array(repeating: 0, count: keys.count)
        self.lanes = Array(repeating: Lane(), count: (laneOfEntry.max() ?? 0) + 1)
        for (index, lane) in laneOfEntry.enumerated() { self.lanes[lane].entries.append(index) }
        logins = CredentialGuard(limit: authFailures, rejections: rejections)
    }

    /// The next step; the caller asks again after a change when told to wait.
    ///
    /// - Parameter lane: The lane whose entries are wanted; any by default. What concerns other lanes is then left to
    ///   others, and the step is ``Step/wait``.
    /// - Returns: What to do.
    mutating func step(on lane: Int? = nil) -> Step {
        if readyCount == 0 { release() }
        // Who was let go comes first, or a lane that is busy with its own would keep the others from their places.
        if let lane, readyCount > 0, lanes[lane].ready.isEmpty { return .wait }
        // A loop and no recursion: one rejection can hold back every entry that was just let go.
        while let index = takeReady(from: lane) ?? takeNext(from: lane) {
            if let step = judgeOrHold(index) { return step }
        }
        return held.isEmpty && lanes.allSatisfy { $0.isDone } ? .done : .wait
    }

    /// The next of the entries that were held and let go.
    private mutating func takeReady(from lane: Int?) -> Int? {
        guard readyCount > 0, let lane = lane ?? firstLane(by: { $0.ready.last }) else { return nil }
        let index = lanes[lane].ready.popLast()
        if index != nil { readyCount -= 1 }
        return index
    }

    /// The next entry that nothing was decided about; entries of a user who is held join the others.
    private mutating func takeNext(from lane: Int?) -> Int? {
        while let lane = lane ?? firstLane(by: { $0.first }), let index = lanes[lane].first {
            lanes[lane].next += 1
            guard let key = keys[index], held[key] != nil, !goesUnasked(index, key) else { return index }
            held[key]?.append(index)
        }
        return nil
    }

    /// The lane whose entry comes first in the plan's order.
    private func firstLane(by entry: (Lane) -> Int?) -> Int? {
        var first: (lane: Int, entry: Int)?
        for (lane, state) in lanes.enumerated() {
            if let entry = entry(state), entry < first?.entry ?? .max { first = (lane, entry) }
        }
        return first?.lane
    }

    /// What becomes of an entry; `nil` where it is held back.
    private mutating func judgeOrHold(_ index: Int) -> Step? {
        guard let key = keys[index] else { return .start(index) }
        switch logins.ask(key, device: index, isUnasked: mayBeUnasked[index]) {
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
        for key in held.keys where logins.letsUnaskedGo(key) {
            let indices = held[key] ?? []
            letGo(indices.filter { mayBeUnasked[$0] })
            let others = indices.filter { !mayBeUnasked[$0] }
            held[key] = others.isEmpty ? nil : others
        }
        for (key, indices) in held {
            guard let first = indices.first else { continue }
            var probing = logins
            switch probing.ask(key, device: first) {
            case .wait:
                guard logins.wantsScouts(key, besides: first) else { continue }
                held[key] = nil
                letGo(indices)
            case .stopped:
                held[key] = nil
                letGo(indices)
            case .go:
                if probing.ask(key, device: -1) == .go {
                    held[key] = nil
                    letGo(indices)
                } else {
                    held[key] = indices.count > 1 ? Array(indices.dropFirst()) : nil
                    letGo([first])
                }
            }
        }
    }

    /// Whether an entry can start because others like it were let in without being asked for a password.
    private func goesUnasked(_ index: Int, _ key: LoginKey) -> Bool {
        mayBeUnasked[index] && logins.letsUnaskedGo(key)
    }

    private mutating func letGo(_ indices: [Int]) {
        readyCount += indices.count
        for index in indices.reversed() { lanes[laneOfEntry[index]].ready.append(index) }
    }
}
