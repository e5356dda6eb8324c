import Glibc

/// The process's limit of open files, which bounds how many devices can be in flight.
package enum DescriptorLimit: Sendable {
    /// Raises the soft limit to the hard one, and returns what holds afterwards.
    ///
    /// Never lowers anything; a failure leaves the old limit, which is returned.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many devices can be in flight under a limit of open files, with `reserve` left for files, logs and loops.
    package static func concurrency(underLimit limit: Int, connectionsPerDevice: Int, reserve: Int = 48) -> Int {
        max(1, (limit - reserve) / max(1, connectionsPerDevice))
    }
}
