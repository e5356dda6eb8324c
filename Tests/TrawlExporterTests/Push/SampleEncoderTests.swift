import Foundation
import SwiftProtobuf
import Testing
import TrawlMetrics

@testable import TrawlExporter

@Suite(.timeLimit(.minutes(1)))
struct SampleEncoderTests {
    private static let date = Date(timeIntervalSince1970: 1_795_000_000.1234)

    private func decoded(_ encoded: EncodedSamples) throws -> [Prometheus_TimeSeries] {
        // As they are sent: one behind the other.
        let bytes = encoded.blocks.flatMap(\.bytes)
        return try Prometheus_WriteRequest(serializedBytes: bytes).timeseries
    }

    @Test func `a series has sorted labels, its name, a value and milliseconds`() throws {
        let encoder = RemoteWriteEncoder(labels: [MetricLabel("Zone", "x"), MetricLabel("vrf", "never")])
        let polled = PolledSeries(
            device: "leaf1",
            request: .init(collection: "c", name: "r"),
            labels: [MetricLabel("device", "leaf1"), MetricLabel("vrf", "of the poll"), MetricLabel("site", "")],
            groups: [
                SampleGroup(Samples.gauge, [SampleRow([MetricLabel("vrf", "blå\n")], .unsigned(.max))]),
                SampleGroup(Samples.counter, [SampleRow([], .integer(7))]),
            ],
            date: Self.date
        )
        let series = try decoded(encoder.encode(polled, ended: [], most: 10))
        #expect(series.count == 2)
        #expect(series[0].labels.map(\.name) == ["Zone", "__name__", "device", "vrf"])
        #expect(series[0].labels.map(\.value) == ["x", "switch_arp_entries", "leaf1", "blå\n"])
        #expect(series[0].samples.map(\.value) == [18_446_744_073_709_551_616])
        #expect(series[0].samples.map(\.timestamp) == [1_795_000_000_123])
        #expect(series[1].labels.map(\.value) == ["x", "switch_in_bytes_total", "leaf1", "of the poll"])
    }

