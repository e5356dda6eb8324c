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
                guard let value = Self.text(of: row.value, in: group.family) else {
                    encoded.unwritable += 1
                    continue
                }
                let series = PushSeries(name: group.family.name, labels: polled.labels + row.labels)
                block.bytes += line(series, value, time)
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

    private func line(_ series: PushSeries, _ value: String, _ time: Int64) -> [UInt8] {
        var line = Self.escape(series.name, ", ")
        for label in series.labels(adding: labels) {
            line += ","
            line += Self.escape(label.name, ",= ")
            line += "="
            line += Self.escape(label.value, ",= ")
        }
        line += " value=\(value) \(time)\n"
        return Array(line.utf8)
    }

    /// The value; `nil` for what the protocol has no spelling for.
    ///
    /// A field keeps the type of its first value, and a device may well send `23` and then `23.4`: integers are
    /// therefore only what counts whole things.
    static func text(of value: MetricValue, in family: MetricFamily) -> String? {
        let countsWhole = family.kind == .counter && family.unit != "seconds"
        switch value {
        case .integer(let number) where countsWhole: return "\(number)i"
        case .unsigned(let number) where countsWhole && number <= UInt64(Int64.max): return "\(number)i"
        case .integer(let number): return "\(number)"
        case .unsigned(let number): return "\(number)"
        case .real(let number): return number.isFinite ? "\(number)" : nil
        }
    }

    /// Text with a backslash before each of some signs; what cannot be written at all becomes a blank.
    ///
    /// A backslash at the end would escape the sign that follows, and becomes a slash.
    static func escape(_ text: String, _ signs: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || scalar.value == 0x7F
            let written: Unicode.Scalar = isControl ? " " : scalar
            if signs.unicodeScalars.contains(written) { escaped.append("\\") }
            escaped.append(written)
        }
        if text.unicodeScalars.last == "\\" {
            escaped.removeLast()
            escaped.append("/")
        }
        return String(escaped)
    }

    func body(_ blocks: [UInt8]) -> [UInt8] { blocks }
}
