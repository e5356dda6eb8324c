import FoundationEssentials
import TrawlCore
import TrawlServer

/// The status page: plain HTML that is readable on a phone, without scripts and without anything from elsewhere.
enum StatusPage {
    /// The page as an answer.
    static func response(_ report: StatusReport) -> WebResponse {
        var response = WebResponse(contentType: "text/html; charset=utf-8", text: html(report))
        response.headers += [
            HTTPField("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"),
            HTTPField("X-Frame-Options", "DENY"), HTTPField("Referrer-Policy", "no-referrer"),
        ]
        return response
    }

    /// The page.
    static func html(_ report: StatusReport) -> String {
        var page = HTMLText()
        page.markup(
            """
            <!doctype html>
            <html lang=en><head><meta charset=utf-8><title>Trawl</title>
            <meta name=viewport content="width=device-width, initial-scale=1">
            <style>
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
            body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
            h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
            p { margin: .3rem 0; } .dim { opacity: .7; } .bad { font-weight: bold; color: #c22; }
            ul.sums { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; }
            ul.sums li { border: 1px solid #8888; border-radius: .4rem; padding: .4rem .8rem; min-width: 5rem; }
            ul.sums b { display: block; font-size: 1.5rem; }
            .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
            th { font-weight: 600; } .n { text-align: right; font-variant-numeric: tabular-nums; }
            td { overflow-wrap: anywhere; } nav a { margin-right: 1rem; }
            </style></head><body>
            <h1>Trawl</h1>
            <p class=dim>version
            """
        )
        head(report, on: &page)
        sums(report.devices, on: &page)
        tables(report, on: &page)
        page.markup(
            """
            <h2>Pages</h2>
            <nav><a href="/metrics">/metrics</a> <a href="/targets">/targets</a> <a href="/-/ready">/-/ready</a></nav>
            </body></html>

            """
        )
        return page.text
    }

    private static func head(_ report: StatusReport, on page: inout HTMLText) {
        page.plain(
            " \(report.version), up since \(time(report.started)) (\(span(report.date.timeIntervalSince(report.started)))), now \(time(report.date))"
        )
        page.markup("</p>\n")
        guard let reload = report.reload else { return }
        if let problem = reload.problem {
            page.markup("<p class=bad>")
            page.plain("The configuration could not be read again at \(time(reload.date)); the one before it goes on.")
            page.markup("</p>\n<pre class=scroll>")
            for line in problem.split(separator: "\n", omittingEmptySubsequences: false) {
                page.plain(String(line))
                page.markup("\n")
            }
            page.markup("</pre>\n")
        } else {
            page.markup("<p class=dim>")
            page.plain("The configuration is that of \(time(reload.date)).")
            page.markup("</p>\n")
        }
    }

    private static func sums(_ devices: StatusReport.Devices, on page: inout HTMLText) {
        let waiting = max(0, devices.total - devices.up - devices.failing - devices.resting)
        let sums = [
            ("devices", devices.total), ("up", devices.up), ("failing", devices.failing), ("resting", devices.resting),
            ("not polled yet", waiting),
        ]
        page.markup("<ul class=sums>")
        for (name, count) in sums where count > 0 || name != "not polled yet" {
            if name == "failing" && count > 0 { page.markup("<li><b class=bad>") } else { page.markup("<li><b>") }
            page.plain("\(count)")
            page.markup("</b>")
            page.plain(name)
            page.markup("</li>")
        }
        page.markup("</ul>\n")
    }

    private static func tables(_ report: StatusReport, on page: inout HTMLText) {
        table(
            "Collections",
            ["collection", "every", "devices", "requests"],
            numbers: [1, 2, 3],
            report.collections.map { [$0.name, span($0.interval), "\($0.devices)", "\($0.requests)"] },
            on: &page
        )
        table(
            "Failures",
            ["class", "devices"],
            numbers: [1],
            report.failures.map { [$0.errorClass, "\($0.count)"] },
            on: &page
        )
        table(
            "Failing devices",
            ["device", "collection", "reason", "said"],
            report.failing.map { [$0.device, $0.collection, $0.reason, $0.message] },
            on: &page
        )
        table(
            "Slowest polls",
            ["device", "collection", "took"],
            numbers: [2],
            report.slowest.map { [$0.device, $0.collection, span($0.time)] },
            on: &page
        )
        table(
            "Next polls",
            ["device", "collection", "in"],
            numbers: [2],
            report.next.map { [$0.device, $0.collection, span($0.time)] },
            on: &page
        )
        table(
            "Outputs",
            ["output", "queued", "dropped", "problem"],
            numbers: [1, 2],
            report.outputs.map { [$0.name, "\($0.queued)", "\($0.dropped)", $0.problem ?? "–"] },
            on: &page
        )
    }

    /// A table under a heading; nothing where there are no rows.
    private static func table(
        _ title: String,
        _ heads: [String],
        numbers: Set<Int> = [],
        _ rows: [[String]],
        on page: inout HTMLText
    ) {
        guard !rows.isEmpty else { return }
        page.markup("<h2>")
        page.plain(title)
        page.markup("</h2>\n")
        page.table(heads, numbers: numbers, rows: rows)
    }

    private static func time(_ date: Date) -> String {
        let text = date.formatted(.iso8601)
        return text.hasSuffix("Z") ? text.dropLast().replacing("T", with: " ") + " UTC" : text
    }

    private static func span(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return span(Double(seconds) + Double(attoseconds) / 1e18)
    }

    /// A time as a person says it, in two units at most.
    private static func span(_ seconds: Double) -> String {
        switch seconds {
        case ..<0: return "0 s"
        case ..<1: return "\(Int((seconds * 1000).rounded())) ms"
        case ..<60:
            let tenths = Int((seconds * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
        default:
            let units = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
            var (rest, parts) = (Int(clamping: Int64(min(seconds, 1e15))), [String]())
            for (unit, size) in units {
                if rest >= size { parts.append("\(rest / size) \(unit)") }
                rest %= size
            }
            return parts.prefix(2).joined(separator: " ")
        }
    }
}
