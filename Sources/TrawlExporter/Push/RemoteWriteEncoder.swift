import CSnappy
import FoundationEssentials
import SwiftProtobuf
import TrawlCore
import TrawlMetrics

/// Prometheus' remote write 1.0.
///
/// https://prometheus.io/docs/specs/prw/remote_write_spec/
struct RemoteWriteEncoder: SampleEncoder {
    /// The value that ends a series: a NaN that no computation gives.
    ///
    /// https://prometheus.io/docs/specs/prw/remote_write_spec/#stale-markers
    static let staleMarker = Double(bitPattern: 0x7FF0_0000_0000_0002)

    /// What other NaNs are sent as, so that no device's one is taken for the marker.
    private static let plainNaN = Double(bitPattern: 0x7FF8_0000_0000_0001)

    /// Labels that every series gets where it has none of the name.
    var labels: [MetricLabel] = []

    let mark = UInt8(ascii: "R")
    let marksEnds = true
    let headers = [
        HTTPField("Content-Type", "application/x-protobuf"), HTTPField("Content-Encoding", "snappy"),
        HTTPField("X-Prometheus-Remote-Write-Version", "0.1.0"),
    ]

    func encode(_ polled: PolledSeries, ended: [PushSeries], most: Int) -> EncodedSamples {
        let time = Int64((polled.date.timeIntervalSince1970 * 1000).rounded())
        var encoded = EncodedSamples()
        var request = Prometheus_WriteRequest()
        for series in ended {
            add(series, Self.staleMarker, time, to: &request, most, &encoded)
        }
        for group in polled.groups {
            for row in group.rows {
                let value = row.value.double
                let series = PushSeries(name: group.family.name, labels: polled.labels + row.labels)
                add(series, value.isNaN ? Self.plainNaN : value, time, to: &request, most, &encoded)
            }
        }
        finish(&request, &encoded)
        return encoded
    }

    private func add(
        _ series: PushSeries,
        _ value: Double,
        _ time: Int64,
        to request: inout Prometheus_WriteRequest,
        _ most: Int,
        _ encoded: inout EncodedSamples
    ) {
        var written = Prometheus_TimeSeries()
        var labels = series.labels(adding: self.labels)
        let name = MetricLabel("__name__", series.name)
        // By the bytes of their names, as the protocol wants them.
        labels.insert(name, at: labels.firstIndex { $0.name > name.name } ?? labels.endIndex)
        written.labels = labels.map { label in
            var written = Prometheus_Label()
            written.name = label.name
            written.value = label.value
            return written
        }
        var sample = Prometheus_Sample()
        sample.value = value
        sample.timestamp = time
        written.samples = [sample]
        request.timeseries.append(written)
        if request.timeseries.count >= most { finish(&request, &encoded) }
    }

    private func finish(_ request: inout Prometheus_WriteRequest, _ encoded: inout EncodedSamples) {
        let count = request.timeseries.count
        guard count > 0 else { return }
        defer { request = Prometheus_WriteRequest() }
        // Nothing of it can fail but memory; a message is told from its samples all the same.
        guard let bytes: [UInt8] = try? request.serializedBytes() else {
            encoded.unwritable += count
            return
        }
        encoded.blocks.append(PushBlock(bytes: bytes, samples: count))
    }

    func halves(of block: PushBlock) -> [PushBlock] {
        // A block is a message of its own, as it was written here.
        guard let whole = try? Prometheus_WriteRequest(serializedBytes: block.bytes) else { return [] }
        let series = whole.timeseries
        guard series.count > 1, series.count == block.samples else { return [] }
        let halves = [series[..<(series.count / 2)], series[(series.count / 2)...]].compactMap { half -> PushBlock? in
            var request = Prometheus_WriteRequest()
            request.timeseries = Array(half)
            guard let bytes: [UInt8] = try? request.serializedBytes() else { return nil }
            return PushBlock(bytes: bytes, samples: half.count)
        }
        return halves.count == 2 ? halves : []
    }

    /// Messages one behind the other are one message with the series of all: protobuf merges what is repeated.
    func body(_ blocks: [UInt8]) -> [UInt8] {
        Snappy.compress(blocks)
    }
}

/// Snappy's block format.
enum Snappy {
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        let room = snappy_max_compressed_length(bytes.count)
        return unsafe bytes.withUnsafeBytes { input in
            unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
                var length = output.count
                let status = unsafe snappy_compress(
                    input.baseAddress?.assumingMemoryBound(to: CChar.self),
                    input.count,
                    UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self),
                    &length
                )
                // It refuses only a buffer that is too small.
                count = status == SNAPPY_OK ? length : 0
            }
        }
    }
}
