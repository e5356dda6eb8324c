#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Holds items back: in memory up to a limit, past it in a temporary file that has no name and goes with the process.
final class Spill {
    /// Where an item is.
    enum Ticket {
        case memory(Int)
        case file(offset: Int, count: Int)
    }

    /// What a run may hold back in memory.
    static let defaultLimit = 64 << 20

    private static let bufferSize = 1 << 18

    private let limit: Int
    private let directory: String
    private var items: [Int: [UInt8]] = [:]
    private var nextItem = 0
    private var itemBytes = 0
    private var descriptor: Int32?
    private var path = ""
    /// The end of what the file holds.
    private var written = 0
    /// What follows in the file but was not handed to the system yet.
    private var buffer: [UInt8] = []

    init(limit: Int = Spill.defaultLimit, directory: String? = nil) {
        self.limit = limit
        self.directory = directory ?? Self.temporaryDirectory
    }

    deinit {
        if let descriptor { _ = close(descriptor) }
    }

    /// Whether a file was needed.
    var isOnDisk: Bool { descriptor != nil }

    /// Holds an item.
    func hold(_ item: [UInt8]) throws(OutputError) -> Ticket {
        // What an array and its place in the dictionary cost beside their bytes.
        let cost = item.count + 64
        if itemBytes + cost <= limit {
            items[nextItem] = item
            itemBytes += cost
            nextItem += 1
            return .memory(nextItem - 1)
        }
        if descriptor == nil { try openFile() }
        let ticket = Ticket.file(offset: written + buffer.count, count: item.count)
        buffer.append(contentsOf: item)
        if buffer.count >= Self.bufferSize { try flush() }
        return ticket
    }

    /// Reads an item without giving it up.
    func item(_ ticket: Ticket) throws(OutputError) -> [UInt8] {
        switch ticket {
        case .memory(let index):
            return items[index] ?? []
        case .file(let offset, let count):
            if offset + count > written { try flush() }
            guard let descriptor, count > 0 else { return [] }
            let bytes = try SystemCalls.read(count, at: offset, from: descriptor, path: path)
            guard bytes.count == count else { throw .system(operation: "read", path: path, code: EIO) }
            return bytes
        }
    }

    /// Reads an item for the last time.
    func take(_ ticket: Ticket) throws(OutputError) -> [UInt8] {
        guard case .memory(let index) = ticket else { return try item(ticket) }
        let item = items.removeValue(forKey: index) ?? []
        itemBytes -= item.count + 64
        return item
    }

    private func flush() throws(OutputError) {
        guard let descriptor, !buffer.isEmpty else { return }
        try SystemCalls.write(buffer, to: descriptor, path: path)
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    private func openFile() throws(OutputError) {
        path = "\(directory)/.trawl-\(String(UInt64.random(in: .min ... .max), radix: 16)).spill"
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
        descriptor = try SystemCalls.open(path, flags, mode: 0o600, operation: "create")
        // Without a name nobody else opens it, and nothing of it outlives the process.
        SystemCalls.remove(path)
    }

    /// `/var/tmp` before `/tmp`: the latter is often memory, which is what is to be saved.
    private static var temporaryDirectory: String {
        if let value = unsafe getenv("TMPDIR") {
            let directory = unsafe String(cString: value)
            if directory.hasPrefix("/") { return directory }
        }
        return SystemCalls.isWritable("/var/tmp") ? "/var/tmp" : "/tmp"
    }
}
