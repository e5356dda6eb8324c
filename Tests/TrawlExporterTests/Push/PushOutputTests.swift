import Foundation
import TestSupport
import Testing
import TrawlCollections
import TrawlCore
import TrawlMetrics
import TrawlServer

@testable import TrawlExporter

@Suite(.timeLimit(.minutes(2)))
struct PushOutputTests {
    @Test func `a request says what it is, and who asks`() async throws {
        let receiver = HostileReceiver()
        try await receiver.listen { definition in
            var definition = definition
            definition.headers = [HTTPField("X-Scope-OrgID", "lab")]
            definition.token = .environment("TOKEN")
            let outputs = try ExporterOutputs.make([
                ResolvedOutput(OutputDefinition(.remoteWrite(definition)), token: Secret("t0ken"))
            ])
            outputs[0].offer(Samples.polled())
            await outputs[0].finish(within: .seconds(10))
            let request = try #require(receiver.requests.first)
            #expect(request.method == "POST")
            #expect(request.target == "/api/v1/write")
            #expect(request.header("Content-Type") == "application/x-protobuf")
            #expect(request.header("Content-Encoding") == "snappy")
            #expect(request.header("X-Prometheus-Remote-Write-Version") == "0.1.0")
            #expect(request.header("User-Agent") == "trawl")
            #expect(request.header("Authorization") == "Bearer t0ken")
            #expect(request.header("X-Scope-OrgID") == "lab")
            #expect(outputs[0].number("samples_sent_total") == 1)
        }
    }

    @Test func `a user and a password are sent as Basic`() async throws {
        let receiver = HostileReceiver()
        try await receiver.listen { definition in
            var definition = definition
            definition.username = "trawl"
            let output = ResolvedOutput(OutputDefinition(.influx(definition)), password: Secret("secret"))
            let outputs = try ExporterOutputs.make([output])
            outputs[0].offer(Samples.polled())
            await outputs[0].finish(within: .seconds(10))
            let request = try #require(receiver.requests.first)
            #expect(request.header("Authorization") == "Basic dHJhd2w6c2VjcmV0")
            #expect(String(decoding: request.body, as: UTF8.self).hasPrefix("switch_arp_entries,device=leaf1,vrf="))
        }
    }

    @Test func `a token that the receiver repeats is in no log`() async throws {
        let receiver = HostileReceiver()
        receiver.answer([ServerResponse(status: 401, contentType: "text/plain", text: "denied: top-secret-token")])
        let log = LogLines()
        try await receiver.listen { definition in
            let output = ResolvedOutput(
                OutputDefinition(.remoteWrite(definition)),
                token: Secret("top-secret-token")
            )
            let outputs = try ExporterOutputs.make([output], logger: log.logger)
            outputs[0].offer(Samples.polled())
            await outputs[0].finish(within: .seconds(10))
            #expect(receiver.requests.first?.header("Authorization") == "Bearer top-secret-token")
        }
        #expect(log.all.contains { $0.contains("HTTP status 401: denied: <redacted>") }, "\(log.all)")
        #expect(!log.all.contains { $0.contains("top-secret-token") })
    }

    @Test func `what fails for now is sent again, in order, and nothing twice`() async throws {
        let receiver = HostileReceiver()
        receiver.answer([
            ServerResponse(status: 500), ServerResponse(status: 429), ServerResponse(delivery: .disconnect),
            ServerResponse(delivery: .reset),
        ])
        let log = LogLines()
        try await receiver.listen { definition in
            try await withOutput(.influx(definition), log: log) { output in
                for number in 1...3 { output.offer(Samples.polled("leaf\(number)")) }
                try await eventually { output.number("samples_sent_total") == 3 }
                #expect(output.number("samples_dropped_total", reason: "refused") == 0)
                #expect(output.number("failures_total", reason: "http-500") == 1)
                #expect(output.number("failures_total", reason: "http-429") == 1)
                #expect(output.number("queue_samples") == 0)
                #expect((output.number("last_success_timestamp_seconds") ?? 0) > 1_700_000_000)
            }
            let bodies = receiver.requests.map(\.body)
            #expect(bodies[..<5].allSatisfy { $0 == bodies[0] })
        }
        #expect(log.all.filter { $0.contains("samples wait") }.count == 1, "\(log.all)")
        #expect(log.all.filter { $0.contains("takes samples again") }.count == 1)
    }

