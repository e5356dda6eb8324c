import FoundationEssentials
import Synchronization
import Testing
import TrawlCore

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct OutcomeChannelTests {
    private func outcome(_ number: Int) -> Outcome {
        Outcome(
            run: "run",
            collection: "test",
            request: "\(number)",
            device: TestDevice.named("leaf1"),
            started: Date(timeIntervalSince1970: 0)
        )
    }

    @Test
    func `outcomes arrive in the order they were sent, and then the end`() async {
        let channel = OutcomeChannel(capacity: 2000)
        for number in 0..<1500 { await channel.send(outcome(number)) }
        channel.finish()
        for number in 0..<1500 { #expect(await channel.receive()?.request == "\(number)") }
        #expect(await channel.receive() == nil)
        #expect(await channel.receive() == nil)
    }

    @Test(arguments: [1, 4, 256])
    func `a reader who is behind holds senders up at the capacity`(capacity: Int) async {
        let channel = OutcomeChannel(capacity: capacity)
        let (sent, report) = AsyncStream<Int>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<(capacity + 40) {
                group.addTask {
                    await channel.send(outcome(number))
                    report.yield(number)
                }
            }
            var reports = sent.makeAsyncIterator()
            for _ in 0..<capacity { _ = await reports.next() }
            // From here on a sender gets through for each outcome that is read, and none otherwise.
            var numbers: Set<String?> = []
            for _ in 0..<40 {
                numbers.insert(await channel.receive()?.request)
                _ = await reports.next()
            }
            for _ in 0..<capacity { numbers.insert(await channel.receive()?.request) }
            #expect(numbers.count == capacity + 40)
        }
    }

    @Test
    func `never more wait than the capacity`() async {
        let channel = OutcomeChannel(capacity: 8)
        let through = Count()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<500 {
                group.addTask {
                    await channel.send(outcome(number))
                    through.increment()
                }
            }
            for read in 0..<500 {
                // Whoever got through was read or lies in the channel.
                #expect(through.value <= read + 8)
                _ = await channel.receive()
            }
        }
    }

    @Test
    func `a reader who waits has the next outcome at once, or the end`() async {
        let channel = OutcomeChannel(capacity: 4)
        async let first = channel.receive()
        await channel.send(outcome(1))
        #expect(await first?.request == "1")
        async let second = channel.receive()
        channel.finish()
        #expect(await second == nil)
    }

    @Test
    func `nobody waits for a reader who is gone`() async {
        let channel = OutcomeChannel(capacity: 2)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<100 { group.addTask { await channel.send(outcome(number)) } }
            channel.abandon()
        }
        await channel.send(outcome(100))
        channel.finish()
        #expect(await channel.receive() == nil)
    }

    @Test
    func `a cancelled sender still delivers what is finished, without a wait`() async {
        let channel = OutcomeChannel(capacity: 1)
        await channel.send(outcome(0))
        let sender = Task { await channel.send(outcome(1)) }
        sender.cancel()
        await sender.value
        channel.finish()
        #expect(await channel.receive()?.request == "0")
        #expect(await channel.receive()?.request == "1")
        #expect(await channel.receive() == nil)
    }
}

/// A number that tasks count up together.
private final class Count: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    func increment() {
        number.withLock { $0 += 1 }
    }
}
