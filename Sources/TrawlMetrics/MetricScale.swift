/// A factor between a device's unit and a metric's, such as 0.01 from percent to a ratio.
package struct MetricScale: Sendable, Hashable {
    /// The factor.
    package let factor: Double
    /// The whole number that dividing by means the same: 35.0 / 100 is 0.35, and 35.0 * 0.01 is not.
    private let divisor: Double?

    /// Makes a scale.
    package init(_ factor: Double) {
        self.factor = factor
        let inverse = (1 / factor).rounded()
        divisor = abs(factor) < 1 && inverse.isFinite && 1 / inverse == factor ? inverse : nil
    }

    /// A value in the metric's unit; whole numbers stay exact where the factor is whole.
    package func applied(to value: MetricValue) -> MetricValue {
        if let whole = Int64(exactly: factor) {
            switch value {
            case .integer(let number):
                let (product, overflows) = number.multipliedReportingOverflow(by: whole)
                if !overflows { return .integer(product) }
            case .unsigned(let number) where whole >= 0:
                let (product, overflows) = number.multipliedReportingOverflow(by: UInt64(whole))
                if !overflows { return .unsigned(product) }
            default: break
            }
        }
        // A speed in bits is a whole number of bytes, too.
        if let divisor, let whole = Int64(exactly: divisor), case .integer(let number) = value, number % whole == 0 {
            return .integer(number / whole)
        }
        return .real(divisor.map { value.double / $0 } ?? value.double * factor)
    }
}
