import FoundationEssentials
import TrawlOutputs

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What waits for a receiver, on disk: records in numbered files of one directory, and up to where they were taken.
///
/// A record outlives the process the moment that ``append(_:)`` returns, and the host once ``synchronize()`` does. The
/// position is written whenever the receiver took something; what was sent after the last one that reached the disk is
/// sent again, which receivers of samples take for the same samples.
///
/// Used by one task at a time; its lock keeps other processes away.
final class DiskQueue {
    /// What lay there from before.
    struct Recovery {
        /// The blocks that were not taken, in order.
        var places: [DiskPlace] = []
        /// Stretches that could not be read.
        var damaged = 0
        /// The samples that were in them, as far as that can be told.
        var lost = 0
        /// Files that could not be read at all, with the reason.
        var unreadable: [String] = []
    }

    /// The most that the directory holds, in bytes.
    let limit: Int
    private let directory: String
    private let mark: UInt8
    private let lock: Int32
    private let position: Int32
    /// The files that are there, oldest first, with their lengths.
    private var segments: [(number: Int, length: Int)] = []
    /// The one that is written to, the last of them.
    private var active: Int32?
    /// Those that blocks are read from.
    private var open: (segment: Int, descriptor: Int32)?
    private var nextNumber = 1
    private(set) var isDirty = false
    private var isClosed = false

    private static let magic = Array("TRWLQ1".utf8)
    private static let headerLength = 8

