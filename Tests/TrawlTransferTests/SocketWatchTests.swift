import CCurl
import Glibc
import Testing

@testable import TrawlTransfer

/// What epoll is told of sockets that libcurl watches, forgets and closes.
struct SocketWatchTests {
    /// An epoll, and a connected pair of sockets.
    private struct Bench: ~Copyable {
        let epoll = epoll_create1(0)
        var near: Int32
        var far: Int32
        let watch: SocketWatch

        init() {
            watch = SocketWatch(epoll: epoll)
            (near, far) = Self.pair()
        }

        deinit {
            for descriptor in [epoll, near, far] { close(descriptor) }
        }

        static func pair() -> (Int32, Int32) {
            var sockets: [Int32] = [-1, -1]
            unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets)
            return (sockets[0], sockets[1])
        }

        /// Closes the near socket and makes one of the same number, as libcurl may within one pass.
        mutating func replace() {
            watch.closed(near)
            let old = near
            close(near)
            close(far)
            (near, far) = Self.pair()
            if near != old {
                dup2(near, old)
                close(near)
                near = old
            }
            watch.opened(near)
        }

        func say() { unsafe _ = write(far, "x", 1) }

        /// The keys of what is ready now.
        func events() -> [UInt64] {
            let room = UnsafeMutablePointer<epoll_event>.allocate(capacity: 8)
            defer { unsafe room.deallocate() }
            let count = unsafe epoll_wait(epoll, room, 8, 0)
            return (0..<Int(max(0, count))).map { unsafe trawl_epoll_data(room + $0) }
        }
    }

    @Test func `an idle connection stays in epoll, and is taken out once something comes unasked`() {
        let bench = Bench()
        bench.watch.opened(bench.near)
        bench.watch.watch(bench.near, for: CURL_POLL_IN, key: 7)
        #expect(bench.events() == [])
        bench.watch.watch(bench.near, for: CURL_POLL_REMOVE, key: 7)
        bench.say()
        #expect(bench.events() == [7])
        #expect(!bench.watch.isWanted(bench.near))
        // Or the loop would turn without end.
        #expect(bench.events() == [])
        bench.watch.watch(bench.near, for: CURL_POLL_IN, key: 7)
        #expect(bench.events() == [7])
        #expect(bench.watch.isWanted(bench.near))
    }

    @Test func `a connection that can be written to is not asked about while it is idle`() {
        let bench = Bench()
        bench.watch.opened(bench.near)
        bench.watch.watch(bench.near, for: CURL_POLL_INOUT, key: 7)
        #expect(bench.events() == [7])
        bench.watch.watch(bench.near, for: CURL_POLL_REMOVE, key: 7)
        #expect(bench.events() == [])
    }

    @Test func `a new socket with the number of a closed one is watched`() {
        var bench = Bench()
        bench.watch.opened(bench.near)
        bench.watch.watch(bench.near, for: CURL_POLL_IN, key: 7)
        bench.watch.watch(bench.near, for: CURL_POLL_REMOVE, key: 7)
        bench.replace()
        bench.watch.watch(bench.near, for: CURL_POLL_IN, key: 8)
        bench.say()
        #expect(bench.events() == [8])
    }

    @Test func `a socket that is no connection's leaves epoll as soon as it is forgotten`() {
        let bench = Bench()
        bench.watch.watch(bench.near, for: CURL_POLL_IN, key: 7)
        bench.watch.watch(bench.near, for: CURL_POLL_REMOVE, key: 7)
        bench.say()
        #expect(bench.events() == [])
    }
}
