import Synchronization

/// Which devices misbehave, and how often they did; changed while the fleet runs.
final class FaultTable: Sendable {
    private struct Entry {
        var fault: Fault
        var uses = 0
    }

    private let entries = Mutex<[Int: Entry]>([:])

    /// Sets or clears the fault of a device.
    func set(_ fault: Fault?, for index: Int) {
        entries.withLock { $0[index] = fault.map { Entry(fault: $0) } }
    }

    /// The fault of a device.
    func fault(of index: Int) -> Fault? {
        entries.withLock { $0[index]?.fault }
    }

    /// The fault that applies to one request; a fault that is good for a few requests only is used up by them.
    func use(of index: Int) -> Fault? {
        entries.withLock { entries in
            guard var entry = entries[index] else { return nil }
            if case .status(_, _, let times?) = entry.fault, entry.uses >= times { return nil }
            entry.uses += 1
            entries[index] = entry
            return entry.fault
        }
    }
}
