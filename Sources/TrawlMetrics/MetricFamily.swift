/// A metric's name and what is said about it: what all its series share.
package struct MetricFamily: Sendable, Hashable {
    /// What its values mean over time.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A value that goes up and down.
        case gauge
        /// A value that only grows, until whoever counts begins anew.
        case counter
        /// Facts in labels; the value is always 1.
        case info
        /// One series a state, of which those that hold are 1 and the others 0.
        case stateset
    }

    /// The whole name of its series, such as `switch_interface_received_bytes_total`.
    package var name: String
    /// What it counts or measures, in one line.
    package var help: String
    /// What its values mean over time.
    package var kind: Kind
    /// The base unit, such as `bytes`; `nil` for none.
    package var unit: String?

    /// Makes a family.
    package init(name: String, help: String, kind: Kind = .gauge, unit: String? = nil) {
        self.name = name
        self.help = help
        self.kind = kind
        self.unit = unit
    }
}
