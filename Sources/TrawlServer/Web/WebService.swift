/// What a server asks of its owner.
package struct WebService: Sendable {
    /// The TLS for a connection that was just accepted, or `nil` for none.
    ///
    /// Called on an event loop.
    package var tls: @Sendable () throws -> ServerTLS?
    /// Answers a request; cancelled where the client goes away.
    package var answer: @Sendable (ServerRequest) async -> WebResponse

    /// Makes a service; by default without TLS.
    package init(
        tls: @escaping @Sendable () throws -> ServerTLS? = { nil },
        answer: @escaping @Sendable (ServerRequest) async -> WebResponse
    ) {
        self.tls = tls
        self.answer = answer
    }
}
