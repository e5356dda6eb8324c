import TrawlCore
import TrawlSimulator

extension FaultSection {
    /// Devices that turn a user away; each in an AAA domain of its own, as rejections in a row stop a user.
    static let login = FaultSection(name: "authentication") {
        let schemes = ["NTLM", "Negotiate", "Digest realm=\"a\", nonce=\"b\"", "Basic realm=\"a\""]
        let fields = schemes.map { "WWW-Authenticate: \($0)\r\n" }.joined()
        return [
            FaultCase(62, "401", .rejectLogin, .loginRejected),
            FaultCase(
                67,
                "401 with other schemes",
                .raw("HTTP/1.1 401 Unauthorized\r\n\(fields)Content-Length: 0\r\n\r\n"),
                .loginRejected
            ),
            FaultCase(68, "403", .status(403), .notAllowed).with(\.says, ["role"]),
            FaultCase(
                69,
                "407",
                .raw(
                    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"
                ),
                .httpStatus
            ).with(\.says, ["HTTP 407"]),
        ].enumerated().map { index, fault in
            fault.with(\.settings, ["labels": "{ aaa: domain\(index) }"])
        }
    }
}
