import FoundationEssentials
import Testing
import TrawlCore
import TrawlServer

@testable import TrawlExporter

struct StatusPageTests {
    private static let report: StatusReport = {
        var report = StatusReport(
            version: "0.1.0",
            started: Date(timeIntervalSince1970: 1_790_000_000),
            date: Date(timeIntervalSince1970: 1_790_093_784)
        )
        report.collections = [.init(name: "fabric-health", interval: .seconds(60), devices: 500, requests: 5)]
        report.devices = .init(total: 500, up: 460, failing: 30, resting: 8)
        report.failures = [.init(errorClass: "timeout", count: 20), .init(errorClass: "transport", count: 10)]
        report.failing = [
            .init(device: "leaf1", collection: "fabric-health", reason: "timeout / request-timeout", message: "a & b")
        ]
        report.slowest = [.init(device: "leaf2", collection: "fabric-health", time: .milliseconds(1234))]
        report.next = [.init(device: "leaf3", collection: "fabric-health", time: .milliseconds(42))]
        report.outputs = [.init(name: "remote-write:p:9090", queued: 12, dropped: 3, problem: nil)]
        return report
    }()

    @Test
    func `the page says how things are`() {
        let page = StatusPage.html(Self.report)
        for text in [
            "version 0.1.0, up since 2026-09-21 14:13:20 UTC (1 d 2 h)", "<b>500</b>devices", "<b>460</b>up",
            "<b class=bad>30</b>failing", "<b>8</b>resting", "<b>2</b>not polled yet",
            "<td>fabric-health<td class=n>1 min",
            "<td>timeout<td class=n>20", "<td>leaf2<td>fabric-health<td class=n>1.2 s", "<td class=n>42 ms",
            "remote-write:p:9090<td class=n>12<td class=n>3<td>–", "a &amp; b",
        ] {
            #expect(page.contains(text), "\(text)")
        }
    }

    @Test
    func `a page with nothing to tell is short`() {
        let page = StatusPage.html(StatusReport(version: "1", started: Date(), date: Date()))
        #expect(!page.contains("<h2>Failures"))
        #expect(!page.contains("<table"))
    }

    @Test
    func `nothing that a device or a file says is markup`() {
        let evil = "<script>alert('x')</script>\"&\u{202E}\u{0}\n"
        var report = StatusReport(version: evil, started: Date(), date: Date())
        report.collections = [.init(name: evil, interval: .seconds(1), devices: 1, requests: 1)]
        report.failures = [.init(errorClass: evil, count: 1)]
        report.failing = [.init(device: evil, collection: evil, reason: evil, message: evil)]
        report.slowest = [.init(device: evil, collection: evil, time: .zero)]
        report.next = report.slowest
        report.outputs = [.init(name: evil, queued: 1, dropped: 1, problem: evil)]
        report.reload = .init(date: Date(), problem: evil)
        let page = StatusPage.html(report)
        #expect(!page.contains("<script"))
        #expect(!page.contains("alert('"))
        #expect(!page.unicodeScalars.contains("\u{202E}"))
        #expect(!page.unicodeScalars.contains("\u{0}"))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"))
    }

    @Test
    func `the page needs nothing from elsewhere`() {
        let page = StatusPage.html(Self.report)
        #expect(
            !page.contains("<script") && !page.contains("src=") && !page.contains("@import") && !page.contains("url(")
        )
        #expect(!page.contains("http"))
        let headers = StatusPage.response(Self.report).headers
        #expect(headers.contains { $0.name == "Content-Security-Policy" && $0.value.hasPrefix("default-src 'none'") })
    }
}
