extension EOS {
    /// The answer to `show hostname`.
    public struct ShowHostname: Decodable, Sendable, Hashable {
        /// The name without a domain.
        public var hostname: String?
        /// The name with its domain; the same as ``hostname`` where no domain is configured.
        public var fqdn: String?
    }
}
