import CCurl
import Glibc
import Synchronization
import TrawlCore

/// A thread with one epoll that drives several libcurl multi handles, and runs the Swift tasks that prefer it.
///
/// Because the loop is the tasks' executor, a transfer is started and its answer read without a hop between threads.
/// Everything below `MARK: On the thread` is touched on the loop's thread only.
final class TransferLoop: TaskExecutor, @unchecked Sendable {
    /// What others ask of the loop.
    enum Action {
        case run(UnownedJob)
        case call(@Sendable () -> Void)
        case start(Transfer)
        case cancel(Transfer)
        case resolved(Transfer, Resolver.Answer)
        case drop(DeviceChannel)
        case close(DeviceChannel)
        case keep(connections: Int, age: Duration)
        case stop
    }

    private struct Inbox: Sendable {
        var actions: [Action] = []
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    private let epoll: Int32
    private let wakeUp: Int32
    private let sockets: SocketWatch
    private let resolver: Resolver
    private let simultaneousConnects: Int
    private let counts = Mutex(TransferStatistics())
    private let threadNumber = Atomic<UInt>(0)
    private let hasEnded = DispatchedFlag()

    init(configuration: TransferClient.Configuration, resolver: Resolver) throws(TransferSetupError) {
        simultaneousConnects = configuration.simultaneousConnects
        connectionAge = configuration.connectionAge
        self.resolver = resolver
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        sockets = SocketWatch(epoll: epoll)
        wakeUp = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard epoll >= 0, wakeUp >= 0 else { throw TransferSetupError(operation: "epoll", errno: errno) }
        var event = unsafe trawl_epoll_event(UInt32(EPOLLIN.rawValue), .max)
        guard unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event) == 0 else {
            throw TransferSetupError(operation: "eventfd", errno: errno)
        }
        for index in 0..<configuration.shardsPerLoop {
            guard let shard = Shard(index: UInt32(index), sockets: sockets) else {
                throw TransferSetupError(operation: "curl_multi_init", errno: ENOMEM)
            }
            shard.keep(connections: configuration.connectionsPerShard)
            shards.append(shard)
        }
        guard startThread({ self.run() }) else { throw TransferSetupError(operation: "pthread_create", errno: EAGAIN) }
    }

    deinit {
        if epoll >= 0 { Glibc.close(epoll) }
        if wakeUp >= 0 { Glibc.close(wakeUp) }
    }

    var statistics: TransferStatistics {
        var statistics = counts.withLock { $0 }
        statistics.openConnections = sockets.openCount.load(ordering: .relaxed)
        return statistics
    }

    func enqueue(_ job: consuming ExecutorJob) {
        submit(.run(UnownedJob(job)))
    }

    func submit(_ action: Action) {
        let (wasEmpty, isStopped) = inbox.withLock { inbox in
            guard !inbox.isStopped else { return (false, true) }
            inbox.actions.append(action)
            return (inbox.actions.count == 1, false)
        }
        if isStopped { return refuse(action) }
        // The loop looks into the inbox before it sleeps, so its own thread never needs the wake-up.
        if wasEmpty, threadNumber.load(ordering: .relaxed) != currentThread() { eventfd_write(wakeUp, 1) }
    }

    /// Asks the thread to end once nothing is left to do, and waits for it.
    func stop() {
        submit(.stop)
        hasEnded.wait()
    }

    /// What becomes of an action after the loop's end: nobody is left waiting for it.
    private func refuse(_ action: Action) {
        switch action {
        case .run(let job): globalConcurrentExecutor.enqueue(ExecutorJob(job))
        case .call(let body): body()
        case .start(let transfer): end(transfer, with: .interrupted, "the engine was stopped")
        case .cancel, .resolved, .drop, .close, .keep, .stop: break
        }
    }

    // MARK: On the thread

    private var shards: [Shard] = []
    private var connectionAge: Duration
    /// What CA files held when they were first needed, by their paths.
    private var firstStamps: [String: Substring] = [:]
    private var connecting = 0
    private var connectQueue: [Transfer] = []
    private var connectQueueStart = 0
    private var resolving: [Transfer] = []
    private var running = 0
    private var isStopping = false
    private var dirtyShards: Set<Int> = []

    private func run() {
        threadNumber.store(currentThread(), ordering: .relaxed)
        let capacity = 256
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
        defer { unsafe events.deallocate() }
        var actions: [Action] = []
        while true {
            // Before the inbox is looked into: both may put work of this thread's own into it, without a wake-up.
            fireTimers()
            collectFinished()
            inbox.withLock { swap(&$0.actions, &actions) }
            for action in actions { perform(action) }
            let didWork = !actions.isEmpty
            actions.removeAll(keepingCapacity: true)
            if isStopping, !didWork, stopIfIdle() { break }
            let count = unsafe epoll_wait(epoll, events, Int32(capacity), didWork ? 0 : timeout())
            for index in 0..<Int(max(0, count)) { unsafe handle(events[index]) }
        }
        for shard in shards { withExtendedLifetime(shard) {} }
        shards = []
        hasEnded.set()
    }

