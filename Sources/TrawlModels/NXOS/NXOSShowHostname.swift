extension NXOS {
    /// The answer to `show hostname`.
    public struct ShowHostname: Decodable, Sendable, Hashable {
        /// The name, with its domain where one is configured.
        @LenientString public var hostname: String?
    }
}
