public import FoundationEssentials
import TrawlJSON

/// Device × request: a reply or an error, with timing.
///
/// The unit of every output.
public struct Outcome: Sendable {
    /// How it ended.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// Answered whole.
        case ok
        /// Not answered, or not whole; ``Outcome/error`` says why.
        case failed
        /// Nothing to ask of this device.
        case skipped
    }

    /// The run's id, such as `20261120T210000Z-7f3a9c`.
    public var run: String
    /// The collection that asked.
    public var collection: String
    /// The request that was asked.
    public var request: String
    /// The device that was asked.
    public var device: Device
    /// When the device was first admitted, UTC.
    public var started: Date
    /// The calls that this outcome took; 0 where nothing was sent.
    public var attempts: Int
    /// What came back, a reply a command; what did come is kept beside an error.
    public var replies: [Reply]
    /// The normalised model that the replies were read into, where the request names one.
    public var model: (any Encodable & Sendable)?
    /// What went wrong, if anything.
    public var error: DeviceError?
    /// How long the last call took; `nil` where nothing was sent.
    public var timing: Timing?

    /// Makes an outcome.
    public init(
        run: String,
        collection: String,
        request: String,
        device: Device,
        started: Date,
        attempts: Int = 0,
        replies: [Reply] = [],
        model: (any Encodable & Sendable)? = nil,
        error: DeviceError? = nil,
        timing: Timing? = nil
    ) {
        self.run = run
        self.collection = collection
        self.request = request
        self.device = device
        self.started = started
        self.attempts = attempts
        self.replies = replies
        self.model = model
        self.error = error
        self.timing = timing
    }

    /// How it ended.
    public var status: Status {
        guard let error else { return .ok }
        return error.code == .noSpelling ? .skipped : .failed
    }

    /// Everything worth telling about the replies, in their order.
    public var warnings: [String] { replies.flatMap(\.warnings) }

    /// Reads the first reply into a type of the caller's.
    ///
    /// - Throws: The outcome's own error where there is no reply, ``DeviceError/Code/wrongShape`` with model, path,
    ///   expected and found where the reply does not fit.
    public func decode<Model: Decodable>(_ type: Model.Type) throws(DeviceError) -> Model {
        guard let reply = replies.first else {
            throw error
                ?? DeviceError(
                    .wrongShape,
                    device: device.name,
                    operation: request,
                    detail: "there is no reply to read"
                )
        }
        return try reply.decode(type, device: device.name)
    }
}

extension Reply {
    /// Reads the reply into a type, as a ``DeviceError`` where it does not fit.
    ///
    /// A text reply reads as a `String`.
    public func decode<Model: Decodable>(_ type: Model.Type, device: String) throws(DeviceError) -> Model {
        try decode(type, device: device, userInfo: [:])
    }

    /// Reads the reply into a type that finds something of the caller's in its decoder.
    package func decode<Model: Decodable>(
        _ type: Model.Type,
        device: String,
        userInfo: [CodingUserInfoKey: any Sendable]
    ) throws(DeviceError) -> Model {
        switch body {
        case .text(let text):
            guard let model = text as? Model else {
                let detail = "the device answered with text where \(Model.self) needs structured data"
                throw DeviceError(.wrongShape, device: device, operation: command.title, detail: detail)
            }
            return model
        case .json(let slice):
            do {
                return try slice.decode(type, userInfo: userInfo)
            } catch {
                let detail = "\(Model.self): \(Self.explanation(of: error))"
                throw DeviceError(.wrongShape, device: device, operation: command.title, detail: detail)
            }
        }
    }

    /// Path, expectation and finding of a decoding error, in one line.
    package static func explanation(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "no key `\(key.stringValue)`")
            case .valueNotFound(let type, let context): (context, "null where \(type) was expected")
            case .typeMismatch(_, let context): (context, context.debugDescription)
            case .dataCorrupted(let context): (context, context.debugDescription)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "\(error)")
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return path.isEmpty ? what : "\(path.first == "." ? String(path.dropFirst()) : path): \(what)"
    }
}
