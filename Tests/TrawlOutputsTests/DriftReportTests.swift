import FoundationEssentials
import Testing
import TrawlCore
import TrawlJSON

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct DriftReportTests {
    private struct Row: Encodable, Sendable {
        var name: String
        var mtu: Int?
        var speed: Int?
    }

    private struct Facts: Encodable, Sendable {
        var version: String?
    }

    private func outcome(
        _ device: String,
        _ request: String,
        _ model: (any Encodable & Sendable)?,
        _ error: DeviceError? = nil
    ) -> Outcome {
        Outcome(
            run: "r",
            collection: "drift",
            request: request,
            device: Device(name: device, address: "192.0.2.1", dialect: .nxapi),
            started: Date(timeIntervalSince1970: 0),
            attempts: 1,
            model: model,
            error: error
        )
    }

    private func misfit(_ device: String) -> DeviceError {
        DeviceError(
            .wrongShape,
            device: device,
            operation: "show x",
            detail: "x.mtu: expected a number, found \u{1B}[1m"
        )
    }

    @Test func `a field that one release lacks is told, and where it is`() {
        var report = DriftReport(releaseRequest: "facts")
        // The order in which outcomes come says nothing.
        report.add(outcome("a", "ports", [Row(name: "1", mtu: 9214)]))
        report.add(outcome("a", "facts", Facts(version: "9.3")))
        report.add(outcome("b", "facts", Facts(version: "10.1")))
        report.add(outcome("b", "ports", [Row(name: "1", mtu: 9214, speed: 1), Row(name: "2")]))
        report.add(outcome("c", "facts", Facts(version: "10.1")))
        report.add(outcome("c", "ports", [Row(name: "1", speed: 1)]))
        report.finish()
        #expect(
            report.lines == [
                "ports on nxapi 10.1 (2 devices, 3 rows)", "  only here: speed",
                "ports on nxapi 9.3 (1 device, 1 rows)", "  missing: speed",
            ]
        )
        #expect(!report.isEmpty)
    }

    @Test func `what does not fit is told once, with its devices`() {
        var report = DriftReport(releaseRequest: "facts")
        for number in 1...7 {
            let device = "d\(number)"
            report.add(outcome(device, "facts", Facts(version: "9.3")))
            var error = misfit(device)
            error.device = device
            report.add(outcome(device, "ports", [Row(name: "1", mtu: 1)], error))
        }
        report.finish()
        #expect(
            report.lines == [
                "ports on nxapi 9.3 (7 devices, 7 rows)",
                #"  does not fit: show x: x.mtu: expected a number, found \x1b[1m: d1, d2, d3, d4, d5, … and 2 more"#,
            ]
        )
    }

    @Test func `devices that are down, skipped or silent about their release make no drift`() throws {
        var report = DriftReport(releaseRequest: "facts")
        let down = DeviceError(.connectTimeout, device: "a", operation: "", detail: "down")
        report.add(outcome("a", "facts", nil, down))
        report.add(outcome("a", "ports", nil, down))
        let skipped = DeviceError(.noSpelling, device: "b", operation: "", detail: "none")
        report.add(outcome("b", "ports", nil, skipped))
        report.add(outcome("c", "ports", [Row(name: "1")]))
        report.finish()
        #expect(report.isEmpty)
        #expect(report.lines == [])
        let records = try report.records.map { try JSONSlice(parsing: $0) }
        #expect(records.count == 1)
        #expect(records[0]["release"]?.string == "release unknown")
        #expect(records[0]["devices"]?.int == 1)
        #expect(records[0]["missing"]?.count == 0)
    }

    @Test func `an empty table says nothing about fields`() {
        var report = DriftReport(releaseRequest: "facts")
        report.add(outcome("a", "facts", Facts(version: "1")))
        report.add(outcome("a", "ports", [Row]()))
        report.add(outcome("b", "facts", Facts(version: "2")))
        report.add(outcome("b", "ports", [Row(name: "1", mtu: 1)]))
        report.finish()
        #expect(report.isEmpty)
    }
}
