/// A series' value, exact to 64 bits where the device counted in integers.
package enum MetricValue: Sendable, Hashable {
    /// An integer.
    case integer(Int64)
    /// An integer above `Int64.max`.
    case unsigned(UInt64)
    /// Anything else.
    case real(Double)

    /// The value as receivers keep it.
    package var double: Double {
        switch self {
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .real(let value): value
        }
    }
}
