/// Blocks that are sent together, or in smaller parts where the receiver refuses all for the sake of a few.
struct PushBatch: Sendable {
    /// A block, and where it is on disk as well.
    struct Piece: Sendable {
        var block: PushBlock
        var place: DiskPlace?
    }

    /// What is still to be sent, in order, a request each.
    private var parts: [[Piece]]
    /// How often it may still be parted: where everything is refused, not every block gets a request of its own.
    private var partings = 16
    /// The last block of it that is on disk.
    let last: DiskPlace?

    /// Makes a batch that is sent in one piece.
    init(_ pieces: [Piece], last: DiskPlace?) {
        parts = [pieces]
        self.last = last
    }

    /// The blocks that are sent next.
    var next: [PushBlock] { parts.first?.map(\.block) ?? [] }

    /// The samples that are neither taken nor refused.
    var samples: Int { parts.joined().reduce(0) { $0 + $1.block.samples } }

    /// Those of them that are on disk as well.
    var samplesOnDisk: Int { parts.joined().reduce(0) { $0 + ($1.place == nil ? 0 : $1.block.samples) } }

    /// Notes that a file of the disk queue is gone: what was in it is in memory alone.
    mutating func drop(segment: Int) {
        for part in parts.indices {
            for index in parts[part].indices where parts[part][index].place?.segment == segment {
                parts[part][index].place = nil
            }
        }
    }

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
        let next = parts.first ?? []
        guard next.count > 1, partings > 0 else { return false }
        partings -= 1
        parts.replaceSubrange(0..<1, with: [Array(next[..<(next.count / 2)]), Array(next[(next.count / 2)...])])
        return true
    }

    /// Parts all that is still to be sent in requests of so many samples at most, through blocks too.
    ///
    /// - Parameters:
    ///   - most: The samples that a request may have.
    ///   - halves: How a block is parted; what it gives nothing for goes or falls as one.
    mutating func part(most: Int, _ halves: (PushBlock) -> [PushBlock]) {
        parts = parts.flatMap { part in
            var requests: [[Piece]] = []
            var samples = 0
            for piece in part.flatMap({ Self.pieces(of: $0, most: most, halves) }) {
                if requests.isEmpty || samples + piece.block.samples > most {
                    requests.append([])
                    samples = 0
                }
                requests[requests.count - 1].append(piece)
                samples += piece.block.samples
            }
            return requests
        }
    }

    private static func pieces(of piece: Piece, most: Int, _ halves: (PushBlock) -> [PushBlock]) -> [Piece] {
        guard piece.block.samples > most else { return [piece] }
        let parts = halves(piece.block)
        guard parts.count > 1 else { return [piece] }
        return parts.flatMap { pieces(of: Piece(block: $0, place: piece.place), most: most, halves) }
    }
}
