import CCurl
import Synchronization

/// The sockets that a loop's epoll knows of, by number.
///
/// libcurl asks to forget a connection's socket whenever a transfer ends on it, and to watch it again for the next one.
/// Such a socket stays in epoll meanwhile, which saves two system calls a request; what comes on it while nobody waits
/// takes it out. Touched only on its loop's thread.
@safe final class SocketWatch {
    private struct Entry {
        /// Whether it is a connection's socket, whose opening and closing libcurl tells.
        ///
        /// Others, such as those of libcurl's own threads, may be closed and their numbers used again unseen.
        var isConnection = false
        /// Whether libcurl wants to be told of events.
        var isWanted = false
        /// What epoll was told to look for; 0 where it does not have the socket.
        var registered: UInt32 = 0
    }

    private let epoll: Int32
    private var entries: [Entry] = []
    /// Connections that are open; read by others too.
    let openCount = Atomic(0)

    init(epoll: Int32) {
        self.epoll = epoll
    }

    /// A connection got a new socket.
    func opened(_ socket: Int32) {
        if !self[socket].isConnection { openCount.add(1, ordering: .relaxed) }
        self[socket] = Entry(isConnection: true)
    }

    /// A connection's socket is about to be closed, which takes it out of epoll.
    func closed(_ socket: Int32) {
        if self[socket].isConnection { openCount.subtract(1, ordering: .relaxed) }
        self[socket] = Entry()
    }

    /// Tells epoll what libcurl wants to know of a socket, as `CURL_POLL_…`; `key` comes with the events.
    func watch(_ socket: Int32, for what: Int32, key: UInt64) {
        var entry = self[socket]
        entry.isWanted = what != CURL_POLL_REMOVE
        if entry.isWanted {
            var events: UInt32 = 0
            if what & CURL_POLL_IN != 0 { events |= UInt32(EPOLLIN.rawValue) }
            if what & CURL_POLL_OUT != 0 { events |= UInt32(EPOLLOUT.rawValue) }
            if events != entry.registered { register(socket, events, key, isKnown: entry.registered != 0) }
            entry.registered = events
        } else if !entry.isConnection || entry.registered & UInt32(EPOLLOUT.rawValue) != 0 {
            // An idle connection can always be written to.
            epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
            entry.registered = 0
        }
        self[socket] = entry
    }

    /// Whether libcurl waits for an event of this socket; where it does not, epoll is told to be quiet about it.
    func isWanted(_ socket: Int32) -> Bool {
        guard !self[socket].isWanted else { return true }
        epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
        self[socket].registered = 0
        return false
    }

    private func register(_ socket: Int32, _ events: UInt32, _ key: UInt64, isKnown: Bool) {
        var event = unsafe trawl_epoll_event(events, key)
        // A number that was closed and used again unseen may still be in epoll, or no longer be.
        let (likely, other) = isKnown ? (EPOLL_CTL_MOD, EPOLL_CTL_ADD) : (EPOLL_CTL_ADD, EPOLL_CTL_MOD)
        if unsafe epoll_ctl(epoll, likely, socket, &event) != 0 { unsafe epoll_ctl(epoll, other, socket, &event) }
    }

    private subscript(socket: Int32) -> Entry {
        get { entries.indices.contains(Int(socket)) ? entries[Int(socket)] : Entry() }
        set {
            guard socket >= 0 else { return }
            if entries.count <= Int(socket) {
                entries.append(contentsOf: repeatElement(Entry(), count: Int(socket) + 1 - entries.count))
            }
            entries[Int(socket)] = newValue
        }
    }
}
