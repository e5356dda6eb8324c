/// Up to where a disk queue was sent and taken.
struct DiskPosition: Sendable, Hashable {
    /// The number of a file; those before it are done with.
    var segment = 0
    /// Where in it the first block begins that was not taken.
    var offset = 0

    /// How long it is written.
    static let length = 20

    init(segment: Int = 0, offset: Int = 0) {
        self.segment = segment
        self.offset = offset
    }

    /// Reads it; `nil` where it is damaged.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length,
            DiskRecord.checksum(Array(bytes[..<16]), []) == DiskRecord.number(bytes[16...])
        else { return nil }
        let numbers = [0, 8].map { start in
            Int(DiskRecord.number(bytes[start...])) | Int(DiskRecord.number(bytes[(start + 4)...])) << 32
        }
        guard numbers.allSatisfy({ $0 >= 0 }) else { return nil }
        self.init(segment: numbers[0], offset: numbers[1])
    }

    /// As it is written.
    var bytes: [UInt8] {
        let numbers = [segment, offset].flatMap { number in
            DiskRecord.little(UInt32(truncatingIfNeeded: number))
                + DiskRecord.little(UInt32(truncatingIfNeeded: number >> 32))
        }
        return numbers + DiskRecord.little(DiskRecord.checksum(numbers, []))
    }
}
