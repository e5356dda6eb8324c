import FoundationEssentials

/// Runs a body with a new directory, and removes it on every path.
package func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.path + "/trawl-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
    )
    defer {
        // A test may have taken its own right to remove what is inside; what stays is in the temporary directory.
        try? FileManager.default.removeItem(atPath: path)
    }
    return try await body(path)
}