    /// Closes the inbox where nothing is left to do; what comes later is refused.
    private func stopIfIdle() -> Bool {
        guard running == 0, resolving.allSatisfy(\.hasEnded), connectQueue.isEmpty else { return false }
        return inbox.withLock { inbox in
            inbox.isStopped = inbox.actions.isEmpty
            return inbox.isStopped
        }
    }

    private func handle(_ event: epoll_event) {
        let data = unsafe withUnsafePointer(to: event) { unsafe trawl_epoll_data($0) }
        guard data != .max else {
            var value: eventfd_t = 0
            unsafe eventfd_read(wakeUp, &value)
            return
        }
        let shard = Int(data >> 32)
        let socket = Int32(truncatingIfNeeded: data & 0xFFFF_FFFF)
        guard sockets.isWanted(socket) else { return }
        shards[shard].socketReady(socket, events: unsafe event.events)
        dirtyShards.insert(shard)
    }

    private func perform(_ action: Action) {
        switch action {
        case .run(let job): unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        case .call(let body): body()
        case .start(let transfer): start(transfer)
        case .cancel(let transfer): cancel(transfer)
        case .resolved(let transfer, let answer): resolved(transfer, answer)
        case .drop(let channel): drop(channel)
        case .close(let channel):
            for handle in channel.idleHandles { shutDown(handle.keptConnection) }
            channel.isClosed = true
            channel.idleHandles = []
        case .keep(let connections, let age):
            connectionAge = age
            for shard in shards { shard.keep(connections: connections) }
        case .stop: isStopping = true
        }
    }

    /// Milliseconds until something is due; -1 for never.
    private func timeout() -> Int32 {
        var earliest = shards.lazy.compactMap(\.deadline).min()
        // Names that are looked up end by their own deadline, checked ten times a second.
        if !resolving.isEmpty {
            let tick = ContinuousClock.Instant.now + .milliseconds(100)
            earliest = min(earliest ?? tick, tick)
        }
        guard let earliest else { return -1 }
        let left = ContinuousClock.now.duration(to: earliest).milliseconds
        return left <= 0 ? 0 : Int32(min(left.rounded(.up), 60_000))
    }

    private func fireTimers() {
        let now = ContinuousClock.now
        for (index, shard) in shards.enumerated() {
            guard let deadline = shard.deadline, deadline <= now else { continue }
            shard.timerFired()
            dirtyShards.insert(index)
        }
        guard !resolving.isEmpty else { return }
        resolving.removeAll { transfer in
            guard case .resolving(let deadline) = transfer.state else { return true }
            guard deadline <= now else { return false }
            end(transfer, with: .resolverTimeout, "no answer for \(transfer.channel.device.address)")
            return true
        }
    }

    // MARK: Starting

    private func start(_ transfer: Transfer) {
        guard case .new = transfer.state else { return }
        guard !transfer.isCancelled else { return end(transfer, with: .interrupted, Self.givenUp) }
        let channel = transfer.channel
        dropTainted(of: channel)
        guard channel.needsResolver, !channel.hasConnection || transfer.onFreshConnection else {
            connect(transfer)
            return
        }
        if let addresses = resolver.keptAddresses(of: channel.device.address) {
            transfer.addresses = addresses
            connect(transfer)
            return
        }
        transfer.state = .resolving(until: .now + transfer.limits.connectTimeout)
        resolving.append(transfer)
        resolver.resolve(channel.device.address) { answer in self.submit(.resolved(transfer, answer)) }
    }

    private func resolved(_ transfer: Transfer, _ answer: Resolver.Answer) {
        guard case .resolving = transfer.state else { return }
        switch answer {
        case .addresses(let addresses):
            transfer.addresses = addresses
            connect(transfer)
        case .failure(let code, let reason):
            end(transfer, with: code, "\(transfer.channel.device.address): \(reason)")
        }
    }

    /// Starts a transfer, or queues it where too many connects are under way: handshakes would starve warm transfers.
    private func connect(_ transfer: Transfer) {
        if transfer.channel.hasConnection, !transfer.onFreshConnection {
            launch(transfer)
        } else if connecting < simultaneousConnects {
            connecting += 1
            transfer.isConnecting = true
            launch(transfer)
        } else {
            transfer.state = .waiting
            connectQueue.append(transfer)
        }
    }

    private func launch(_ transfer: Transfer) {
        let channel = transfer.channel
        guard let handle = channel.idleHandles.popLast() ?? makeHandle(for: channel) else {
            end(transfer, with: .localResources, "libcurl has no memory for another handle")
            return
        }
        handle.keepConnection(for: connectionAge)
        handle.prepare(transfer, addresses: transfer.addresses)
        transfer.state = .running(handle)
        guard shards[channel.shard].add(handle) else {
            handle.transfer = nil
            end(transfer, with: .localResources, "libcurl refused another transfer")
            return
        }
        running += 1
    }

    private func makeHandle(for channel: DeviceChannel) -> EasyHandle? {
        counts.withLock { $0.handles += 1 }
        return EasyHandle(
            device: channel.device,
            keepsAuthorities: keepsAuthorities(of: channel.device.tls),
            sockets: sockets
        )
    }

