/// A duration as a number of seconds: whole where it is, with a fraction where it has one.
struct Seconds: Codable, Sendable, Hashable {
    var duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    /// Seconds as a device counts them; `nil` for what is no span of time.
    init?(_ seconds: Double) {
        // Past this a Double counts no single seconds, and a Duration would overflow some way on.
        guard seconds >= 0, seconds < 9_007_199_254_740_992 else { return nil }
        duration = .seconds(seconds)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let number = try container.decode(Double.self)
        guard let seconds = Seconds(number) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(number) is no number of seconds")
        }
        self = seconds
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let (seconds, attoseconds) = duration.components
        if attoseconds == 0 {
            try container.encode(seconds)
        } else {
            // To the microsecond: a Double's own noise is no news from the device.
            let micros = (Double(attoseconds) / 1e12).rounded()
            try container.encode((Double(seconds) * 1e6 + micros) / 1e6)
        }
    }
}
