import TrawlCore

/// A piece of an answer on its way to the client.
enum WebPart: Sendable {
    /// Status and header fields; the body's length where it is known.
    case head(status: Int, headers: [HTTPField], length: Int?)
    /// Some of the body.
    case body([UInt8])
    /// Nothing more.
    case end
}
