import FoundationEssentials
import Logging
import Trawl
import TrawlCollections
package import TrawlMetrics
import TrawlOutputs

/// Samples to a receiver over HTTP: offered at once, encoded and sent in the output's own time.
package final class PushOutput: ExporterOutput, LedgerKeeper {
    /// The name in messages and in the label `output`.
    package let name: String
    private let definition: PushDefinition
    let ledger: PushLedger
    private let queue: PushQueue
    private let receiver: PushReceiver
    private let inbox: Signal<PushInbox>
    private let life = PushLife()
    /// Counts how often something came that may be worth a look.
    private let arrivals = Signal(0)

    /// Makes an output; nothing is sent before ``run()``.
    ///
    /// - Throws: Where the queue's directory cannot be used, or this host has no room for another thread.
    init(
        name: String,
        _ definition: PushDefinition,
        encoder: any SampleEncoder,
        password: Secret?,
        authorization: Secret?,
        logger: Logger
    ) throws {
        self.name = name
        self.definition = definition
        let capacity = (definition.buffer.samples, definition.queue?.size ?? definition.buffer.bytes)
        ledger = PushLedger(name: name, capacity: capacity, hasQueue: definition.queue != nil)
        queue = try PushQueue(name: name, definition, encoder: encoder, ledger: ledger, logger: logger)
        receiver = try PushReceiver(
            name: name,
            definition,
            password: password,
            authorization: authorization,
            headers: encoder.headers
        )
        inbox = Signal(PushInbox(limit: min(definition.buffer.samples, 500_000)))
    }

    package func offer(_ polled: PolledRequest) {
        add(.polled(PolledSeries(polled)))
    }

    package func ended(device: String, request: (collection: String, name: String)?) {
        let request = request.map { PolledSeries.Request(collection: $0.collection, name: $0.name) }
        add(.ended(device: device, request, Date()))
    }

    package func order(_ collections: [String]) {
        add(.ordered(collections, Date()))
    }

    private func add(_ event: PushInbox.Event) {
        inbox.change { $0.add(event) }
    }

    package var unsent: Int { ledger.unsent }

    package var problem: String? { ledger.current.problem }

    package var metrics: [SampleGroup] { ledger.metrics }

    func abandon() {
        receiver.stop()
    }

    package func run() async {
        await life.work { [self] in
            async let taking: Void = take()
            await send()
            await taking
        }
    }

    private func take() async {
        while let events = await inbox.answer({ $0.take() }) {
            if await queue.take(events) { arrivals.change { $0 += 1 } }
        }
    }

    private func send() async {
        while !Task.isCancelled {
            let seen = arrivals.peek { $0 }
            switch await queue.step() {
            case .send(let batch):
                let answer = await receiver.send(batch.body, within: definition.timeout)
                await queue.settle(answer, fraction: .random(in: 0...1))
            case .wait(let until):
                await wait(until: until, orArrivalAfter: seen)
            }
        }
    }

    private func wait(until deadline: ContinuousClock.Instant?, orArrivalAfter seen: Int) async {
        await withTaskGroup { group in
            group.addTask { [arrivals] in _ = await arrivals.answer { $0 == seen ? nil : true } }
            if let deadline {
                // Cancelled where something came before.
                group.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    package func finish(within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        await life.end()
        if let events = inbox.ask({ $0.take() }) { await queue.take(events) }
        await queue.hurry()
        sending: while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { break }
            switch await queue.step() {
            case .send(let batch):
                let answer = await receiver.send(batch.body, within: min(left, definition.timeout))
                await queue.settle(answer, fraction: .random(in: 0...1))
            case .wait(let until):
                guard let until, until < deadline, !Task.isCancelled else { break sending }
                // Cancelled where nobody waits for the end any more.
                try? await Task.sleep(until: until, clock: .continuous)
            }
        }
        await queue.close()
        receiver.stop()
    }
}
