import CCurl

/// The allocator of a process that runs for months.
///
/// glibc gives every thread an arena of its own, up to eight a core, and keeps in each what was freed there: a process whose
/// work moves from thread to thread grows to several times what it uses.
package enum Heap: Sendable {
    /// Bounds how much the allocator keeps; to be called before the threads that matter start.
    ///
    /// Large answers get memory of their own, which goes back to the system with them.
    package static func bound() {
        trawl_bound_heap(4, 1 << 20)
    }

    /// Gives back to the system what is free, which takes some milliseconds.
    package static func trim() {
        trawl_trim_heap()
    }
}