    /// Whether a CA file is the one that was there first: what libcurl has kept of its name is of that one.
    private func keepsAuthorities(of policy: TLSPolicy) -> Bool {
        guard let file = policy.caFile, let stamp = policy.authorityStamp else { return true }
        if let first = firstStamps[file] { return first == stamp }
        firstStamps[file] = stamp
        return true
    }

    /// Called back by a handle whose connection stands.
    func connectionStands(of transfer: Transfer) {
        guard transfer.isConnecting else { return }
        transfer.isConnecting = false
        connecting -= 1
    }

    private func launchWaiting() {
        while connectQueueStart < connectQueue.count, connecting < simultaneousConnects {
            let transfer = connectQueue[connectQueueStart]
            connectQueueStart += 1
            guard case .waiting = transfer.state else { continue }
            connecting += 1
            transfer.isConnecting = true
            launch(transfer)
        }
        if connectQueueStart == connectQueue.count, connectQueueStart > 0 {
            connectQueue.removeAll(keepingCapacity: true)
            connectQueueStart = 0
        }
    }

    // MARK: Ending

    private func collectFinished() {
        while let index = dirtyShards.popFirst() {
            let shard = shards[index]
            while let (handle, result) = shard.nextFinished() { finish(handle, result, on: shard) }
        }
        if !connectQueue.isEmpty { launchWaiting() }
    }

    private func finish(_ handle: EasyHandle, _ result: CURLcode, on shard: Shard) {
        guard let transfer = handle.transfer else { return }
        let timing = handle.timing()
        let opened = count(handle, timing)
        // Only what libcurl keeps: the number of a socket that it closed may be another device's by now.
        if opened > 0 || result != CURLE_OK {
            shutDown(handle.keptConnection)
            handle.keptConnection = result == CURLE_OK && transfer.keepsConnection ? handle.lastConnection() : nil
        }
        let answer: Result<HTTPResponse, DeviceError>
        if result == CURLE_OK, handle.hasWholeHeaders || transfer.connectsOnly {
            transfer.channel.hasConnection = transfer.keepsConnection
            answer = .success(
                HTTPResponse(
                    status: handle.status,
                    headerBlock: handle.headerBlock,
                    body: handle.takeBody(),
                    timing: timing
                )
            )
        } else {
            transfer.channel.hasConnection = false
            var error = handle.error(for: transfer, result: result)
            error.timing = timing
            answer = .failure(error)
        }
        release(handle, of: transfer, from: shard)
        transfer.end(answer)
    }

    /// Counts a transfer that ended, and returns how many connections it opened.
    private func count(_ handle: EasyHandle, _ timing: Timing) -> Int {
        let opened = handle.openedConnections
        counts.withLock { counts in
            counts.transfers += 1
            counts.connections += opened
            if opened > 0, timing.tls > .zero { counts.handshakes += 1 }
        }
        return opened
    }

    private func release(_ handle: EasyHandle, of transfer: Transfer, from shard: Shard) {
        shard.remove(handle)
        handle.transfer = nil
        running -= 1
        connectionStands(of: transfer)
        let channel = transfer.channel
        if channel.isClosed {
            shutDown(handle.keptConnection)
        } else if transfer.keepsConnection {
            channel.idleHandles.append(handle)
        }
    }

    private static let givenUp = "the request was given up before an answer"

    private func cancel(_ transfer: Transfer) {
        // A task that was cancelled already gets here before its start, and maybe before its caller waits.
        if case .new = transfer.state {
            transfer.isCancelled = true
            return
        }
        guard !transfer.hasEnded else { return }
        if case .running(let handle) = transfer.state {
            transfer.channel.hasConnection = false
            _ = count(handle, handle.timing())
            handle.keptConnection = nil
            release(handle, of: transfer, from: shards[transfer.channel.shard])
        }
        end(transfer, with: .interrupted, Self.givenUp)
        launchWaiting()
    }

    private func drop(_ channel: DeviceChannel) {
        for handle in channel.idleHandles {
            shutDown(handle.keptConnection)
            handle.keptConnection = nil
        }
        channel.hasConnection = false
    }

    /// Shuts the idle connections on which something came unasked, be it an end or an answer.
    ///
    /// libcurl would take such an answer for the next request's.
    private func dropTainted(of channel: DeviceChannel) {
        guard channel.hasConnection else { return }
        for handle in channel.idleHandles {
            guard let connection = handle.keptConnection, hasInput(connection.socket) else { continue }
            shutDown(connection)
            handle.keptConnection = nil
            channel.hasConnection = false
        }
    }

    private func shutDown(_ connection: (socket: Int32, localPort: Int)?) {
        // The number may belong to another connection by now; its local port tells.
        guard let (socket, port) = connection, localPort(of: socket) == port else { return }
        shutdown(socket, Int32(SHUT_RDWR))
        // libcurl holds a connection with something to read for alive.
        dropInput(of: socket)
    }

    private func end(_ transfer: Transfer, with code: DeviceError.Code, _ detail: String) {
        connectionStands(of: transfer)
        transfer.end(.failure(DeviceError(code, device: transfer.channel.device.name, operation: "", detail: detail)))
    }
}
