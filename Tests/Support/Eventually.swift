/// Waits until a condition holds, looking again and again.
///
/// For what another process does, which nothing here can await.
///
/// - Throws: ``ConditionTimeout`` where it does not come about in time.
package func eventually(
    within limit: Duration = .seconds(30),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw ConditionTimeout(limit: limit) }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// What was waited for did not come about.
package struct ConditionTimeout: Error, CustomStringConvertible {
    /// How long it was waited for.
    package var limit: Duration

    /// How long it was waited for.
    package var description: String { "what was waited for did not come about within \(limit)" }
}
