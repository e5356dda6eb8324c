/// What went wrong with one device, during what, and one thing to try.
///
/// A call about one device throws it; in a poll of many it is part of that device's ``Outcome`` and stops nobody else.
public struct DeviceError: Error, Sendable, Hashable {
    /// What happened; stable in records and metrics.
    public var code: Code {
        get { fields.value.code }
        set { fields.value.code = newValue }
    }

    /// The device's name in the inventory.
    public var device: String {
        get { fields.value.device }
        set { fields.value.device = newValue }
    }

    /// What was being done, such as `show version (1 of 3)`.
    public var operation: String {
        get { fields.value.operation }
        set { fields.value.operation = newValue }
    }

    /// What happened, in one line, in the device's or libcurl's own words where they help.
    public var detail: String {
        get { fields.value.detail }
        set { fields.value.detail = newValue }
    }

    /// One thing to try; `nil` rather than a guess.
    public var hint: String? {
        get { fields.value.hint }
        set { fields.value.hint = newValue }
    }

    /// The HTTP status, where one was received.
    public var httpStatus: Int? {
        get { fields.value.httpStatus }
        set { fields.value.httpStatus = newValue }
    }

    /// The device's own error number, such as eAPI's 1002.
    public var deviceCode: Int? {
        get { fields.value.deviceCode }
        set { fields.value.deviceCode = newValue }
    }

    /// How long the device asked to be left alone, on `throttled`.
    public var retryAfter: Duration? {
        get { fields.value.retryAfter }
        set { fields.value.retryAfter = newValue }
    }

    /// How long the transfer that ended so took; `nil` where there was none, or where its response says it.
    package var timing: Timing? {
        get { fields.value.timing }
        set { fields.value.timing = newValue }
    }

    private struct Fields: Sendable, Hashable {
        var code: Code
        var device: String
        var operation: String
        var detail: String
        var hint: String?
        var httpStatus: Int?
        var deviceCode: Int?
        var retryAfter: Duration?
        var timing: Timing?
    }

    /// Behind a reference, as every result of a call has room for an error and few are one.
    private var fields: Boxed<Fields>

    /// Makes an error; the hint defaults to the code's.
    public init(
        _ code: Code,
        device: String,
        operation: String,
        detail: String,
        hint: String? = nil,
        httpStatus: Int? = nil,
        deviceCode: Int? = nil,
        retryAfter: Duration? = nil
    ) {
        fields = Boxed(
            Fields(
                code: code,
                device: device,
                operation: operation,
                detail: detail,
                hint: hint ?? code.hint,
                httpStatus: httpStatus,
                deviceCode: deviceCode,
                retryAfter: retryAfter
            )
        )
    }

    /// The class of ``code``.
    public var errorClass: ErrorClass { code.errorClass }

    /// Whether the same request may well succeed when asked again.
    public var isTransient: Bool { code.isTransient }
}

extension DeviceError: CustomStringConvertible {
    /// `leaf3: certificate-expired during show version: …`, in one line.
    public var description: String { "\(device): \(code) during \(operation): \(detail)" }
}

/// The coarse kind of a failure; each ``DeviceError/Code`` belongs to one.
public enum ErrorClass: String, Sendable, Hashable, CaseIterable {
    /// Name not found, refused, no route, connect timeout.
    case unreachable
    /// The connection was reset, closed or cut in the middle.
    case transport
    /// The device took longer than the request's timeout, or a TLS handshake longer than the connect timeout.
    case timeout
    /// Untrusted, expired or wrong certificate, no common version or cipher.
    case tls
    /// Not HTTP, or not as HTTP allows.
    case `protocol`
    /// A status that the dialect does not expect.
    case http
    /// 401, 403 or a rejected login.
    case auth
    /// 429, 503 with Retry-After, or the device's own "busy".
    case throttled
    /// A redirect; refused, never followed.
    case redirect
    /// JSON, but not the envelope that was asked for.
    case rpc
    /// Not JSON, or not the model's shape.
    case decode
    /// The device refused or failed the command.
    case command
    /// Over a limit of size, depth, header or count.
    case toolarge
    /// Interrupted, or the run's deadline passed.
    case cancelled
    /// Not asked.
    case stopped
}
