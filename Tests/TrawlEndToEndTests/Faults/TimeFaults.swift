import TrawlCore
import TrawlSimulator

extension FaultSection {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    /// Devices that are slow, and devices that never come to an end; a try lasts a second at most.
    static let time = FaultSection(
        name: "time",
        limits: ["timeout: { connect: 1s, request: 1200ms }", "retries: { attempts: 2, backoff: 10ms..40ms }"]
    ) {
        let late = Duration.milliseconds(1190)...Duration.milliseconds(2500)
        return [
            FaultCase(11, "no answer", .silent, .requestTimeout).with(\.attempts, 2).with(\.takes, late),
            FaultCase(
                12,
                "a header line every 50 ms",
                .raw(head, repeated: "X-Filler: a\r\n", times: 100_000, every: .milliseconds(50)),
                .requestTimeout
            ).with(\.attempts, 2).with(\.takes, late),
            FaultCase(13, "a byte of the body every 50 ms", .drip(bytes: 1, every: .milliseconds(50)), .requestTimeout)
                .with(\.attempts, 2).with(\.takes, late),
            FaultCase(
                14,
                "a chunk every millisecond",
                .raw(
                    head + "Transfer-Encoding: chunked\r\n\r\n",
                    repeated: "4\r\n    \r\n",
                    times: 1_000_000,
                    every: .milliseconds(1)
                ),
                .requestTimeout
            ).with(\.attempts, 2).with(\.takes, late),
            FaultCase(
                15,
                "`100 Continue` every 20 ms",
                .raw("", repeated: "HTTP/1.1 100 Continue\r\n\r\n", times: 100_000, every: .milliseconds(20)),
                .requestTimeout
            ).with(\.attempts, 2).with(\.takes, late),
            FaultCase(16, "the first answer too late", .first(1, .slow(.milliseconds(1700))), .ok)
                .with(\.attempts, 2).with(\.connections, 2...2),
            FaultCase(17, "slow, but in time", .slow(.milliseconds(300)), .ok)
                .with(\.takes, .milliseconds(300)...Duration.milliseconds(1200)),
            FaultCase(19, "not a byte of the TLS handshake", .tlsStall, .handshakeTimeout)
                .with(\.attempts, 2).with(\.takes, .milliseconds(990)...Duration.milliseconds(2500)).with(
                    \.requests,
                    0...0
                )
                .with(\.connections, 2...2),
            FaultCase(20, "a handshake that begins late", .slowHandshake(.milliseconds(500)), .ok)
                .with(\.takes, .milliseconds(500)...Duration.milliseconds(1200)),
            FaultCase(20, "one that begins too late", .slowHandshake(.milliseconds(1500)), .handshakeTimeout)
                .with(\.attempts, 2).with(\.takes, .milliseconds(990)...Duration.milliseconds(2500)).with(
                    \.requests,
                    0...0
                ),
        ]
    }
}
