import CCurl

/// One libcurl multi handle: its sockets, its timer and its finished transfers.
///
/// The handle slows down with the number of connections it keeps, so a loop drives several. Touched only on its loop's
/// thread. libcurl's callbacks never call back into libcurl except to note what they are told.
@safe final class Shard {
    let pointer: UnsafeMutableRawPointer
    private let index: UInt32
    private let sockets: SocketWatch
    /// When libcurl wants to be called without a socket event; `nil` for never.
    private(set) var deadline: ContinuousClock.Instant?

    init?(index: UInt32, sockets: SocketWatch) {
        guard let pointer = unsafe curl_multi_init() else { return nil }
        unsafe self.pointer = pointer
        self.index = index
        self.sockets = sockets
        unsafe trawl_multi_set_long(pointer, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        unsafe trawl_multi_set_socket_callback(pointer, watchSocket)
        unsafe trawl_multi_set_pointer(pointer, CURLMOPT_SOCKETDATA, Unmanaged.passUnretained(self).toOpaque())
        unsafe trawl_multi_set_timer_callback(pointer, setTimer)
        unsafe trawl_multi_set_pointer(pointer, CURLMOPT_TIMERDATA, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        unsafe curl_multi_cleanup(pointer)
    }

    /// Keeps at most so many connections open when they idle; the longest idle one goes first.
    func keep(connections: Int) {
        unsafe trawl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, connections)
    }

    func add(_ handle: EasyHandle) -> Bool {
        unsafe curl_multi_add_handle(pointer, handle.pointer) == CURLM_OK
    }

    /// Takes a handle out; a transfer that was on the wire loses its connection.
    func remove(_ handle: EasyHandle) {
        unsafe curl_multi_remove_handle(pointer, handle.pointer)
    }

    func socketReady(_ socket: Int32, events: UInt32) {
        var flags: Int32 = 0
        if events & UInt32(EPOLLIN.rawValue) != 0 { flags |= CURL_CSELECT_IN }
        if events & UInt32(EPOLLOUT.rawValue) != 0 { flags |= CURL_CSELECT_OUT }
        if events & UInt32(EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { flags |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        unsafe curl_multi_socket_action(pointer, socket, flags, &running)
    }

    func timerFired() {
        deadline = nil
        var running: Int32 = 0
        // -1 is CURL_SOCKET_TIMEOUT, a macro that Swift does not see.
        unsafe curl_multi_socket_action(pointer, -1, 0, &running)
    }

    /// The next transfer that ended, with libcurl's result.
    func nextFinished() -> (handle: EasyHandle, result: CURLcode)? {
        var easy: UnsafeMutableRawPointer?
        var result = CURLE_OK
        guard unsafe trawl_multi_next_finished(pointer, &easy, &result) == 1, let easy = unsafe easy else { return nil }
        var context: UnsafeMutableRawPointer?
        unsafe trawl_easy_get_pointer(easy, CURLINFO_PRIVATE, &context)
        guard let context = unsafe context else { return nil }
        return (unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue(), result)
    }

    fileprivate func watch(_ socket: Int32, what: Int32) {
        sockets.watch(socket, for: what, key: UInt64(index) << 32 | UInt64(UInt32(bitPattern: socket)))
    }

    fileprivate func setDeadline(milliseconds: Int) {
        deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
    }
}

private let watchSocket: curl_socket_callback = { _, socket, what, context, _ in
    if let context = unsafe context {
        let shard = unsafe Unmanaged<Shard>.fromOpaque(context).takeUnretainedValue()
        shard.watch(socket, what: what)
    }
    return 0
}

private let setTimer: curl_multi_timer_callback = { _, milliseconds, context in
    if let context = unsafe context {
        unsafe Unmanaged<Shard>.fromOpaque(context).takeUnretainedValue().setDeadline(milliseconds: milliseconds)
    }
    return 0
}
