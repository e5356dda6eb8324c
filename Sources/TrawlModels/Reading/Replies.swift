public import FoundationEssentials
public import TrawlCore

/// What a model is read from: the replies to its commands, whose they are, and when they came.
public struct Replies: Sendable {
    /// The device that answered.
    public let device: Device
    /// The request's arguments.
    public let arguments: ModelArguments
    /// When the replies were there; ages are counted back from it.
    public let time: Date
    /// The replies in the order of the commands, follow-ups last; `nil` for a command that failed.
    public let all: [Reply?]
    /// The places in ``all`` of commands that were refused as the device has none of what they ask for.
    public let absences: Set<Int>
    /// What did not fit while the rest was read.
    public private(set) var problems: [DeviceError] = []

    /// Makes what a model is read from.
    public init(
        _ all: [Reply?],
        of device: Device,
        arguments: ModelArguments = ModelArguments(),
        absences: Set<Int> = [],
        at time: Date
    ) {
        self.device = device
        self.arguments = arguments
        self.time = time
        self.all = all
        self.absences = absences
    }

    /// The reply at an index; `nil` where the command failed.
    public subscript(index: Int) -> Reply? { all.indices.contains(index) ? all[index] : nil }

    /// The text reply at an index; `nil` where the command failed or was answered in structured data.
    public func text(at index: Int) -> String? { self[index]?.text }

    /// The reply at an index, read into a vendor's type; `nil` where the command failed.
    ///
    /// What does not fit becomes one of ``problems``: a row that costs the row, anything else the reply.
    public mutating func read<Answer: Decodable>(_ type: Answer.Type, at index: Int) -> Answer? {
        guard let reply = self[index] else { return nil }
        let rows = RowProblems()
        var userInfo: [CodingUserInfoKey: any Sendable] = [:]
        if let key = RowProblems.key { userInfo[key] = rows }
        defer {
            for error in rows.all { note("\(type): \(Reply.explanation(of: error))", during: reply.command.title) }
        }
        do {
            return try reply.decode(type, device: device.name, userInfo: userInfo)
        } catch {
            problems.append(error)
            return nil
        }
    }

    /// Like ``read(_:at:)`` for a command whose fields may be missing: where the device has only text for it, they are.
    public mutating func readIfStructured<Answer: Decodable>(_ type: Answer.Type, at index: Int) -> Answer? {
        self[index]?.json == nil ? nil : read(type, at: index)
    }

    /// Takes note of something in an answer that does not fit.
    ///
    /// - Parameters:
    ///   - detail: Type, path, what was expected and what was found.
    ///   - operation: The command.
    public mutating func note(_ detail: String, during operation: String) {
        problems.append(DeviceError(.wrongShape, device: device.name, operation: operation, detail: detail))
    }

    /// What went wrong, as one error: the first problem, and how many more there are.
    public var problem: DeviceError? {
        guard var first = problems.first else { return nil }
        if problems.count > 1 { first.detail += " (and \(problems.count - 1) more that do not fit)" }
        return first
    }
}

extension DeviceError {
    /// The error with the model and the release of the device's operating system, where it is about an answer's shape.
    package func naming(model: String, release: String?) -> DeviceError {
        guard code == .wrongShape else { return self }
        var error = self
        error.detail = "\(model): \(detail)"
        if let release { error.detail += ", on \(release)" }
        return error
    }
}

extension String {
    /// The text, or `nil` where it says nothing: vEOS has a serial number of `""`, NX-OS a version of `N/A`.
    var unlessBlank: String? {
        let isBlank = allSatisfy(\.isWhitespace) || self == "N/A" || self == "NA"
        return isBlank ? nil : self
    }
}
