/// What came of reading the files anew.
package enum ReloadReport: Sendable, Hashable {
    /// They were taken; what changed, in one line.
    case taken(String)
    /// They were not, and the configuration before them goes on; why, as `trawl check` says it.
    case refused(String)
}