    @Test(arguments: [400, 401, 404, 302])
    func `what is refused is dropped at once, counted, and told once`(status: Int) async throws {
        let receiver = HostileReceiver()
        var refusal = ServerResponse(status: status, contentType: "text/plain", text: "out of order sample\nmore")
        if status == 302 { refusal.headers.append(HTTPField("Location", "https://elsewhere.example.net/")) }
        receiver.answer([refusal, refusal])
        let log = LogLines()
        try await receiver.listen { definition in
            try await withOutput(.remoteWrite(definition), log: log) { output in
                for number in 1...3 {
                    output.offer(Samples.polled("leaf\(number)", rows: ["a": 1, "b": 2]))
                    try await eventually { receiver.requests.count == number }
                }
                try await eventually { output.number("samples_sent_total") == 2 }
                #expect(output.number("samples_dropped_total", reason: "refused") == 4)
                #expect(output.number("failures_total", reason: "http-\(status)") == 2)
            }
        }
        let told = log.all.filter { $0.contains("HTTP status \(status)") }
        #expect(told.count == 1, "\(log.all)")
        let words =
            status == 302 ? "to https://elsewhere.example.net/, which is not followed" : ": out of order sample;"
        #expect(told.first?.contains(words) == true, "\(told)")
    }

    @Test func `an answer without an end is no reason to send for ever`() async throws {
        let receiver = HostileReceiver()
        receiver.answer([
            ServerResponse(body: [UInt8](repeating: 0x78, count: 1 << 16), delivery: .endless(total: 4 << 20))
        ])
        try await receiver.listen { definition in
            try await withOutput(.remoteWrite(definition)) { output in
                output.offer(Samples.polled())
                try await eventually { output.number("samples_dropped_total", reason: "refused") == 1 }
                output.offer(Samples.polled())
                try await eventually { output.number("samples_sent_total") == 1 }
            }
        }
    }

    @Test func `a receiver that asks for time is given it`() async throws {
        let receiver = HostileReceiver()
        var busy = ServerResponse(status: 503)
        busy.headers = [HTTPField("Retry-After", "2")]
        receiver.answer([busy])
        try await receiver.listen { definition in
            try await withOutput(.remoteWrite(definition)) { output in
                output.offer(Samples.polled())
                try await eventually { receiver.requests.count == 1 }
                let start = ContinuousClock.now
                try await eventually { receiver.requests.count == 2 }
                #expect(start.duration(to: .now) > .milliseconds(1500))
            }
        }
    }

    @Test func `a receiver that hangs costs a timeout, bounded memory, and the oldest`() async throws {
        let receiver = HostileReceiver()
        receiver.answer([], then: ServerResponse(delivery: .never))
        let log = LogLines()
        try await receiver.listen { definition in
            var definition = definition
            definition.timeout = .milliseconds(300)
            definition.batch = 10
            definition.buffer.samples = 50
            try await withOutput(.influx(definition), log: log, finishing: .milliseconds(500)) { output in
                output.offer(Samples.polled("first"))
                try await eventually { receiver.requests.count == 1 }
                let start = ContinuousClock.now
                for number in 0..<100 { output.offer(Samples.polled("leaf\(number)")) }
                #expect(start.duration(to: .now) < .seconds(2))
                try await eventually { output.number("samples_dropped_total", reason: "buffer-full") == 51 }
                try await eventually { (output.number("failures_total", reason: "request-timeout") ?? 0) >= 2 }
                #expect(output.number("samples_queued_total") == 101)
                // What is under way waits, too.
                #expect(output.number("queue_samples") == 50)
                receiver.answer([])
                try await eventually { output.number("samples_sent_total") == 50 }
            }
            let last = String(decoding: receiver.requests.last?.body ?? [], as: UTF8.self)
            #expect(last.contains("device=leaf99,"))
        }
        #expect(log.all.filter { $0.contains("the buffer is full") }.count == 1, "\(log.all)")
    }

