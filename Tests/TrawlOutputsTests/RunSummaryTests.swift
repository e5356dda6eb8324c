import Testing
import TrawlCore

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct RunSummaryTests {
    private func summary(_ outcomes: [Outcome]) -> RunSummary {
        var summary = RunSummary()
        for outcome in outcomes { summary.add(outcome) }
        return summary
    }

    @Test func `failures are grouped by cause, the largest group first`() {
        var outcomes = (1...12).map { makeOutcome(makeDevice("leaf\($0)"), error: expired("leaf\($0)")) }
        outcomes += [makeOutcome(makeDevice("spine1"), error: makeError(device: "spine1"))]
        outcomes += (1...35).map { makeOutcome(makeDevice("ok\($0)")) }
        let lines = summary(outcomes).lines(elapsed: .milliseconds(1300))
        #expect(lines[0] == "48 devices, 35 ok, 13 failed, 1.3 s")
        let names = "leaf1, leaf2, leaf3, leaf4, leaf5, leaf6, leaf7, leaf8, … and 4 more"
        #expect(lines[1] == "12 devices: tls / certificate-expired: \(names)")
        #expect(lines[2] == "  leaf1: show ip arp: notAfter=yesterday")
        #expect(lines[3] == "  hint: renew it")
        #expect(lines[4] == "1 device: unreachable / connection-refused: spine1")
    }

    private func expired(_ device: String) -> DeviceError {
        DeviceError(
            .certificateExpired,
            device: device,
            operation: "show ip arp",
            detail: "notAfter=yesterday",
            hint: "renew it"
        )
    }

    @Test func `a device with several failures is one device`() {
        let outcomes = ["x", "y", "z"].map { makeOutcome(request: $0, error: $0 == "z" ? nil : makeError()) }
        let summary = summary(outcomes)
        #expect(summary.failedDevices == 1)
        #expect(summary.okDevices == 0)
        #expect(summary.failedOutcomes == 2)
        let lines = summary.lines(elapsed: .seconds(125))
        #expect(lines[0] == "1 device, 0 ok, 1 failed, 3 outcomes, 2 of them failed, 2m 5s")
        #expect(lines[1] == "1 device: unreachable / connection-refused: leaf1")
    }

    @Test func `skipped ones are counted and no failures`() {
        let outcomes = [makeOutcome(makeDevice("a"), error: makeError(.noSpelling)), makeOutcome(makeDevice("b"))]
        let summary = summary(outcomes)
        #expect(summary.lines(elapsed: .milliseconds(51))[0] == "2 devices, 1 ok, 1 skipped, 51 ms")
        #expect(summary.failedDevices == 0)
    }

    @Test func `the slowest devices and the spread are told`() {
        let outcomes = (1...100).map { makeOutcome(makeDevice("leaf\($0)"), total: .milliseconds($0 * 10)) }
        let lines = summary(outcomes).lines(elapsed: .seconds(1))
        #expect(lines[1].wholeMatch(of: /times: p50 5[0-9]{2} ms, p95 (9[5-9][0-9] ms|1\.0 s), p99 1\.[01] s/) != nil)
        #expect(lines[2] == "slowest: leaf100 1.0 s, leaf99 990 ms, leaf98 980 ms, leaf97 970 ms, leaf96 960 ms")
    }

    @Test func `a device that was never connected to has no time`() {
        var summary = RunSummary()
        summary.add(makeOutcome(makeDevice("good"), total: .milliseconds(50)))
        for name in ["refused1", "refused2", "refused3"] {
            let error = DeviceError(.connectionRefused, device: name, operation: "", detail: "refused")
            var outcome = makeOutcome(makeDevice(name), error: error)
            outcome.timing = Timing(total: .microseconds(30))
            summary.add(outcome)
        }
        let lines = summary.lines(elapsed: .seconds(1))
        #expect(lines.last?.hasPrefix("times: p50 5") == true, "\(lines)")
    }

    @Test func `devices that were not verified are named`() {
        let outcomes = [makeOutcome(makeDevice("lab1", verify: false)), makeOutcome()]
        #expect(summary(outcomes).lines(elapsed: .zero).last == "1 device not verified (`tls.verify: false`): lab1")
    }

    @Test func `device text in a summary is escaped`() {
        var error = makeError()
        error.detail = "evil\u{1B}[2J\nline\u{202E}"
        error.hint = "hint\u{9B}"
        let lines = summary([makeOutcome(makeDevice("leaf\u{1B}"), error: error)]).lines(elapsed: .zero)
        #expect(lines.allSatisfy { !$0.unicodeScalars.contains(where: TerminalText.isDangerous) })
    }

    @Test func `a run without outcomes has a total`() {
        #expect(RunSummary().lines(elapsed: .zero) == ["0 devices, 0 ok, 0.0 ms"])
    }
}

