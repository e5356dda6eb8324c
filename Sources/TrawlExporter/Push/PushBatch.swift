/// Blocks that are sent together, or in smaller parts where the receiver refuses all for the sake of a few.
struct PushBatch: Sendable {
    /// What is still to be sent, in order, a request each.
    private var parts: [[PushBlock]]
    /// How often it may still be parted: where everything is refused, not every block gets a request of its own.
    private var partings = 16
    /// The last block of it that is on disk.
    let last: DiskPlace?

    /// Makes a batch that is sent in one piece.
    init(_ blocks: [PushBlock], last: DiskPlace?) {
        parts = [blocks]
        self.last = last
    }

    /// The blocks that are sent next.
    var next: [PushBlock] { parts.first ?? [] }

    /// The samples that are neither taken nor refused.
    var samples: Int { parts.joined().reduce(0) { $0 + $1.samples } }

    /// Notes that what is sent next is done with.
    ///
    /// - Returns: Whether that was all.
    mutating func advance() -> Bool {
        parts.removeFirst()
        return parts.isEmpty
    }

    /// Parts what is sent next in halves.
    ///
    /// - Returns: False where it goes or falls as one.
    mutating func part() -> Bool {
        let next = next
        guard next.count > 1, partings > 0 else { return false }
        partings -= 1
        parts.replaceSubrange(0..<1, with: [Array(next[..<(next.count / 2)]), Array(next[(next.count / 2)...])])
        return true
    }
}
