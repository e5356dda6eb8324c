#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads files that earlier runs wrote.
enum OutputDirectory {
    /// A file's bytes; none where there is no file.
    static func content(of path: String) throws(OutputError) -> [UInt8] {
        let descriptor: Int32
        do throws(OutputError) {
            descriptor = try SystemCalls.open(path, O_RDONLY | O_NOFOLLOW)
        } catch {
            guard case .system(_, _, ENOENT) = error else { throw error }
            return []
        }
        defer { _ = close(descriptor) }
        let status = try SystemCalls.status(of: descriptor, path: path)
        guard status.isRegular else { return [] }
        return try SystemCalls.read(status.size, at: 0, from: descriptor, path: path)
    }
}
