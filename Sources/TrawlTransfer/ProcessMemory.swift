import CCurl
import Glibc

/// The memory of a process that holds passwords, kept out of files, reports and other programs' sight.
package enum ProcessMemory: Sendable {
    /// From here on a crash leaves no core, no debugger of the same user can look, and the Swift runtime writes no crash
    /// report: it shows registers and the bytes that they point at.
    package static func hide() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // Best effort, both of them: a system that forbids them is no reason not to run.
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // The limit does not hold where cores go to a program, as systemd-coredump is; this does.
        _ = trawl_forbid_dumps()
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
            _ = signal(number, SIG_DFL)
        }
    }
}
