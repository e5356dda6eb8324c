import FoundationEssentials
import TrawlCore
import TrawlMetrics

/// InfluxDB's line protocol: a line a sample, the metric as measurement, the value in the field `value`.
///
/// https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
struct InfluxEncoder: SampleEncoder {
    /// Tags that every point gets where it has none of the name.
    var labels: [MetricLabel] = []

    let mark = UInt8(ascii: "I")
    let marksEnds = false
    let headers = [HTTPField("Content-Type", "text/plain; charset=utf-8")]

    func encode(_ polled: PolledSeries, ended: [PushSeries], most: Int) -> EncodedSamples {
        // Whole milliseconds: a date is no more exact.
        let time = Int64((polled.date.timeIntervalSince1970 * 1000).rounded()) * 1_000_000
        var encoded = EncodedSamples()
        var block = PushBlock(bytes: [], samples: 0)
        for group in polled.groups {
            for row in group.rows {
                guard let value = Self.text(of: row.value) else {
                    encoded.unwritable += 1
                    continue
                }
                let series = PushSeries(name: group.family.name, labels: polled.labels + row.labels)
                append(series, value, time, to: &block.bytes)
                block.samples += 1
                if block.samples >= most {
                    encoded.blocks.append(block)
                    block = PushBlock(bytes: [], samples: 0)
                }
            }
        }
        if block.samples > 0 { encoded.blocks.append(block) }
        return encoded
    }

    private func append(_ series: PushSeries, _ value: String, _ time: Int64, to block: inout [UInt8]) {
        Self.append(series.name, escaping: Self.measurementSigns, to: &block)
        for label in series.labels(adding: labels) {
            block.append(UInt8(ascii: ","))
            Self.append(label.name, escaping: Self.tagSigns, to: &block)
            block.append(UInt8(ascii: "="))
            Self.append(label.value, escaping: Self.tagSigns, to: &block)
        }
        block += " value=\(value) \(time)\n".utf8
    }

    /// The value; `nil` for what the protocol has no spelling for.
    ///
    /// Always a float, never an integer (`5i`): a field keeps the type of its first value, and a counter may well be 5
    /// and then 5.5, or grow beyond what InfluxDB's integers hold.
    static func text(of value: MetricValue) -> String? {
        switch value {
        case .integer(let number): "\(number)"
        case .unsigned(let number): "\(number)"
        case .real(let number): number.isFinite ? "\(number)" : nil
        }
    }

    /// What has a meaning of its own in a measurement, and in a tag.
    static let measurementSigns = Array(", ".utf8)
    static let tagSigns = Array(",= ".utf8)

    /// Writes text with a backslash before each of some signs; what cannot be written at all becomes a blank.
    ///
    /// A backslash in front of one of them, of another backslash or of the end becomes a slash: receivers disagree on what
    /// two backslashes are, and the one at the end would escape the sign that follows.
    static func append(_ text: String, escaping signs: [UInt8], to line: inout [UInt8]) {
        let (backslash, slash, blank) = (UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: " "))
        var isHeld = false
        for byte in text.utf8 {
            let written = byte < 0x20 || byte == 0x7F ? blank : byte
            let isSpecial = signs.contains(written)
            if isHeld { line.append(isSpecial || written == backslash ? slash : backslash) }
            isHeld = written == backslash
            guard !isHeld else { continue }
            if isSpecial { line.append(backslash) }
            line.append(written)
        }
        if isHeld { line.append(slash) }
    }

    func halves(of block: PushBlock) -> [PushBlock] {
        let lines = block.bytes.split(separator: UInt8(ascii: "\n"))
        guard lines.count > 1, lines.count == block.samples else { return [] }
        return [lines[..<(lines.count / 2)], lines[(lines.count / 2)...]].map { half in
            PushBlock(bytes: Array(half.map { $0 + [UInt8(ascii: "\n")] }.joined()), samples: half.count)
        }
    }

    func body(_ blocks: [UInt8]) -> [UInt8] { blocks }
}
