import Foundation
import Testing
import TrawlCollections
import TrawlMetrics

@testable import TrawlExporter

@Suite(.timeLimit(.minutes(1)))
struct PushDecisionTests {
    @Test(arguments: [
        (200, PushVerdict.accepted), (204, .accepted), (302, .refused), (400, .refused), (401, .refused),
        (404, .refused), (413, .tooLarge), (429, .later(.seconds(7))), (500, .later(.seconds(7))),
        (503, .later(.seconds(7))), (599, .later(.seconds(7))),
    ])
    func `a status says whether samples are sent again`(status: Int, verdict: PushVerdict) {
        #expect(PushVerdict(status: status, retryAfter: .seconds(7)) == verdict)
    }

    @Test func `waits grow to 30 seconds and begin anew after a success`() {
        let now = ContinuousClock.now
        var pacing = PushPacing()
        var waits: [Duration] = []
        for _ in 0..<9 {
            pacing.failed(at: now, asked: nil, fraction: 1)
            waits.append(now.duration(to: pacing.notBefore ?? now))
        }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { Duration.seconds($0) })
        pacing.succeeded()
        #expect(pacing.notBefore == nil)
        pacing.failed(at: now, asked: nil, fraction: 1)
        #expect(pacing.notBefore == now + .milliseconds(500))
    }

    @Test(arguments: [
        (Duration?.none, 0.0, Duration.milliseconds(50)), (nil, 0.5, .milliseconds(250)),
        (.seconds(60), 1, .seconds(60)), (.seconds(86_400), 0, .seconds(900)),
        (.milliseconds(1), 1, .milliseconds(500)),
    ])
    func `a wait is a share of its bound and what the receiver asked for`(
        asked: Duration?,
        fraction: Double,
        wait: Duration
    ) {
        let now = ContinuousClock.now
        var pacing = PushPacing()
        pacing.failed(at: now, asked: asked, fraction: fraction)
        #expect(pacing.notBefore == now + wait)
    }

    @Test func `health is told once a change`() {
        let now = ContinuousClock.now
        var health = PushHealth()
        #expect(health.note(.fine, "", at: now) == nil)
        #expect(health.note(.failing, "refused", at: now)?.text == "refused; samples wait")
        #expect(health.note(.failing, "refused", at: now) == nil)
        #expect(health.overflowed() != nil)
        #expect(health.overflowed() == nil)
        #expect(health.note(.refusing, "HTTP status 400", at: now)?.isWarning == true)
        // What is refused now and then is told once.
        #expect(health.note(.fine, "", at: now + .seconds(35)) == nil)
        #expect(health.note(.refusing, "HTTP status 400", at: now + .seconds(40)) == nil)
        #expect(health.note(.fine, "", at: now + .seconds(99)) == nil)
        #expect(health.note(.fine, "", at: now + .seconds(100))?.text == "takes samples again, after 100 s")
        #expect(health.overflowed() != nil)
        #expect(health.note(.failing, "refused", at: now + .seconds(101)) != nil)
        #expect(health.note(.fine, "", at: now + .seconds(103))?.text == "takes samples again, after 2 s")
        // A failure now and then is told once a minute, with its end; one that lasts is told all the same.
        #expect(health.note(.failing, "refused", at: now + .seconds(104)) == nil)
        #expect(health.note(.fine, "", at: now + .seconds(105)) == nil)
        #expect(health.note(.failing, "refused", at: now + .seconds(110)) == nil)
        #expect(health.note(.failing, "refused", at: now + .seconds(119)) == nil)
        #expect(health.note(.failing, "refused", at: now + .seconds(120)) != nil)
        #expect(health.note(.failing, "refused", at: now + .seconds(121)) == nil)
        #expect(health.note(.fine, "", at: now + .seconds(130))?.text == "takes samples again, after 20 s")
        #expect(health.note(.failing, "refused", at: now + .seconds(181)) != nil)
        #expect(health.note(.fine, "", at: now + .seconds(182)) != nil)
    }

    @Test func `health has the last reason for who asks`() {
        let now = ContinuousClock.now
        var health = PushHealth()
        #expect(health.problem == nil)
        _ = health.note(.failing, "HTTP status 503", at: now)
        _ = health.note(.failing, "refused", at: now + .seconds(1))
        #expect(health.problem == "refused; samples wait")
        _ = health.disk("no space")
        #expect(health.problem == "refused; samples wait; no space; what waits is kept in memory")
        _ = health.note(.fine, "", at: now + .seconds(2))
        #expect(health.problem == "no space; what waits is kept in memory")
        _ = health.disk(nil)
        #expect(health.problem == nil)
        // As in the log, a refusal is over when nothing was refused for a minute; a failure that is not worth a word is told here.
        _ = health.note(.refusing, "HTTP status 400", at: now + .seconds(3))
        _ = health.note(.fine, "", at: now + .seconds(4))
        #expect(health.problem == "HTTP status 400; what it refuses is dropped")
        _ = health.note(.fine, "", at: now + .seconds(63))
        #expect(health.problem == nil)
    }

    // MARK: The size of requests

    @Test func `requests become smaller where one is too large, and larger again in time`() {
        var size = RequestSize(wanted: 2000)
        #expect(size.least == 31)
        // The third is one that was made before, and the last as small as any.
        for (samples, most) in [(2000, 1000), (1000, 500), (2000, 250), (40, 31)] {
            let isWorthATry = size.tooLarge(samples: samples)
            #expect(isWorthATry)
            #expect(size.most == most)
        }
        let isWorthATry = size.tooLarge(samples: 31)
        #expect(!isWorthATry)
        for _ in 1...256 { size.succeeded() }
        #expect(size.most == 62)
        for _ in 1...256 * 5 { size.succeeded() }
        #expect(size.most == 1984)
        for _ in 1...256 { size.succeeded() }
        #expect(size.most == 2000)
        #expect(RequestSize(wanted: 1).least == 1)
    }

    // MARK: What is under way

    @Test func `a batch knows which of it is on disk, as long as it is`() {
        let pieces = (1...6).map { number in
            PushBatch.Piece(
                block: PushBlock(bytes: [UInt8(number)], samples: 10),
                place: number > 2 ? DiskPlace(segment: number / 2, offset: 24, length: 1, samples: 10) : nil
            )
        }
        var batch = PushBatch(pieces, last: pieces[5].place)
        #expect(batch.samplesOnDisk == 40)
        batch.drop(segment: 2)
        #expect(batch.samplesOnDisk == 20)
        #expect(batch.samples == 60)
        batch.part(most: 25) { _ in [] }
        #expect(batch.next.map(\.bytes) == [[1], [2]])
        batch.part(most: 5) { block in
            block.samples == 10 ? [PushBlock(bytes: block.bytes, samples: 4), PushBlock(bytes: [0], samples: 6)] : []
        }
        #expect(batch.samples == 60)
        #expect(batch.samplesOnDisk == 20)
        var sizes: [Int] = []
        repeat { sizes.append(batch.next.reduce(0) { $0 + $1.samples }) } while !batch.advance()
        #expect(sizes == Array(repeating: [4, 6], count: 6).flatMap(\.self))
    }

    // MARK: The buffer

    private func buffer(bytes: Int = 1000, samples: Int = 1000) -> PushBuffer {
        var limits = BufferLimits()
        (limits.bytes, limits.samples) = (bytes, samples)
        return PushBuffer(limits: limits)
    }

    private func memory(_ count: Int) -> PushBuffer.Place { .memory([UInt8](repeating: 0, count: count)) }

    @Test func `blocks leave in order and whole`() {
        var buffer = buffer()
        let now = ContinuousClock.now
        for samples in [3, 4, 5, 20] { _ = buffer.add(memory(10), samples: samples, bytes: 10, at: now) }
        #expect(buffer.samples == 32)
        #expect(buffer.take(most: 8).map(\.samples) == [3, 4])
        #expect(buffer.take(most: 8).map(\.samples) == [5])
        // A block that is larger than a batch goes all the same.
        #expect(buffer.take(most: 8).map(\.samples) == [20])
        #expect(buffer.isEmpty)
        #expect(buffer.bytes == 0)
        #expect(buffer.take(most: 8).isEmpty)
        #expect(buffer.oldest == nil)
    }

    @Test func `the oldest goes where there is no room`() {
        var buffer = buffer(bytes: 30)
        let now = ContinuousClock.now
        for samples in [1, 2, 3] { #expect(buffer.add(memory(10), samples: samples, bytes: 10, at: now) == 0) }
        #expect(buffer.add(memory(20), samples: 9, bytes: 20, at: now) == 3)
        #expect(buffer.take(most: 100).map(\.samples) == [3])
        #expect(buffer.take(most: 100).map(\.samples) == [9])
        buffer.settle()
        #expect(buffer.add(memory(31), samples: 7, bytes: 31, at: now) == 7)
        #expect(buffer.isEmpty)
    }

    @Test func `samples are bounded as bytes are`() {
        var buffer = buffer(samples: 10)
        let now = ContinuousClock.now
        #expect(buffer.add(memory(1), samples: 6, bytes: 1, at: now) == 0)
        #expect(buffer.add(memory(1), samples: 6, bytes: 1, at: now) == 6)
    }

    @Test func `what is under way counts until it is settled`() {
        var buffer = buffer(bytes: 100, samples: 10)
        let now = ContinuousClock.now
        for _ in 1...3 { #expect(buffer.add(memory(10), samples: 3, bytes: 10, at: now) == 0) }
        // No more than half of the room, so that what comes later has some.
        #expect(buffer.take(most: 100).map(\.samples) == [3])
        #expect(buffer.take(most: 2).map(\.samples) == [3])
        #expect(buffer.samples == 3)
        #expect(buffer.waiting == (9, 30))
        #expect(buffer.add(memory(10), samples: 3, bytes: 10, at: now) == 3)
        #expect(buffer.waiting == (9, 30))
        buffer.settle()
        #expect(buffer.waiting == (3, 10))
        #expect(buffer.add(memory(10), samples: 7, bytes: 10, at: now) == 0)
    }

    @Test func `what is on disk is bounded by the disk alone`() {
        var buffer = buffer(bytes: 30)
        let now = ContinuousClock.now
        func disk(_ segment: Int) -> PushBuffer.Place {
            .disk(DiskPlace(segment: segment, offset: 24, length: 100, samples: 5))
        }
        for segment in [1, 1, 2] { #expect(buffer.add(disk(segment), samples: 5, bytes: 100, at: now) == 0) }
        #expect(buffer.add(memory(20), samples: 1, bytes: 20, at: now) == 0)
        #expect(buffer.add(disk(2), samples: 5, bytes: 100, at: now) == 0)
        // The oldest in memory, behind what is on disk.
        #expect(buffer.add(memory(20), samples: 2, bytes: 20, at: now) == 1)
        #expect(buffer.drop(segment: 1) == 10)
        #expect(buffer.take(most: 100).map(\.samples) == [5, 5])
        #expect(buffer.take(most: 100).map(\.samples) == [2])
    }

    @Test func `a long queue keeps its order over many turns`() {
        var buffer = buffer(bytes: 1 << 30, samples: 1 << 30)
        let now = ContinuousClock.now
        var (next, expected) = (1, 1)
        for _ in 0..<200 {
            for _ in 0..<40 {
                _ = buffer.add(memory(1), samples: next, bytes: 1, at: now)
                next += 1
            }
            for _ in 0..<35 {
                #expect(buffer.take(most: 1).map(\.samples) == [expected])
                expected += 1
            }
        }
        #expect(buffer.bytes == 1000)
    }

    // MARK: The inbox

    @Test func `an inbox is bounded and never loses the end of a series`() {
        var inbox = PushInbox(limit: 3)
        inbox.add(.polled(Samples.series(rows: ["a", "b"])))
        inbox.add(.ended(device: "leaf9", nil, .now))
        inbox.add(.polled(Samples.series(rows: ["c", "d"])))
        let events = inbox.take() ?? []
        #expect(events.map(\.samples) == [0, 0, 2])
        guard case .lost(2)? = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(inbox.take() == nil)
    }

    // MARK: Which series ended

    @Test func `a series that a poll lacks has ended`() {
        var memory = SeriesMemory()
        func ended(_ rows: [String], on device: String = "leaf1") -> [String] {
            memory.replace(Samples.series(device, rows: rows)).ended.map {
                $0.labels.map(\.value).joined(separator: "/")
            }
        }
        #expect(ended(["a", "b"]) == [])
        #expect(ended(["a"], on: "leaf2") == [])
        #expect(ended(["a", "b"]) == [])
        #expect(ended(["b", "c"]) == ["leaf1/a"])
        // A poll that failed.
        #expect(ended([]) == ["leaf1/b", "leaf1/c"])
        #expect(ended([]) == [])
        #expect(ended(["a"]) == [])
        #expect(memory.forget("leaf1", PolledSeries.Request(collection: "fabric", name: "other")).series.isEmpty)
        #expect(memory.forget("leaf1", nil).series.count == 1)
        #expect(memory.forget("leaf1", nil).series.isEmpty)
        #expect(memory.forget("leaf2", PolledSeries.Request(collection: "fabric", name: "arp")).series.count == 1)
    }

    @Test func `of equal series the first collection's is sent, and one ends where no collection has it`() {
        var memory = SeriesMemory()
        func polled(_ collection: String, _ rows: [String], request: String = "arp") -> PolledSeries {
            let values = Dictionary(uniqueKeysWithValues: rows.map { ($0, 1.0) })
            return PolledSeries(Samples.polled(collection: collection, request: request, rows: values))
        }
        func names(_ series: [PushSeries]) -> String { series.compactMap(\.labels.last?.value).joined() }
        /// What is sent, and what ends.
        func poll(_ collection: String, _ rows: [String], request: String = "arp") -> String {
            let (sent, ended) = memory.replace(polled(collection, rows, request: request))
            let rows = sent.groups.flatMap(\.rows).compactMap(\.labels.last?.value).joined()
            return "\(rows)-\(names(ended))"
        }
        #expect(memory.order(["z", "a"]).isEmpty)
        // Until the first has something, the second's is sent.
        #expect(poll("a", ["1", "2"]) == "12-")
        #expect(poll("z", ["1", "3"]) == "13-")
        #expect(poll("a", ["1", "2"]) == "2-")
        #expect(poll("a", ["1", "2"]) == "2-")
        #expect(poll("z", ["1", "3"]) == "13-")
        // What only one had ends; what the other goes on with does not.
        #expect(poll("z", []) == "-3")
        #expect(poll("a", ["1", "2"]) == "12-")
        #expect(poll("z", ["1", "2"]) == "12-")
        #expect(poll("a", ["1", "2"]) == "-")
        #expect(poll("a", ["2"]) == "-")
        // Of one collection the requests in the order of their names.
        #expect(poll("a", ["2", "4"], request: "arp2") == "4-")
        // A request that is asked no more ends what nobody else has.
        #expect(memory.forget("leaf1", .init(collection: "a", name: "arp")).series.isEmpty)
        #expect(names(memory.forget("leaf1", .init(collection: "z", name: "arp")).series) == "1")
        #expect(poll("a", ["2", "4"], request: "arp2") == "24-")
        // Another order; a collection whose polls do not come any more.
        #expect(poll("z", ["2", "5"]) == "25-")
        #expect(memory.order(["a", "z"]).isEmpty)
        #expect(poll("z", ["2", "5"]) == "5-")
        let ended = memory.order(["z"])
        #expect(ended.map(\.device) == ["leaf1"])
        #expect(names(ended.first?.series ?? []) == "4")
        #expect(poll("z", ["2", "5"]) == "25-")
        #expect(poll("a", ["2"]) == "-")
        #expect(names(memory.forget("leaf1", nil).series) == "25")
    }

    @Test func `series are the same that a receiver takes for the same`() {
        var memory = SeriesMemory(adding: [MetricLabel("zone", "x")])
        var polled = Samples.series(rows: [])
        func replace(_ labels: [MetricLabel]) -> Int {
            polled.groups = [SampleGroup(Samples.gauge, [SampleRow(labels, .integer(1))])]
            return memory.replace(polled).ended.count
        }
        let (first, second) = (MetricLabel("a", "1"), MetricLabel("b", "2"))
        #expect(replace([first, second]) == 0)
        #expect(replace([second, first]) == 0)
        #expect(replace([second, first, MetricLabel("zone", "x"), MetricLabel("none", "")]) == 0)
        #expect(replace([second, first, MetricLabel("zone", "y")]) == 1)
    }
}
