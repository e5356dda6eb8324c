import FoundationEssentials
import Logging
import Trawl
import TrawlCollections
import TrawlOutputs

/// Writes what polls gave as a protocol wants it, keeps it until it was taken, and says what to send when.
///
/// On a thread of its own: encoding takes time, and so may the disk.
actor PushQueue {
    /// What to do next.
    enum Step: Sendable {
        case send(Batch)
        /// Nothing before this, unless more comes.
        case wait(until: ContinuousClock.Instant?)
    }

    /// What is sent by one request.
    struct Batch: Sendable {
        var body: [UInt8]
        var samples: Int
    }

    private let executor = OutputExecutor()
    private let encoder: any SampleEncoder
    private let definition: PushDefinition
    private let ledger: PushLedger
    private let name: String
    private let logger: Logger
    private let disk: DiskQueue?

    private var memory: SeriesMemory
    private var buffer: PushBuffer
    private var pacing = PushPacing()
    private var size: RequestSize
    private var health = PushHealth()
    /// What was taken from the buffer to be sent, and was neither taken nor refused by the receiver yet.
    private var batch: PushBatch?
    /// The request that its next part is.
    private var request: Batch?
    private var nextDiskAttempt: ContinuousClock.Instant?
    private var nextSynchronization: ContinuousClock.Instant?
    private var isHurried = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Makes a queue, with what an earlier process left on disk in it.
    init(
        name: String,
        _ definition: PushDefinition,
        encoder: any SampleEncoder,
        ledger: PushLedger,
        logger: Logger
    ) throws(OutputError) {
        self.name = name
        self.encoder = encoder
        self.definition = definition
        self.ledger = ledger
        self.logger = logger
        memory = SeriesMemory(adding: encoder.labels)
        // No more than half of what may wait, as what is under way counts.
        size = RequestSize(wanted: max(1, min(definition.batch, definition.buffer.samples / 2)))
        var buffer = PushBuffer(limits: definition.buffer)
        let disk: DiskQueue?
        if let queue = definition.queue {
            let directory = try DiskQueue(directory: queue.directory, mark: encoder.mark, limit: queue.size)
            let recovery = try directory.recover()
            for place in recovery.places {
                _ = buffer.add(.disk(place), samples: place.samples, bytes: place.length, at: .now)
            }
            Self.tell(recovery, name: name, samples: buffer.samples, logger)
            ledger.count { $0.damaged += recovery.damaged + recovery.unreadable.count }
            ledger.lose(recovery.lost, .damaged)
            disk = directory
        } else {
            disk = nil
        }
        self.buffer = buffer
        self.disk = disk
        ledger.count {
            $0.waiting = buffer.samples
            $0.waitingBytes = buffer.bytes
        }
    }

    private static func tell(_ recovery: DiskQueue.Recovery, name: String, samples: Int, _ logger: Logger) {
        if samples > 0 { logger.notice("output \(name): \(samples) samples of an earlier run are sent first") }
        for reason in recovery.unreadable { logger.error("output \(name): \(reason)") }
        if recovery.damaged > 0 {
            let places = recovery.damaged == 1 ? "1 place" : "\(recovery.damaged) places"
            let lost = "\(recovery.lost) samples are lost, as far as they can be counted"
            logger.error("output \(name): the queue on disk is damaged in \(places): \(lost); the rest is sent")
        }
    }

    /// The samples of one request.
    private var most: Int { size.most }

    // MARK: Taking

    /// Takes what was offered.
    ///
    /// - Returns: Whether that changes what ``step(at:)`` says.
    @discardableResult
    func take(_ events: [PushInbox.Event], at now: ContinuousClock.Instant = .now) -> Bool {
        let wasEmpty = buffer.isEmpty
        for event in events {
            switch event {
            case .polled(let polled):
                let (sent, ended) = memory.replace(polled)
                add(sent, ended: encoder.marksEnds ? ended : [], at: now)
            case .ended(let device, let request, let date):
                let (series, last) = memory.forget(device, request)
                end(series, of: device, request, last: last, date: date, at: now)
            case .ordered(let collections, let date):
                for (device, series, last) in memory.order(collections) {
                    end(series, of: device, nil, last: last, date: date, at: now)
                }
            case .lost(let samples):
                ledger.count { $0.queued += samples }
                overflow(samples)
            }
        }
        synchronizeDisk(at: now)
        noteLength()
        return batch == nil && (wasEmpty || buffer.samples >= most)
    }

    private func end(
        _ series: [PushSeries],
        of device: String,
        _ request: PolledSeries.Request?,
        last: Date,
        date: Date,
        at now: ContinuousClock.Instant
    ) {
        guard encoder.marksEnds, !series.isEmpty else { return }
        let end = PolledSeries(
            device: device,
            request: request ?? PolledSeries.Request(collection: "", name: ""),
            labels: [],
            groups: [],
            // Later than their last samples, whatever the clock says by now.
            date: max(date, last + 0.001)
        )
        add(end, ended: series, at: now)
    }

    private func add(_ polled: PolledSeries, ended: [PushSeries], at now: ContinuousClock.Instant) {
        let encoded = encoder.encode(polled, ended: ended, most: most)
        ledger.count { $0.queued += encoded.blocks.reduce(encoded.unwritable) { $0 + $1.samples } }
        ledger.lose(encoded.unwritable, .unwritable)
        for block in encoded.blocks { add(block, at: now) }
    }

    private func add(_ block: PushBlock, at now: ContinuousClock.Instant) {
        let place = store(block, at: now).map(PushBuffer.Place.disk) ?? .memory(block.bytes)
        overflow(buffer.add(place, samples: block.samples, bytes: block.bytes.count, at: now))
    }

    private func overflow(_ samples: Int) {
        guard samples > 0 else { return }
        ledger.lose(samples, .full)
        say(health.overflowed())
    }

    // MARK: The disk

    /// Writes a block to the queue on disk; `nil` where there is none, or where it takes nothing.
    private func store(_ block: PushBlock, at now: ContinuousClock.Instant) -> DiskPlace? {
        guard let disk else { return nil }
        // A disk that is full is not tried for every block.
        if let nextDiskAttempt, now < nextDiskAttempt { return nil }
        do {
            // Before the rest of it can fail: what went is gone.
            for segment in disk.makeRoom(for: block) {
                overflow(buffer.drop(segment: segment))
                batch?.drop(segment: segment)
            }
            let place = try disk.append(block)
            nextDiskAttempt = nil
            note(diskFailure: nil)
            return place
        } catch {
            nextDiskAttempt = now + .seconds(1)
            note(diskFailure: "\(error)")
            return nil
        }
    }

    private func synchronizeDisk(at now: ContinuousClock.Instant) {
        guard let disk, disk.isDirty else {
            // What is not there any more is not waited for.
            nextSynchronization = nil
            return
        }
        guard let due = nextSynchronization else {
            nextSynchronization = now + .seconds(1)
            return
        }
        guard now >= due || isHurried else { return }
        nextSynchronization = nil
        do {
            try disk.synchronize()
        } catch {
            note(diskFailure: "\(error)")
        }
    }

    private func note(diskFailure failure: String?) {
        ledger.count { $0.isDegraded = failure != nil }
        say(health.disk(failure))
        noteProblem()
    }

    // MARK: Sending

    /// What to do now.
    func step(at now: ContinuousClock.Instant = .now) -> Step {
        synchronizeDisk(at: now)
        if let notBefore = pacing.notBefore, now < notBefore { return .wait(until: earliest(notBefore)) }
        if batch == nil { load(at: now) }
        if let request = request ?? batch.map(request) {
            self.request = request
            return .send(request)
        }
        return .wait(until: earliest(buffer.oldest.map { $0 + definition.flush }))
    }

    private func request(for batch: PushBatch) -> Batch {
        let blocks = batch.next
        return Batch(
            body: encoder.body(Array(blocks.map(\.bytes).joined())),
            samples: blocks.reduce(0) { $0 + $1.samples }
        )
    }

    private func earliest(_ instant: ContinuousClock.Instant?) -> ContinuousClock.Instant? {
        guard let due = nextSynchronization else { return instant }
        return instant.map { min($0, due) } ?? due
    }

    /// Makes the next batch, where one is due.
    private func load(at now: ContinuousClock.Instant) {
        while let oldest = buffer.oldest,
            isHurried || buffer.samples >= most || now >= oldest + definition.flush
        {
            var pieces: [PushBatch.Piece] = []
            var last: DiskPlace?
            for entry in buffer.take(most: most) {
                switch entry.place {
                case .memory(let bytes):
                    pieces.append(PushBatch.Piece(block: PushBlock(bytes: bytes, samples: entry.samples)))
                case .disk(let place):
                    last = place
                    if let bytes = disk?.read(place) {
                        let block = PushBlock(bytes: bytes, samples: entry.samples)
                        pieces.append(PushBatch.Piece(block: block, place: place))
                    } else {
                        damaged(entry.samples)
                    }
                case .dropped:
                    continue
                }
            }
            if !pieces.isEmpty {
                batch = PushBatch(pieces, last: last)
                return
            }
            buffer.settle()
            if let last { acknowledge(last) }
        }
        noteLength()
    }

    private func damaged(_ samples: Int) {
        ledger.lose(samples, .damaged)
        ledger.count { $0.damaged += 1 }
        logger.error("output \(name): \(samples) samples cannot be read back from the queue on disk")
    }

    /// Notes what came of the last batch.
    ///
    /// - Parameters:
    ///   - answer: What the receiver said.
    ///   - now: When.
    ///   - fraction: A random number from 0 to 1, for the wait where one is needed.
    func settle(_ answer: PushReceiver.Answer, at now: ContinuousClock.Instant = .now, fraction: Double) {
        guard let request else { return }
        switch answer {
        case .failure(let error) where error.code == .interrupted:
            // Nobody knows whether it arrived; it is sent again by who ends the output.
            return
        case .failure(let error) where error.errorClass == .toolarge:
            // It did answer, and would again.
            refused(request, error.code.name, error.detail, at: now)
        case .failure(let error):
            failed(error.code.name, error.detail, asked: nil, at: now, fraction)
        case .response(let response):
            let asked = response.header("Retry-After").flatMap {
                RetryAfter.duration($0, answeredAt: response.header("Date"))
            }
            switch PushVerdict(status: response.status, retryAfter: asked) {
            case .accepted:
                pacing.succeeded()
                size.succeeded()
                ledger.count {
                    $0.sent += request.samples
                    $0.bytes += request.body.count
                    $0.lastSuccess = Date()
                }
                say(health.note(.fine, "", at: now))
                done()
            case .later(let asked):
                failed("http-\(response.status)", Self.words(of: response), asked: asked, at: now, fraction)
            case .tooLarge:
                let (reason, words) = ("http-\(response.status)", Self.words(of: response))
                if size.tooLarge(samples: request.samples), part() {
                    pacing.succeeded()
                    ledger.count { $0.failures[reason, default: 0] += 1 }
                    self.request = nil
                } else {
                    refused(request, reason, words, at: now)
                }
            case .refused:
                let (reason, words) = ("http-\(response.status)", Self.words(of: response))
                if PushVerdict.isAboutSomeSamples(status: response.status, words: words), batch?.part() == true {
                    pacing.succeeded()
                    ledger.count { $0.failures[reason, default: 0] += 1 }
                    self.request = nil
                } else {
                    refused(request, reason, words, at: now)
                }
            }
        }
        noteLength()
        noteProblem()
    }

    /// Parts what was too large.
    ///
    /// - Returns: False where it goes or falls as one.
    private func part() -> Bool {
        let before = batch?.next
        batch?.part(most: size.most, encoder.halves)
        return batch?.next != before
    }

    private func failed(
        _ reason: String,
        _ detail: String,
        asked: Duration?,
        at now: ContinuousClock.Instant,
        _ fraction: Double
    ) {
        pacing.failed(at: now, asked: asked, fraction: fraction)
        ledger.count { $0.failures[reason, default: 0] += 1 }
        say(health.note(.failing, detail, at: now))
    }

    private func refused(
        _ request: Batch,
        _ reason: String,
        _ detail: String,
        at now: ContinuousClock.Instant
    ) {
        pacing.succeeded()
        ledger.count { $0.failures[reason, default: 0] += 1 }
        ledger.lose(request.samples, .refused)
        say(health.note(.refusing, detail, at: now))
        done()
    }

    private func done() {
        request = nil
        guard batch?.advance() != false else { return }
        if let last = batch?.last { acknowledge(last) }
        batch = nil
        buffer.settle()
    }

    private func acknowledge(_ place: DiskPlace) {
        do {
            try disk?.acknowledge(place)
        } catch {
            note(diskFailure: "\(error)")
        }
    }

    /// What a receiver said, in one line that is not long.
    private static func words(of response: HTTPResponse) -> String {
        let line =
            String(decoding: response.body.prefix(300), as: UTF8.self)
            .split(whereSeparator: \.isNewline).first.map { ": \($0)" } ?? ""
        let place = response.header("Location").map { " to \($0)" } ?? ""
        let isRedirect = (300..<400).contains(response.status)
        return "HTTP status \(response.status)" + (isRedirect ? "\(place), which is not followed" : line)
    }

    // MARK: The end

    /// From here on everything is sent at once, whatever is missing in a batch.
    func hurry() {
        isHurried = true
        pacing.succeeded()
    }

    /// Lets go of everything; what was not sent is lost, unless it is on disk.
    func close() {
        let underWay = batch?.samples ?? 0
        // A batch may be on disk in part, where the disk was full for a while or its file had to go.
        let unsent = buffer.samplesInMemory + underWay - (batch?.samplesOnDisk ?? 0)
        let kept = buffer.samples + underWay - unsent
        if unsent > 0 {
            ledger.lose(unsent, .ended)
            logger.warning("output \(name): \(unsent) samples were not sent")
        }
        if kept > 0 { logger.notice("output \(name): \(kept) samples wait on disk for the next run") }
        isHurried = true
        nextSynchronization = .now
        synchronizeDisk(at: .now)
        disk?.letGo()
        buffer = PushBuffer(limits: definition.buffer)
        (batch, request) = (nil, nil)
        noteLength()
    }

    private func noteLength() {
        let waiting = buffer.samples + (batch?.samples ?? 0)
        let bytes = buffer.waiting.bytes
        ledger.count {
            $0.waiting = waiting
            $0.waitingBytes = bytes
        }
    }

    private func noteProblem() {
        let problem = health.problem
        ledger.count { $0.problem = problem }
    }

    private func say(_ notice: PushHealth.Notice?) {
        guard let notice else { return }
        logger.log(level: notice.isWarning ? .warning : .notice, "output \(name): \(notice.text)")
    }
}
