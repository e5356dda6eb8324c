import Synchronization

/// Which devices misbehave, and how often they did; changed while the fleet runs.
final class FaultTable: Sendable {
    private struct Entry {
        var fault: Fault
        var uses = 0

        /// The fault that applies now; one that is good for a few times only is used up by them.
        mutating func use() -> Fault? {
            defer { uses += 1 }
            switch fault {
            case .first(let times, let fault): return uses < times ? fault : nil
            case .status(_, _, let times?) where uses >= times: return nil
            case .slow(let delay, let step) where step > .zero: return .slow(delay + step * uses)
            default: return fault
            }
        }
    }

    private let entries = Mutex<[Int: Entry]>([:])

    /// Sets or clears the fault of a device.
    func set(_ fault: Fault?, for index: Int) {
        entries.withLock { $0[index] = fault.map { Entry(fault: $0) } }
    }

    /// The fault that applies to one connection.
    func useByConnection(of index: Int) -> Fault? {
        use(of: index, isAboutConnections: true)
    }

    /// The fault that applies to one request.
    func useByRequest(of index: Int) -> Fault? {
        use(of: index, isAboutConnections: false)
    }

    private func use(of index: Int, isAboutConnections: Bool) -> Fault? {
        entries.withLock { entries in
            guard entries[index]?.fault.isAboutConnections == isAboutConnections else { return nil }
            return entries[index]?.use()
        }
    }
}
