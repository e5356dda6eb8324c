import Synchronization

/// The long answers of `ins_api` of which pieces are still to be fetched.
final class ChunkTable: Sendable {
    /// The longest answer that comes whole, in bytes; 10 MB on a switch.
    let limit: Int
    private let rest = Mutex<[String: Rest]>([:])

    private struct Rest {
        var device: Int
        var pieces: ArraySlice<String>
    }

    /// Answers that a switch keeps for one client at once.
    private static let mostPerDevice = 2

    init(limit: Int) { self.limit = limit }

    /// Whether an answer must be asked for in pieces.
    func isTooLong(_ answer: String) -> Bool { answer.utf8.count > limit }

    /// The first piece of an answer, and the session for the next; `nil` where too many are under way.
    func begin(_ answer: String, on device: Int) -> (piece: String, sid: String)? {
        var pieces: [String] = []
        var left = answer[...]
        while !left.isEmpty {
            let end =
                left.index(left.startIndex, offsetBy: max(1, limit / 2), limitedBy: left.endIndex) ?? left.endIndex
            pieces.append(String(left[..<end]))
            left = left[end...]
        }
        guard pieces.count > 1 else { return (answer, "eoc") }
        return rest.withLock { rest in
            guard rest.values.count(where: { $0.device == device }) < Self.mostPerDevice else { return nil }
            var numbers = SystemRandomNumberGenerator()
            let sid = String(numbers.next() >> 16, radix: 36)
            rest[sid] = Rest(device: device, pieces: pieces.dropFirst())
            return (pieces[0], sid)
        }
    }

    /// The next piece; `nil` for a session that is none.
    func next(_ sid: String, on device: Int) -> (piece: String, sid: String)? {
        rest.withLock { rest in
            guard var found = rest[sid], found.device == device, let piece = found.pieces.popFirst() else { return nil }
            rest[sid] = found.pieces.isEmpty ? nil : found
            return (piece, found.pieces.isEmpty ? "eoc" : sid)
        }
    }
}
