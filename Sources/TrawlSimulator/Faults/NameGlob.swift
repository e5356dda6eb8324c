#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Shell patterns over device names.
enum NameGlob {
    /// Whether a pattern with `*`, `?` and `[…]` covers a whole name.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        unsafe fnmatch(pattern, name, 0) == 0
    }
}
