/// What has happened to a server's connections since it began.
package struct WebStatistics: Sendable, Hashable {
    /// Connections that are open.
    package var open = 0
    /// Connections that were accepted.
    package var accepted = 0
    /// Quiet connections that were closed for others.
    package var evicted = 0
    /// Connections that were closed at once, as there were too many busy ones.
    package var refused = 0
    /// Connections that were reset, as their client took too long to read.
    package var slow = 0
    /// Requests that were answered before anybody was asked, by status.
    package var refusals: [Int: Int] = [:]

    /// Nothing yet.
    package init() {}
}