    @Test func `an end in a hurry says what it could not send`() async throws {
        let receiver = HostileReceiver()
        receiver.answer([], then: ServerResponse(delivery: .never))
        let log = LogLines()
        try await receiver.listen { definition in
            let outputs = try ExporterOutputs.make(
                [ResolvedOutput(OutputDefinition(.influx(definition)))],
                logger: log.logger
            )
            outputs[0].offer(Samples.polled(rows: ["a": 1, "b": 2]))
            let start = ContinuousClock.now
            await outputs[0].finish(within: .milliseconds(300))
            #expect(start.duration(to: .now) < .seconds(3))
            #expect(outputs[0].number("samples_dropped_total", reason: "ended") == 2)
        }
        #expect(log.all.contains { $0.contains("2 samples were not sent") }, "\(log.all)")
    }

    @Test func `batches are as large as wanted, and wait for more no longer than wanted`() async throws {
        let receiver = HostileReceiver()
        try await receiver.listen { definition in
            var definition = definition
            definition.batch = 10
            definition.flush = .seconds(3600)
            try await withOutput(.influx(definition)) { output in
                for number in 0..<25 { output.offer(Samples.polled("leaf\(number)")) }
                try await eventually { output.number("samples_sent_total") == 20 }
                #expect(receiver.requests.count == 2)
            }
            // The end sends the rest.
            #expect(receiver.requests.count == 3)
        }
    }

