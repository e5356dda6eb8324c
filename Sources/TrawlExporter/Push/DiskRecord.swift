import CZlib

/// A block as it lies in a file of the disk queue: a marker, lengths, a checksum, and the block itself.
///
/// The marker lets a reader find the next record behind one that is damaged.
struct DiskRecord: Sendable, Hashable {
    /// The bytes in front of a block: marker, length, samples, checksum; four each, the least significant first.
    static let headerLength = 16
    private static let marker = Array("TRWL".utf8)
    /// Beyond any block; a length above it is damage.
    static let longest = 64 << 20

    /// Where the block begins, counted from the file's beginning.
    var offset: Int
    /// The length of the block.
    var length: Int
    var samples: Int

    /// Where the record ends.
    var end: Int { offset + length }

    /// The bytes of a record.
    static func bytes(of block: PushBlock) -> [UInt8] {
        let lengths = little(UInt32(block.bytes.count)) + little(UInt32(block.samples))
        return marker + lengths + little(checksum(lengths, block.bytes[...])) + block.bytes
    }

    /// The record that begins at an offset; `nil` where there is none, or none that is whole.
    static func read(at start: Int, in file: [UInt8]) -> DiskRecord? {
        let offset = start + headerLength
        guard offset <= file.count, file[start..<start + 4].elementsEqual(marker) else { return nil }
        let length = Int(number(file[(start + 4)...]))
        guard length <= longest, offset + length <= file.count else { return nil }
        let sum = checksum(Array(file[start + 4..<start + 12]), file[offset..<offset + length])
        guard sum == number(file[(start + 12)...]) else { return nil }
        return DiskRecord(offset: offset, length: length, samples: Int(number(file[(start + 8)...])))
    }

    /// All whole records of a file from an offset on, how many stretches between them are damaged, and the samples that
    /// were in those by the headers that are left.
    static func all(in file: [UInt8], from start: Int) -> (records: [DiskRecord], damaged: Int, lost: Int) {
        var records: [DiskRecord] = []
        var damaged = 0
        var lost = 0
        var isDamaged = false
        var offset = start
        while offset < file.count {
            if let record = read(at: offset, in: file) {
                records.append(record)
                offset = record.end
                isDamaged = false
                continue
            }
            if !isDamaged { damaged += 1 }
            isDamaged = true
            lost += claim(at: offset, in: file)
            offset = file[(offset + 1)...].firstIndex(of: marker[0]) ?? file.count
        }
        return (records, damaged, lost)
    }

    /// The samples that the header of a damaged record tells of; 0 where there is none, or none that can be true.
    private static func claim(at start: Int, in file: [UInt8]) -> Int {
        guard start + headerLength <= file.count, file[start..<start + 4].elementsEqual(marker) else { return 0 }
        let length = Int(number(file[(start + 4)...]))
        let samples = Int(number(file[(start + 8)...]))
        // No sample is as short as that.
        return samples <= length / 8 ? samples : 0
    }

    /// CRC-32, as zlib has it.
    static func checksum(_ parts: [UInt8], _ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum = crc32(0, nil, 0)
        sum = unsafe parts.withUnsafeBufferPointer { unsafe crc32(sum, $0.baseAddress, uInt($0.count)) }
        sum = unsafe bytes.withUnsafeBufferPointer { unsafe crc32(sum, $0.baseAddress, uInt($0.count)) }
        return UInt32(truncatingIfNeeded: sum)
    }

    static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// Where a block lies on disk.
struct DiskPlace: Sendable, Hashable {
    /// The number of the file.
    var segment: Int
    /// Where the block begins in it.
    var offset: Int
    var length: Int
    var samples: Int

    /// Where it ends.
    var end: Int { offset + length }
}
