/// How many connections a limit of open files leaves room for.
///
/// A process that reaches its limit does more than fail to connect: Dispatch, which runs Swift's threads, ends it when it
/// cannot read `/proc`. So connections that idle and those in flight share what is there, and never need more.
package struct DescriptorBudget: Sendable, Hashable {
    /// What is left for files, logs and loops where nobody says more.
    package static let reserve = 48

    /// The limit of open files.
    package let limit: Int
    /// The connections that there may be at once.
    package let connections: Int

    /// Makes a budget of a limit, with `reserve` of it left for everything but connections to devices.
    package init(limit: Int, reserve: Int = Self.reserve) {
        self.limit = limit
        connections = max(2, limit - reserve)
    }

    /// How many connections may idle of those that are wanted: all of them, or half of what there is room for.
    ///
    /// With all of them there is room for those that take the place of lost ones.
    package func kept(of wanted: Int) -> Int {
        wanted + wanted / 4 <= connections ? wanted : connections / 2
    }

    /// How many devices may be in flight while so many connections are wanted to be kept.
    package func inFlight(connectionsPerDevice: Int, keeping wanted: Int = 0) -> Int {
        let kept = kept(of: wanted)
        // Where every device keeps its connection, one in flight needs no other.
        return max(1, (kept < wanted ? connections - kept : connections) / max(1, connectionsPerDevice))
    }
}
