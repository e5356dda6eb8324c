import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file's bytes, read once, with the path that messages name.
struct SourceFile: Sendable {
    /// The path as it was given.
    var path: String
    /// What the file holds.
    var bytes: [UInt8]
    /// The permission bits; `nil` for a text that comes from no file.
    var mode: UInt32?

    init(path: String, bytes: [UInt8], mode: UInt32? = nil) {
        self.path = path
        self.bytes = bytes
        self.mode = mode
    }

    /// Reads a file of at most `limit` bytes; anything longer is refused without being read.
    init(reading path: String, limit: Int, noun: String) throws(FileProblems) {
        do {
            (bytes, mode) = try Self.read(path, limit: limit)
        } catch {
            let message =
                switch error {
                case .system(let reason): "\(noun) cannot be read: \(reason)"
                case .directory: "\(noun) cannot be read: it is a directory"
                case .tooLong: "\(noun) is larger than \(limit >> 20) MiB"
                }
            throw FileProblems([FileProblem(file: path, message: message)])
        }
        self.path = path
    }

    /// Why a file was not read.
    enum ReadError: Error {
        case system(String)
        case directory
        case tooLong
    }

    /// Reads a whole file, or a pipe to its end, and its permission bits.
    static func read(_ path: String, limit: Int) throws(ReadError) -> ([UInt8], UInt32) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(systemMessage(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .system(systemMessage(errno)) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .directory }
        guard status.st_size <= limit else { throw .tooLong }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Self.fill($0, from: descriptor) }
            guard count >= 0 else { throw .system(systemMessage(errno)) }
            guard count > 0 else { break }
            guard bytes.count + count <= limit else { throw .tooLong }
            bytes += chunk[..<count]
        }
        return (bytes, UInt32(status.st_mode & 0o7777))
    }

    /// One `read`, tried again where a signal came between.
    private static func fill(_ buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32) -> Int {
        while true {
            let count = unsafe Self.systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// The system call, under a name that the method beside it does not hide.
    private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.read(descriptor, buffer, count)
        #elseif canImport(Musl)
        unsafe Musl.read(descriptor, buffer, count)
        #else
        unsafe Darwin.read(descriptor, buffer, count)
        #endif
    }

    /// The system's words for an error number.
    static func systemMessage(_ number: Int32) -> String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text).lowercased()
    }

    /// The texts of some lines, by number.
    func lines(_ wanted: Set<Int>) -> [Int: String] {
        guard let last = wanted.max(), last > 0 else { return [:] }
        var found: [Int: String] = [:]
        for (index, line) in SourceLines(bytes).prefix(last).enumerated() where wanted.contains(index + 1) {
            // Bounded, because a line may be as long as the file.
            found[index + 1] = String(
                decoding: bytes[line.lowerBound..<min(line.upperBound, line.lowerBound + 65_536)],
                as: UTF8.self
            )
        }
        return found
    }

    /// The place of a byte.
    func mark(ofByte offset: Int) -> YAMLMark {
        var (number, start) = (0, 0)
        for line in SourceLines(bytes) {
            guard line.lowerBound <= offset else { break }
            number += 1
            start = line.lowerBound
        }
        let column = bytes[start..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 } + 1
        return YAMLMark(line: number, column: column)
    }
}
