import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A directory that only its owner can look into, for as long as it is needed.
enum PrivateDirectory {
    /// Makes a directory, runs `body`, and removes the directory with everything in it.
    static func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let name = "trawl-sim-\(UUID().uuidString)"
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        // What cannot be removed is left to the system's own cleaning of temporary files.
        defer { try? FileManager.default.removeItem(at: directory) }
        return try await body(directory.path)
    }
}

/// A file that only its owner can read, from its first byte on.
enum PrivateFile {
    /// Writes a file whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let temporary = "\(path).\(UUID().uuidString)"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SimulatorError("cannot write \(path): \(Self.lastError)") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(bytes))
            try file.close()
        } catch {
            // The unfinished file is of no use to anybody; the error that is thrown says why.
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        guard unsafe rename(temporary, path) == 0 else {
            let reason = Self.lastError
            try? FileManager.default.removeItem(atPath: temporary)
            throw SimulatorError("cannot write \(path): \(reason)")
        }
    }

    private static var lastError: String { unsafe String(cString: strerror(errno)) }
}