@Suite(.timeLimit(.minutes(1)))
struct LatencyHistogramTests {
    @Test(arguments: [0, 1, 7, 8, 15, 16, 17, 51_300, 1_000_000, 3_600_000_000])
    func `a quantile is off by an eighth at most`(microseconds: Int) throws {
        var histogram = LatencyHistogram()
        histogram.add(.microseconds(microseconds))
        let found = try #require(histogram.quantile(0.5))
        #expect(found >= .microseconds(microseconds))
        #expect(found <= .microseconds(microseconds + microseconds / 8))
    }

    @Test func `quantiles are ranks`() {
        var histogram = LatencyHistogram()
        for _ in 0..<98 { histogram.add(.microseconds(1)) }
        for _ in 0..<2 { histogram.add(.microseconds(7)) }
        #expect(histogram.quantile(0.5) == .microseconds(1))
        #expect(histogram.quantile(0.98) == .microseconds(1))
        #expect(histogram.quantile(0.99) == .microseconds(7))
        #expect(LatencyHistogram().quantile(0.5) == nil)
    }

    @Test func `no duration is out of range`() {
        var histogram = LatencyHistogram()
        histogram.add(.seconds(-5))
        histogram.add(.seconds(Int64.max))
        #expect(histogram.quantile(0.5) == .zero)
        #expect(histogram.total == 2)
    }
}

@Suite(.timeLimit(.minutes(1)))
struct ProgressLineTests {
    private let line = ProgressLine(done: 1234, total: 28_000, inFlight: 256, failed: 3, elapsed: .seconds(10))

    @Test(arguments: [
        (80, "1234/28000 devices, 3 failed, 3m 37s left, 123/s, 256 in flight"),
        (60, "1234/28000 devices, 3 failed, 3m 37s left, 123/s"), (30, "1234/28000 devices, 3 failed"),
        (20, "1234/28000 devices"), (5, "1234…"),
    ])
    func `what matters least goes first`(width: Int, expected: String) {
        #expect(line.text(width: width) == expected)
    }

    @Test func `before anything is done there is no rate`() {
        let line = ProgressLine(done: 0, total: 5, inFlight: 5, failed: 0, elapsed: .seconds(9))
        #expect(line.text(width: 80) == "0/5 devices, 5 in flight")
    }

    @Test func `what is left is a guess, in whole seconds`() {
        let line = ProgressLine(done: 1, total: 5, inFlight: 4, failed: 0, elapsed: .milliseconds(3990))
        #expect(line.text(width: 30) == "1/5 devices, 16 s left, 0.3/s")
    }

    @Test func `at the end nothing is left`() {
        let line = ProgressLine(done: 5, total: 5, inFlight: 0, failed: 0, elapsed: .seconds(10))
        #expect(line.text(width: 80) == "5/5 devices, 0.5/s, 0 in flight")
    }

    @Test(arguments: [
        (Duration.microseconds(400), "0.4 ms"), (.milliseconds(51), "51 ms"), (.microseconds(9960), "10 ms"),
        (.microseconds(999_600), "1.0 s"), (.seconds(59), "59.0 s"), (.milliseconds(59_990), "1m 0s"),
        (.seconds(12_000), "3h 20m"), (.seconds(-1), "0.0 ms"),
    ])
    func `durations are short`(duration: Duration, expected: String) {
        #expect(DurationText.short(duration) == expected)
    }
}