    @Test func `an end is the marker and no other NaN is`() throws {
        let ended = [PushSeries(name: "gone", labels: [MetricLabel("device", "leaf1")])]
        let signalling = Double(bitPattern: 0x7FF0_0000_0000_0002)
        let polled = Samples.polled(rows: ["a": signalling, "b": .nan, "c": .infinity], at: Self.date)
        let series = try decoded(RemoteWriteEncoder().encode(PolledSeries(polled), ended: ended, most: 10))
        #expect(series.map { $0.labels[0].value } == ["gone"] + Array(repeating: "switch_arp_entries", count: 3))
        #expect(
            series.map { $0.samples[0].value.bitPattern } == [
                0x7FF0_0000_0000_0002, 0x7FF8_0000_0000_0001, 0x7FF8_0000_0000_0001, Double.infinity.bitPattern,
            ]
        )
    }

    @Test func `samples come in blocks of a size`() throws {
        let rows = Dictionary(uniqueKeysWithValues: (0..<25).map { ("\($0)", Double($0)) })
        for encoder in [RemoteWriteEncoder(), InfluxEncoder()] as [any SampleEncoder] {
            let encoded = encoder.encode(PolledSeries(Samples.polled(rows: rows)), ended: [], most: 10)
            #expect(encoded.blocks.map(\.samples) == [10, 10, 5])
        }
    }

    @Test func `what is compressed is compressed in blocks`() {
        let bytes = Snappy.compress(Array(repeating: UInt8(ascii: "a"), count: 10_000))
        #expect(bytes.count < 1000)
        // The length in front, seven bits at a time: https://github.com/google/snappy/blob/main/format_description.txt
        #expect(bytes.prefix(2) == [0x90, 0x4E])
        #expect(Snappy.compress([]) == [0])
    }

    @Test func `a line has the metric, tags, a value and nanoseconds`() {
        let encoder = InfluxEncoder(labels: [MetricLabel("zone", "a b")])
        let polled = PolledSeries(
            device: "leaf1",
            request: .init(collection: "c", name: "r"),
            labels: [MetricLabel("device", "leaf1"), MetricLabel("site", "")],
            groups: [
                SampleGroup(Samples.gauge, [SampleRow([MetricLabel("vrf", "x,y=z\nw\\")], .integer(23))]),
                SampleGroup(Samples.counter, [SampleRow([], .integer(7)), SampleRow([], .real(.nan))]),
            ],
            date: Self.date
        )
        let encoded = encoder.encode(polled, ended: [], most: 10)
        #expect(encoded.unwritable == 1)
        #expect(
            String(decoding: encoded.blocks[0].bytes, as: UTF8.self) == #"""
                switch_arp_entries,device=leaf1,vrf=x\,y\=z\ w/,zone=a\ b value=23 1795000000123000000
                switch_in_bytes_total,device=leaf1,zone=a\ b value=7 1795000000123000000

                """#
        )
    }

    @Test(arguments: [
        (#"CORE\,A"#, #"CORE/\,A"#), (#"a\ b"#, #"a/\ b"#), (#"a\=b"#, #"a/\=b"#), (#"a\\b"#, #"a/\b"#),
        (#"a\\\ b\\"#, #"a///\ b//"#), ("a\\\nb", #"a/\ b"#), (#"a\b"#, #"a\b"#), (#"\"#, "/"), ("", ""),
    ])
    func `a backslash never stands where it would change what follows it`(text: String, written: String) {
        var line: [UInt8] = []
        InfluxEncoder.append(text, escaping: InfluxEncoder.tagSigns, to: &line)
        #expect(String(decoding: line, as: UTF8.self) == written)
    }

    @Test func `a field has one type, whatever its values are`() {
        let values: [MetricValue] = [.integer(5), .real(5.5), .unsigned(.max), .unsigned(3), .real(2)]
        let rows = values.enumerated().map { SampleRow([MetricLabel("row", "\($0)")], $1) }
        var polled = Samples.series(rows: [])
        polled.groups = [SampleGroup(Samples.counter, rows)]
        let encoded = InfluxEncoder().encode(polled, ended: [], most: 10)
        let lines = String(decoding: encoded.blocks[0].bytes, as: UTF8.self).split(separator: "\n")
        let written = lines.map { $0.split(separator: " ")[1] }
        #expect(written == ["value=5", "value=5.5", "value=18446744073709551615", "value=3", "value=2.0"])
    }

    @Test func `a block is parted in two that say the same together`() throws {
        let rows = Dictionary(uniqueKeysWithValues: (0..<7).map { ("a b\\=\($0)", Double($0)) })
        for encoder in [RemoteWriteEncoder(), InfluxEncoder()] as [any SampleEncoder] {
            let block = try #require(
                encoder.encode(PolledSeries(Samples.polled(rows: rows)), ended: [], most: 10).blocks.first
            )
            let halves = encoder.halves(of: block)
            #expect(halves.map(\.samples) == [3, 4])
            #expect(halves.flatMap(\.bytes) == block.bytes)
            let one = try #require(encoder.halves(of: halves[0]).first)
            #expect(one.samples == 1)
            #expect(encoder.halves(of: one).isEmpty)
        }
    }

    @Test(
        arguments: [
            (MetricValue.integer(-5), "-5"), (.integer(.max), "9223372036854775807"),
            (.unsigned(.max), "18446744073709551615"), (.real(0.1), "0.1"), (.real(1e300), "1e+300"), (.real(2), "2.0"),
            (.real(.nan), nil), (.real(.infinity), nil),
        ] as [(MetricValue, String?)]
    )
    func `a value is written exactly, and never as an integer of InfluxDB`(value: MetricValue, text: String?) {
        #expect(InfluxEncoder.text(of: value) == text)
    }
}
