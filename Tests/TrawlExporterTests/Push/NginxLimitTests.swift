import Foundation
import TestSupport
import Testing
import TrawlCollections
import TrawlCore
import TrawlServer

@testable import TrawlExporter

@Suite(.timeLimit(.minutes(1)), .enabled(if: InstalledProgram.path(of: "nginx") != nil, "nginx is not installed"))
struct NginxLimitTests {
    @Test func `behind an nginx that bounds bodies nothing is lost`() async throws {
        let receiver = HostileReceiver()
        try await receiver.listen { definition in
            try await Sandbox.with { sandbox in
                // Nobody hands out a free port to a program that wants a number.
                let address = "127.205.\(Int.random(in: 1...254)).\(Int.random(in: 1...254))"
                let port = Int.random(in: 20_000...29_999)
                let configuration = """
                    daemon off; master_process off; pid nginx.pid; events {}
                    http {
                        access_log off; client_max_body_size 8k;
                        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                        uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                        server { listen \(address):\(port); location / { proxy_pass http://127.0.0.1:\(definition.url.port); } }
                    }
                    """
                try sandbox.write(configuration, to: "nginx.conf")
                let path = InstalledProgram.path(of: "nginx") ?? "nginx"
                let command = [path, "-p", sandbox.directory, "-c", "nginx.conf", "-e", "nginx.log"]
                let result = try await sandbox.run(command, timeout: .seconds(50)) { program in
                    // Written when it listens.
                    try await eventually {
                        FileManager.default.fileExists(atPath: sandbox.path("nginx.pid")) || !program.isRunning
                    }
                    let url = ReceiverURL(scheme: .http, host: address, port: port, path: "/write")
                    var limited = PushDefinition(url: url)
                    limited.flush = .milliseconds(20)
                    try await withOutput(.influx(limited)) { output in
                        // Far beyond what travels before the answer comes.
                        let long = String(repeating: "x", count: 1000)
                        let rows = Dictionary(uniqueKeysWithValues: (0..<600).map { ("\(long)\($0)", Double($0)) })
                        for number in 1...2 { output.offer(Samples.polled("leaf\(number)", rows: rows)) }
                        // Not even the least part of these fits.
                        try await eventually { output.number("samples_dropped_total", reason: "refused") == 1200 }
                        let short = Dictionary(uniqueKeysWithValues: (0..<600).map { ("\($0)", Double($0)) })
                        for number in 3...4 { output.offer(Samples.polled("leaf\(number)", rows: short)) }
                        try await eventually { output.number("samples_sent_total") == 1200 }
                        #expect(output.number("samples_dropped_total", reason: "refused") == 1200)
                        #expect((output.number("failures_total", reason: "http-413") ?? 0) > 3)
                    }
                    program.send(SIGTERM)
                }
                #expect(result.status == 0, "\(result.stderr)")
            }
        }
    }
}