    /// Takes a directory, and makes it where it is not there.
    ///
    /// - Parameters:
    ///   - directory: A directory of this queue's own.
    ///   - mark: The letter of the protocol that blocks are written in.
    ///   - limit: The most that the directory holds, in bytes.
    /// - Throws: What the system refused, or that another process or protocol has the directory.
    init(directory: String, mark: UInt8, limit: Int) throws(OutputError) {
        self.directory = directory
        self.mark = mark
        self.limit = limit
        try SystemCalls.makeDirectory(directory, mode: 0o700)
        lock = try SystemCalls.open("\(directory)/lock", O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
        do throws(OutputError) {
            if SystemCalls.lock(lock) == .held {
                throw .unsupported("\(TerminalText.escape(directory)) is the queue of another output or process")
            }
            position = try SystemCalls.open("\(directory)/position", O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
        } catch {
            _ = close(lock)
            throw error
        }
    }

    deinit {
        letGo()
    }

    /// Lets go of the directory, so that another one can have it; nothing is written or read from here on.
    func letGo() {
        guard !isClosed else { return }
        isClosed = true
        if let active { _ = close(active) }
        if let open { _ = close(open.descriptor) }
        _ = close(position)
        // Even where a process that is just being started has a copy of it.
        _ = flock(lock, LOCK_UN)
        _ = close(lock)
    }

    /// The bytes that the directory holds.
    var size: Int { segments.reduce(0) { $0 + $1.length } }

    /// The length that a file may have before another one is begun.
    private var segmentLength: Int { min(16 << 20, max(4096, limit / 8)) }

    // MARK: From before

    /// Reads what a process before this one left; to be called once, before anything else.
    ///
    /// - Throws: Where the directory cannot be read, or holds blocks of another protocol.
    func recover() throws(OutputError) -> Recovery {
        var recovery = Recovery()
        let stored = try SystemCalls.read(DiskPosition.length, at: 0, from: position, path: path("position"))
        let position = DiskPosition(stored).flatMap { $0.segment <= Self.lastNumber ? $0 : nil }
        let start = position ?? DiskPosition()
        if !stored.isEmpty, position == nil { recovery.damaged += 1 }
        for number in try numbers() {
            nextNumber = number + 1
            guard number >= start.segment else {
                SystemCalls.remove(path(of: number))
                continue
            }
            do throws(OutputError) {
                try recover(number, from: number == start.segment ? start.offset : 0, into: &recovery)
            } catch {
                if case .unsupported = error { throw error }
                recovery.unreadable.append("\(error)")
            }
        }
        nextNumber = max(nextNumber, start.segment + 1)
        // So that it has its place on the disk before that is full. Where it is full already, what lies there is sent, which
        // makes room, and the next position finds it.
        if position == nil { try? write(start) }
        return recovery
    }

    private func numbers() throws(OutputError) -> [Int] {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            // Only those that are called as they are here; whatever else lies there is somebody else's.
            return names.compactMap { name in
                Int(name.dropLast(Self.suffix.count)).flatMap { number in
                    (1...Self.lastNumber).contains(number) && name == Self.name(of: number) ? number : nil
                }
            }.sorted()
        } catch {
            throw .unsupported("\(TerminalText.escape(directory)) cannot be read: \(error)")
        }
    }

    private func recover(_ number: Int, from start: Int, into recovery: inout Recovery) throws(OutputError) {
        let descriptor = try SystemCalls.open(path(of: number), O_RDONLY | O_NOFOLLOW)
        defer { _ = close(descriptor) }
        let length = try SystemCalls.status(of: descriptor, path: path(of: number)).size
        let bytes = try SystemCalls.read(length, at: 0, from: descriptor, path: path(of: number))
        if bytes.starts(with: Self.magic), bytes.count >= Self.headerLength, bytes[Self.magic.count] != mark {
            throw .unsupported("\(TerminalText.escape(directory)) is the queue of an output of another kind")
        }
        // Whatever its header says: records are known by themselves.
        let (records, damaged, lost) = DiskRecord.all(in: bytes, from: max(start, min(Self.headerLength, bytes.count)))
        recovery.damaged += damaged
        recovery.lost += lost
        recovery.places += records.map {
            DiskPlace(segment: number, offset: $0.offset, length: $0.length, samples: $0.samples)
        }
        if let last = records.last {
            // Up to where it can be read: what is cut or damaged behind that is never taken, and must not keep the file.
            segments.append((number, last.offset + last.length))
        } else {
            SystemCalls.remove(path(of: number))
        }
    }

    // MARK: Writing

    /// Makes room for a block, within ``limit``.
    ///
    /// To be told before ``append(_:)``, which may fail all the same.
    ///
    /// - Returns: The oldest files, which had to go for it.
    func makeRoom(for block: PushBlock) -> [Int] {
        let count = DiskRecord.headerLength + block.bytes.count + Self.headerLength
        guard !isClosed, count <= limit else { return [] }
        var dropped: [Int] = []
        while size + count > limit, let oldest = segments.first {
            if segments.count == 1 { closeActive() }
            remove(oldest.number)
            dropped.append(oldest.number)
        }
        return dropped
    }

    /// Writes a block behind all others; there must be room for it.
    ///
    /// - Returns: Where it lies.
    /// - Throws: What the system refused; nothing of the block is left then.
    func append(_ block: PushBlock) throws(OutputError) -> DiskPlace {
        guard !isClosed else { throw .system(operation: "write", path: directory, code: EBADF) }
        let record = DiskRecord.bytes(of: block)
        guard record.count + Self.headerLength <= limit else {
            throw .system(operation: "write", path: directory, code: EFBIG)
        }
        if let last = segments.last, active != nil, last.length + record.count > segmentLength { closeActive() }
        let descriptor = try writable()
        let last = segments.count - 1
        let (number, length) = segments[last]
        do throws(OutputError) {
            try SystemCalls.write(record, to: descriptor, path: path(of: number))
        } catch {
            // A part of it may be there. What cannot be cut is found damaged by who reads it, and no longer written to.
            do throws(OutputError) {
                try SystemCalls.truncate(descriptor, to: length, path: path(of: number))
            } catch {
                closeActive()
            }
            throw error
        }
        segments[last].length += record.count
        isDirty = true
        let offset = length + DiskRecord.headerLength
        return DiskPlace(segment: number, offset: offset, length: block.bytes.count, samples: block.samples)
    }

    /// The file that is written to, begun where there is none.
    private func writable() throws(OutputError) -> Int32 {
        if let active { return active }
        let number = nextNumber
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND
        let descriptor = try SystemCalls.open(path(of: number), flags, mode: 0o600)
        nextNumber += 1
        do throws(OutputError) {
            try SystemCalls.write(Self.magic + [mark, 0x0A], to: descriptor, path: path(of: number))
        } catch {
            _ = close(descriptor)
            SystemCalls.remove(path(of: number))
            throw error
        }
        active = descriptor
        segments.append((number, Self.headerLength))
        return descriptor
    }

    private func closeActive() {
        guard let active else { return }
        // What cannot be synchronised now is told by nobody later: the same disk refuses the next file.
        try? SystemCalls.synchronize(active, path: directory)
        letGoOfActive()
    }

    private func letGoOfActive() {
        if let active { _ = close(active) }
        active = nil
        isDirty = false
    }

    private func remove(_ number: Int) {
        if open?.segment == number, let descriptor = open?.descriptor {
            _ = close(descriptor)
            open = nil
        }
        SystemCalls.remove(path(of: number))
        segments.removeAll { $0.number == number }
    }

    /// Puts what was written on the disk, where a crash of the host leaves it.
    func synchronize() throws(OutputError) {
        guard isDirty, let active else { return }
        isDirty = false
        try SystemCalls.synchronize(active, path: directory)
    }

    // MARK: Reading

    /// Reads a block; `nil` where it is damaged or gone.
    func read(_ place: DiskPlace) -> [UInt8]? {
        guard !isClosed else { return nil }
        do throws(OutputError) {
            let path = path(of: place.segment)
            if open?.segment != place.segment {
                if let open { _ = close(open.descriptor) }
                open = nil
                open = (place.segment, try SystemCalls.open(path, O_RDONLY | O_NOFOLLOW))
            }
            guard let descriptor = open?.descriptor else { return nil }
            let start = place.offset - DiskRecord.headerLength
            let count = DiskRecord.headerLength + place.length
            let bytes = try SystemCalls.read(count, at: start, from: descriptor, path: path)
            guard let record = DiskRecord.read(at: 0, in: bytes), record.length == place.length else { return nil }
            return Array(bytes[record.offset...])
        } catch {
            // Told as damage, with all else that cannot be read.
            return nil
        }
    }

    /// Notes that everything up to a block was taken, or is not wanted any more.
    func acknowledge(_ place: DiskPlace) throws(OutputError) {
        guard !isClosed else { return }
        for (number, _) in segments where number < place.segment { remove(number) }
        // Done with to its end. The one that is written to goes as well: on a disk that is full it may have the room that
        // the next one needs.
        if let first = segments.first, first.number == place.segment, first.length <= place.end {
            if segments.count == 1 { letGoOfActive() }
            remove(first.number)
        }
        try write(DiskPosition(segment: place.segment, offset: place.end))
    }

    private func write(_ position: DiskPosition) throws(OutputError) {
        let bytes = position.bytes
        var done = 0
        while done < bytes.count {
            let (count, code) = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
                let count = unsafe pwrite(self.position, rest.baseAddress, rest.count, off_t(done))
                return (count, errno)
            }
            if count > 0 {
                done += count
            } else if count == 0 || code != EINTR {
                // Nothing of it was written, and no error told: there is no room.
                throw .system(operation: "write", path: path("position"), code: count == 0 ? ENOSPC : code)
            }
        }
    }

    // MARK: Names

    private static let suffix = ".segment"
    /// Beyond what a queue that counts from 1 ever reaches.
    private static let lastNumber = 1 << 53

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    private func path(of segment: Int) -> String { path(Self.name(of: segment)) }

    private static func name(of segment: Int) -> String {
        let digits = String(segment)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits + suffix
    }
}
