public import TrawlCore
import TrawlJSON

/// The outcome record: one JSON object with a fixed order of fields.
///
/// Scripts and dashboards rest on it: a field is added at the end of its object, and none is renamed.
public enum OutcomeRecord: Sendable {
    /// The record on one line, without the line's end.
    ///
    /// What a device answered is written byte for byte, apart from whitespace between tokens.
    public static func json(_ outcome: Outcome) -> [UInt8] {
        var writer = JSONWriter()
        let device = outcome.device
        let answer = Answer(of: outcome)
        let warnings = outcome.warnings + answer.warnings
        writer.beginObject()
        writer.member("run", outcome.run)
        writer.member("collection", outcome.collection)
        writer.member("request", outcome.request)
        writer.member("device", device.name)
        writer.member("address", device.address)
        writer.member("dialect", device.dialect.rawValue)
        writer.key("labels")
        writer.beginObject()
        for (key, value) in device.labels.sorted(by: { $0.key < $1.key }) { writer.member(key, value) }
        writer.endObject()
        writer.member("started", UTCTimestamp(outcome.started).extended)
        writer.key("attempts")
        writer.number(outcome.attempts)
        writer.member("status", outcome.status.rawValue)
        if answer.isText { writer.member("format", ReplyFormat.text.rawValue) }
        if !warnings.isEmpty {
            writer.key("warnings")
            writer.beginArray()
            for warning in warnings { writer.string(warning) }
            writer.endArray()
        }
        if !answer.isMissing || outcome.error == nil {
            writer.key("data")
            answer.write(to: &writer)
        }
        if let error = outcome.error {
            writer.key("error")
            write(error, to: &writer)
        }
        if let timing = outcome.timing, outcome.attempts > 0 {
            writer.key("timing")
            write(timing, to: &writer)
        }
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ error: DeviceError, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("class", error.errorClass.rawValue)
        writer.member("code", error.code.name)
        writer.member("message", message(of: error))
        if let hint = error.hint { writer.member("hint", hint) }
        if let status = error.httpStatus {
            writer.key("http_status")
            writer.number(status)
        }
        if let code = error.deviceCode {
            writer.key("device_code")
            writer.number(code)
        }
        writer.key("transient")
        writer.bool(error.isTransient)
        writer.endObject()
    }

    /// During what, and what happened: of a request with several commands the first says which one failed.
    static func message(of error: DeviceError) -> String {
        error.operation.isEmpty ? error.detail : "\(error.operation): \(error.detail)"
    }

    private static func write(_ timing: Timing, to writer: inout JSONWriter) {
        let spans = [
            ("queued_ms", timing.queued), ("resolve_ms", timing.resolve), ("connect_ms", timing.connect),
            ("tls_ms", timing.tls), ("first_byte_ms", timing.firstByte), ("total_ms", timing.total),
        ]
        writer.beginObject()
        for (name, span) in spans {
            writer.key(name)
            writer.raw(milliseconds(span))
        }
        writer.key("bytes")
        writer.number(timing.bytes)
        writer.key("reused")
        writer.bool(timing.reused)
        writer.endObject()
    }

    /// Milliseconds with one to three decimals: `51.0`, `0.042`.
    static func milliseconds(_ span: Duration) -> String {
        // Whole microseconds: a Double's shortest spelling would show the clock's noise.
        let microseconds = Int((span.milliseconds * 1000).rounded())
        let magnitude = microseconds.magnitude
        var decimals = String(magnitude % 1000 + 1000).dropFirst()
        while decimals.count > 1, decimals.last == "0" { decimals.removeLast() }
        return "\(microseconds < 0 ? "-" : "")\(magnitude / 1000).\(decimals)"
    }
}

extension JSONWriter {
    /// Writes a member whose value is a string.
    mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }
}