    @Test func `an output that is told to end ends, although nobody cancels it`() async throws {
        let receiver = HostileReceiver()
        receiver.answer([ServerResponse(delivery: .never)])
        try await receiver.listen { definition in
            var definition = definition
            // Whoever is not answered asks again.
            definition.timeout = .milliseconds(500)
            var second = definition
            second.batch = 1
            let ways = [OutputWay.influx(definition), .influx(second), .jsonLines(LinesDefinition(path: "/dev/null"))]
            let outputs = try ExporterOutputs.make(ways.map { ResolvedOutput(OutputDefinition($0)) })
            #expect(Set(outputs.map(\.name)).count == 3)
            let more = try ExporterOutputs.make([ResolvedOutput(OutputDefinition(ways[0]))], beside: outputs)
            #expect(more[0].name.hasSuffix("#3"))
            await withTaskGroup { group in
                for output in outputs + more {
                    group.addTask { await output.run() }
                    output.offer(Samples.polled())
                    group.addTask { await output.finish(within: .seconds(5)) }
                }
            }
            #expect(outputs.map { $0.number("samples_sent_total") } == [1, 1, 1])
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/task"), "threads cannot be counted here"))
    func `outputs that are made beside one that cannot be leave nothing behind`() async throws {
        func count(_ what: String) throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(what)").count
        }
        try await withTemporaryDirectory { directory in
            let url = ReceiverURL(scheme: .http, host: "127.0.0.1", port: 9, path: "/write")
            let good = PushDefinition(url: url)
            var queued = good
            queued.queue = QueueDefinition(directory: "\(directory)/queue")
            var bad = good
            bad.queue = QueueDefinition(directory: "/dev/null/queue")
            let outputs = [good, queued, bad].map { ResolvedOutput(OutputDefinition(.influx($0))) }
            let before = try (count("task"), count("fd"))
            for _ in 0..<40 {
                let error = #expect(throws: FileProblems.self) { try ExporterOutputs.make(outputs) }
                // The queue that was taken before is free again.
                #expect(error?.problems.count == 1)
            }
            // Other tests may be at work meanwhile.
            #expect(try count("task") < before.0 + 40)
            #expect(try count("fd") < before.1 + 40)
        }
    }

    @Test func `an output says what keeps it from getting on`() async throws {
        let receiver = HostileReceiver()
        receiver.answer([], then: ServerResponse(status: 503))
        try await receiver.listen { definition in
            try await withOutput(.influx(definition)) { output in
                #expect(output.problem == nil)
                output.offer(Samples.polled())
                try await eventually { output.problem == "HTTP status 503; samples wait" }
                receiver.answer([])
                try await eventually { output.problem == nil }
            }
        }
        try await withOutput(.jsonLines(LinesDefinition(path: "/dev/full"))) { output in
            output.offer(Samples.polled())
            try await eventually { output.problem?.hasSuffix("; what cannot be written is dropped") == true }
        }
    }

    @Test func `an output that takes another's place goes on with its counters`() async throws {
        let receiver = HostileReceiver()
        receiver.answer([ServerResponse(status: 503), ServerResponse(status: 404)])
        try await receiver.listen { definition in
            let way = ResolvedOutput(OutputDefinition(.influx(definition)))
            let old = try ExporterOutputs.make([way])
            old[0].offer(Samples.polled())
            await old[0].finish(within: .seconds(10))
            #expect(old[0].number("samples_dropped_total", reason: "refused") == 1)
            var other = definition
            other.batch = 1
            let lines = ResolvedOutput(OutputDefinition(.jsonLines(LinesDefinition(path: "/dev/null"))))
            let new = try ExporterOutputs.make(
                [ResolvedOutput(OutputDefinition(.influx(other))), lines],
                after: old
            )
            new[0].offer(Samples.polled())
            await new[0].finish(within: .seconds(10))
            #expect(new[0].number("samples_queued_total") == 2)
            #expect(new[0].number("samples_sent_total") == 1)
            #expect(new[0].number("samples_dropped_total", reason: "refused") == 1)
            #expect(new[0].number("failures_total", reason: "http-503") == 1)
            #expect(new[0].unsent == 1)
            #expect(new[1].number("samples_queued_total") == 0)
        }
    }

    @Test func `two collections with the same series send each once`() async throws {
        let receiver = HostileReceiver()
        try await receiver.listen { definition in
            var definition = definition
            definition.flush = .seconds(3600)
            try await withOutput(.influx(definition)) { output in
                output.order(["fabric", "access"])
                for number in 1...3 {
                    for collection in ["fabric", "access"] {
                        let rows = ["shared": Double(number), collection: 1]
                        output.offer(Samples.polled(collection: collection, rows: rows))
                    }
                }
            }
            let body = String(decoding: receiver.requests.first?.body ?? [], as: UTF8.self)
            let rows = body.split(separator: "\n").compactMap {
                $0.split(separator: " ").first?.split(separator: "=").last
            }
            #expect(
                rows.map(String.init) == Array(repeating: ["fabric", "shared", "access"], count: 3).flatMap(\.self)
            )
        }
    }

    @Test func `a receiver's certificate is checked as a device's is`() async throws {
        try await Sandbox.with { sandbox in
            let script = """
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout key.pem \
                    -out cert.pem -subj /CN=receiver.trawl.test -addext subjectAltName=DNS:receiver.trawl.test
                """
            #expect(try await sandbox.run(["/bin/bash", "-c", script]).status == 0)
            let tls = try ServerTLS(certificateFile: sandbox.path("cert.pem"), keyFile: sandbox.path("key.pem"))
            let service = HTTPService(plan: { _ in .serve(tls) }, answer: { _ in ServerResponse(status: 204) })
            try await HTTPListener.withListener(service: service) { listener in
                let url = ReceiverURL(scheme: .https, host: "127.0.0.1", port: listener.port, path: "/write")
                var definition = PushDefinition(url: url)
                definition.flush = .milliseconds(20)
                try await withOutput(.influx(definition), finishing: .milliseconds(100)) { output in
                    output.offer(Samples.polled())
                    try await eventually { output.metrics.contains { $0.family.name == "trawl_output_failures_total" } }
                    #expect(output.number("samples_sent_total") == 0)
                }
                definition.tls.caFile = sandbox.path("cert.pem")
                definition.tls.serverName = "receiver.trawl.test"
                try await withOutput(.influx(definition)) { output in
                    output.offer(Samples.polled())
                    try await eventually { output.number("samples_sent_total") == 1 }
                }
            }
        }
    }
}
