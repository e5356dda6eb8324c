/// What becomes of a connection that was just accepted.
package enum ConnectionPlan: Sendable {
    /// HTTP is spoken on it, over TLS unless `nil`; nothing is listened to before `after` has passed.
    case serve(ServerTLS?, after: Duration = .zero)
    /// It stays open until the client closes it; nothing is listened to and nothing is said.
    case ignore
    /// It is closed at once.
    case close
    /// It is reset at once.
    case reset
    /// It is reset as soon as the client says something.
    case resetAtFirstByte
}

/// What happened on a connection, for whoever counts.
package enum ConnectionEvent: Sendable, Hashable {
    /// It was accepted.
    case accepted
    /// Its TLS handshake is done.
    case handshakeCompleted
    /// A request was read whole.
    case requestReceived
    /// That request's answer was sent, or its connection is gone.
    case requestEnded
    /// It is gone.
    case closed
}

/// What a listener asks of its owner; everything is called on an event loop and must not block for long.
package struct HTTPService: Sendable {
    /// Decides about a connection by the local address that the client chose.
    package var plan: @Sendable (_ localAddress: String) -> ConnectionPlan
    /// Answers a request.
    package var answer: @Sendable (ServerRequest) -> ServerResponse
    /// Learns what happens on the connections of a local address.
    package var observe: @Sendable (ConnectionEvent, _ localAddress: String) -> Void

    /// Makes a service; by default plain HTTP that nobody observes.
    package init(
        plan: @escaping @Sendable (String) -> ConnectionPlan = { _ in .serve(nil) },
        observe: @escaping @Sendable (ConnectionEvent, String) -> Void = { _, _ in },
        answer: @escaping @Sendable (ServerRequest) -> ServerResponse
    ) {
        self.plan = plan
        self.answer = answer
        self.observe = observe
    }
}
