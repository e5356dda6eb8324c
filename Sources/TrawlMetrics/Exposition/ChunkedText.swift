/// Bytes in pieces that can be sent one after the other.
struct ChunkedText {
    /// Large enough to be few, small enough to be sent with little in hand.
    private static let size = 256 << 10

    private var chunks: [[UInt8]] = []
    private var current: [UInt8] = []

    mutating func append(_ bytes: some Collection<UInt8>) {
        if current.count + bytes.count > Self.size, !current.isEmpty { flush() }
        if current.isEmpty { current.reserveCapacity(max(Self.size, bytes.count)) }
        current.append(contentsOf: bytes)
    }

    private mutating func flush() {
        chunks.append(current)
        current = []
    }

    /// Everything so far.
    mutating func finish() -> [[UInt8]] {
        if !current.isEmpty { flush() }
        return chunks
    }
}
