import Foundation
import TrawlCore
import TrawlSimulator

extension FaultSection {
    /// Statuses that are not 200.
    static let status = FaultSection(name: "status and retry") {
        let enabled = ["is the API enabled"]
        let atLeastASecond: ClosedRange<Duration> = .milliseconds(950) ... .seconds(10)
        return [
            FaultCase(48, "400", .status(400), .httpStatus).with(\.says, ["HTTP 400"] + enabled),
            FaultCase(48, "404", .status(404), .apiNotFound).with(\.says, ["HTTP 404"] + enabled),
            FaultCase(48, "405", .status(405), .httpStatus).with(\.says, ["HTTP 405"] + enabled),
            FaultCase(49, "500", .status(500), .httpServerError).triedAgain.with(\.says, ["HTTP 500"]),
            FaultCase(50, "500 once", .status(500, times: 1), .ok).with(\.attempts, 2),
            FaultCase(51, "502", .status(502), .httpServerError).triedAgain,
            FaultCase(51, "504", .status(504), .httpServerError).triedAgain,
            FaultCase(51, "599", .status(599), .httpServerError).triedAgain,
            FaultCase(52, "503 twice", .status(503, times: 2), .ok).triedAgain,
            FaultCase(52, "503 for longer than tries last", .status(503), .httpServerError).triedAgain,
            FaultCase(53, "429 for a second", .status(429, retryAfter: "1", times: 1), .ok)
                .with(\.attempts, 2).with(\.gaps, .seconds(1) ... .seconds(10)),
            FaultCase(53, "503 for a second", .status(503, retryAfter: "1", times: 1), .ok)
                .with(\.attempts, 2).with(\.gaps, .seconds(1) ... .seconds(10)),
            // A date has whole seconds, and some pass before it is asked.
            FaultCase(53, "429 until a date", .status(429, retryAfter: date(in: 4), times: 1), .ok)
                .with(\.attempts, 2).with(\.gaps, .milliseconds(500) ... .seconds(10)),
            FaultCase(54, "429 for a day", .status(429, retryAfter: "86400"), .throttled)
                .with(\.takes, .zero ... .milliseconds(1500)),
            FaultCase(54, "429 for ages", .status(429, retryAfter: "99999999999999999999"), .throttled)
                .with(\.takes, .zero ... .milliseconds(1500)),
            FaultCase(55, "429 and no more", .status(429, times: 1), .ok)
                .with(\.attempts, 2).with(\.gaps, atLeastASecond),
            FaultCase(55, "429 soon", .status(429, retryAfter: "soon", times: 1), .ok)
                .with(\.attempts, 2).with(\.gaps, atLeastASecond),
            FaultCase(55, "429 for less than no time", .status(429, retryAfter: "-5", times: 1), .ok)
                .with(\.attempts, 2).with(\.gaps, atLeastASecond),
            FaultCase(57, "204", .status(204), .httpStatus),
            FaultCase(57, "206", .status(206), .httpStatus),
            FaultCase(57, "304", .status(304), .httpStatus),
            FaultCase(58, "a page with 200", .garbage, .notJSON).with(\.says, ["Welcome to the switch!"]),
            FaultCase(
                58,
                "a page with escapes",
                .body("\u{1b}[2Jno JSON \u{7} at all" + String(repeating: "x", count: 500)),
                .notJSON
            )
            .with(\.lacks, [String(repeating: "x", count: 200)]),
        ]
    }

    /// Redirects, none of which is followed.
    static let redirects = FaultSection(name: "redirects") {
        [
            // The first good device: whatever arrived there would be counted.
            FaultCase(
                59,
                "to another host",
                .redirect(to: "https://operator:hunter3@127.1.0.1/login?a=b"),
                .redirectRefused
            )
            .with(\.says, ["https://127.1.0.1/login"]).with(\.lacks, ["hunter3"]),
            FaultCase(59, "301", .raw(moved(301)), .redirectRefused),
            FaultCase(59, "303", .raw(moved(303)), .redirectRefused),
            FaultCase(59, "307", .raw(moved(307)), .redirectRefused),
            FaultCase(59, "308", .raw(moved(308)), .redirectRefused),
            FaultCase(59, "nowhere", .raw("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), .redirectRefused)
                .with(\.says, ["no Location"]),
            FaultCase(60, "to another port", .redirect(to: "https://127.1.0.1:1/command-api"), .redirectRefused)
                .with(\.says, [":1/command-api"]),
            FaultCase(61, "to itself", .redirect(to: "/command-api"), .redirectRefused),
            FaultCase(61, "to a file", .redirect(to: "file:///etc/passwd"), .redirectRefused).with(\.lacks, ["root:"]),
            FaultCase(61, "to gopher", .redirect(to: "gopher://127.1.0.1:1/x"), .redirectRefused),
        ].map { $0.with(\.connections, 1...1) }
    }

    private static func moved(_ status: Int) -> String {
        "HTTP/1.1 \(status) Moved\r\nLocation: https://127.1.0.1/\r\nContent-Length: 0\r\n\r\n"
    }

    /// A moment as HTTP writes it.
    private static func date(in seconds: Int64) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date().addingTimeInterval(Double(seconds)))
    }
}
