/// What a server puts up with.
package struct WebLimits: Sendable, Hashable {
    /// The longest request target, in bytes; a longer one is answered with 414.
    package var target = 8 << 10
    /// The most that all header fields of a request may have, in bytes; more is answered with 431.
    package var headers = 64 << 10
    /// The most header fields of a request; more is answered with 431.
    package var headerCount = 128
    /// The largest body of a request, in bytes; a larger one is answered with 413.
    package var body = 64 << 10
    /// How many connections there may be; for one more the longest idle one is closed.
    package var connections = 512
    /// How long a request may take to arrive, from its first byte, or from the connection's beginning.
    package var read = Duration.seconds(10)
    /// How long an answer may take to leave, from its first byte.
    package var write = Duration.seconds(30)
    /// How long a connection may be quiet between requests.
    package var idle = Duration.seconds(300)
    /// How long a client that was refused has for reading why, while what it says is dropped.
    package var linger = Duration.seconds(1)
    /// How long answers may go on when the server is stopped.
    package var stop = Duration.seconds(2)

    /// Makes limits with the defaults.
    package init() {}
}
