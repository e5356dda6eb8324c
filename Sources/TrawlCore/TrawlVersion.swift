/// Trawl's own version.
package enum TrawlVersion {
    /// As `trawl version` prints it.
    package static let number = "0.1.0"
}
