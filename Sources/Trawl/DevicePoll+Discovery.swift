import TrawlCore
import TrawlDialects

/// Where the API of a device begins, asked once before anything else.
extension DevicePoll {
    /// Finds out where the API begins, where its dialect leaves that to the device, and puts the calls below it.
    ///
    /// - Returns: What every call of the device comes to where the device did not say; `nil` to go on.
    func discoverRoot(for round: inout [Agenda.Call]) async -> DeviceCalls.Ended? {
        guard let discovery = calls.dialect.discovery, !round.isEmpty else { return nil }
        let entry = calls.entry
        let ended = await calls.perform(
            [discovery],
            timeout: entry.limits.requestTimeout,
            keeps: !entry.changes,
            holdsPlace: false,
            session: nil
        )
        guard case .success(let results) = ended.result else { return ended }
        guard case .reply(let reply)? = results.first, let root = reply.text else { return nil }
        round = round.map { $0.below(root) }
        return nil
    }
}
