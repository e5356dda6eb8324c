import TrawlCore
import TrawlSimulator

/// One device in trouble, and what comes of asking it.
struct FaultCase: Sendable {
    /// What becomes of a request.
    enum Expected: Sendable, Hashable {
        case ok
        case failed(DeviceError.Code)

        /// How a record says it.
        var code: String? {
            switch self {
            case .ok: nil
            case .failed(let code): code.name
            }
        }
    }

    /// The row of the catalogue that it plays.
    let row: Int
    /// What is wrong.
    let title: String
    let fault: Fault?
    let expected: Expected

    /// The tries that the record tells.
    var attempts = 1
    /// The same, where they are not certain, or not the same for every request.
    var tries: ClosedRange<Int>?
    /// Requests that the device sees; as many as there were tries by default.
    var requests: ClosedRange<Int>?
    /// Connections that the device sees.
    var connections: ClosedRange<Int>?
    /// The pause between the requests that the device sees.
    var gaps: ClosedRange<Duration>?
    /// How long the last try takes.
    var takes: ClosedRange<Duration>?
    /// The dialect, where it is not the platform's own.
    var dialect: String?
    /// Keys of the device in the inventory, beside the usual ones or in their place.
    var settings: [String: String] = [:]
    /// Limits of this device.
    var limits: String?
    /// What the record says.
    var says: [String] = []
    /// What the record of one request says.
    var saysOf: [String: String] = [:]
    /// What it must not say.
    var lacks: [String] = []

    init(_ row: Int, _ title: String, _ fault: Fault?, _ expected: Expected) {
        self.row = row
        self.title = title
        self.fault = fault
        self.expected = expected
    }

    init(_ row: Int, _ title: String, _ fault: Fault?, _ code: DeviceError.Code) {
        self.init(row, title, fault, .failed(code))
    }

    /// The case with something said about it.
    func with<Value>(_ key: WritableKeyPath<FaultCase, Value>, _ value: Value) -> FaultCase {
        var copy = self
        copy[keyPath: key] = value
        return copy
    }

    /// The case, tried three times, as often as the limits of the sections allow.
    var triedAgain: FaultCase { with(\.attempts, 3) }

    /// The case, on a device that sees connections and no request.
    var unasked: FaultCase { with(\.requests, 0...0).with(\.connections, attempts...attempts) }

    /// The case, in the `http` dialect: an answer in it needs no id, so that any bytes can be one.
    var overHTTP: FaultCase { with(\.dialect, "http") }
}
