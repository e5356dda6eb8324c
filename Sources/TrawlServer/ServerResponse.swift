package import TrawlCore

/// What a client is answered, and how well.
package struct ServerResponse: Sendable, Hashable {
    /// How the answer reaches the client; everything but ``whole`` is a fault on purpose.
    package enum Delivery: Sendable, Hashable {
        /// At once, with its length told.
        case whole
        /// The length of the whole body is told, only this many bytes follow, and the connection is closed or reset.
        case truncated(to: Int, resets: Bool = false)
        /// The length is told and the body follows a few bytes at a time.
        case dripping(bytes: Int, every: Duration)
        /// The body repeated until this many bytes were sent, chunked.
        case endless(total: Int)
        /// As it should be, and once more, unasked, after a while.
        case twice(after: Duration)
        /// As it should be; the connection is closed after a while, although the client was not told.
        case thenClose(after: Duration)
        /// These bytes instead of an HTTP answer.
        case raw(RawAnswer)
        /// Not at all: the request was read and the connection stays open.
        case never
        /// The connection is closed unanswered.
        case disconnect
        /// The connection is reset unanswered.
        case reset
        /// The server's half of the connection is closed unanswered; it goes on listening.
        case halfClose
    }

    /// Bytes that are sent as they are.
    package struct RawAnswer: Sendable, Hashable {
        /// What is sent first.
        package var bytes: [UInt8]
        /// What is sent after it, again and again.
        package var repeated: [UInt8]
        /// How often.
        package var times: Int
        /// The pause before each repetition.
        package var pause: Duration
        /// What is sent last.
        package var ending: [UInt8]
        /// Whether the connection is closed at the end.
        package var closes: Bool

        /// Makes an answer.
        package init(
            bytes: [UInt8],
            repeated: [UInt8] = [],
            times: Int = 0,
            pause: Duration = .zero,
            ending: [UInt8] = [],
            closes: Bool
        ) {
            self.bytes = bytes
            self.repeated = repeated
            self.times = times
            self.pause = pause
            self.ending = ending
            self.closes = closes
        }
    }

    /// The status code.
    package var status: Int
    /// Header fields beyond the framing ones.
    package var headers: [HTTPField]
    /// The body.
    package var body: [UInt8]
    /// How long the client waits for the first byte.
    package var delay: Duration
    /// How the answer reaches the client.
    package var delivery: Delivery

    /// Makes a response.
    package init(
        status: Int = 200,
        headers: [HTTPField] = [],
        body: [UInt8] = [],
        delay: Duration = .zero,
        delivery: Delivery = .whole
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
        self.delivery = delivery
    }

    /// Makes a response with a text body.
    package init(status: Int = 200, contentType: String, text: String) {
        self.init(status: status, headers: [HTTPField("Content-Type", contentType)], body: Array(text.utf8))
    }
}
