extension DeviceError {
    /// A fine, stable name for what went wrong, such as `certificate-expired`.
    ///
    /// A struct of static members, so that a new code breaks nobody. docs/errors.md lists them all.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The kebab-case spelling in records and metrics.
        public let name: String
        /// The class the code belongs to.
        public let errorClass: ErrorClass
        /// What it means, in one line.
        public let summary: String
        /// One thing to try, unless an error knows better.
        public let hint: String?
        /// Whether the same request may well succeed when asked again.
        public let isTransient: Bool

        /// Makes a code; Trawl's own are the static members.
        init(
            _ name: String,
            _ errorClass: ErrorClass,
            _ summary: String,
            hint: String? = nil,
            transient: Bool = false
        ) {
            self.name = name
            self.errorClass = errorClass
            self.summary = summary
            self.hint = hint
            self.isTransient = transient
        }

        /// The spelling in records and metrics.
        public var description: String { name }

        /// Codes are equal when their names are.
        public static func == (left: Code, right: Code) -> Bool { left.name == right.name }

        /// Hashes the name.
        public func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }
}
