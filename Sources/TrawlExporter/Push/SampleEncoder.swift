import FoundationEssentials
import TrawlCore
import TrawlMetrics

/// A protocol's way of writing samples.
///
/// Samples are written in blocks, one or a few a poll; blocks put one behind the other are a message again.
protocol SampleEncoder: Sendable {
    /// A letter that marks files with blocks of this protocol.
    var mark: UInt8 { get }
    /// The header fields of every request.
    var headers: [HTTPField] { get }
    /// Labels that every series gets where it has none of the name.
    var labels: [MetricLabel] { get }
    /// Whether a receiver wants to know that a series ended.
    var marksEnds: Bool { get }

    /// Writes a poll's samples, and ends of series at the same time, in blocks of so many samples at most.
    func encode(_ polled: PolledSeries, ended: [PushSeries], most: Int) -> EncodedSamples

    /// A block parted in two; nothing where it cannot be.
    func halves(of block: PushBlock) -> [PushBlock]

    /// The body of a request from blocks one behind the other.
    func body(_ blocks: [UInt8]) -> [UInt8]
}

/// Samples as they are sent.
struct EncodedSamples: Sendable {
    /// The blocks, in order.
    var blocks: [PushBlock] = []
    /// Samples that the protocol has no spelling for.
    var unwritable = 0
}

/// Some samples in one piece, which is sent whole or not at all.
struct PushBlock: Sendable, Hashable {
    var bytes: [UInt8]
    var samples: Int
}
