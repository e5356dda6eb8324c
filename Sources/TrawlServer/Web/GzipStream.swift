import CZlib

/// Compresses text piece by piece, at the level that costs least.
@safe final class GzipStream {
    /// How much is made at once.
    private static let room = 32 << 10

    // Not in place: zlib refuses a stream whose address has changed.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Begins; `nil` where there is no memory for it.
    init?() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe trawl_deflate_init_gzip(stream, 1) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// What is to be sent for a piece; may be empty while more is to come.
    func compress(_ piece: [UInt8], isLast: Bool) -> [UInt8] {
        var (input, output) = (piece, [UInt8]())
        unsafe input.withUnsafeMutableBufferPointer { buffer in
            unsafe stream.pointee.next_in = buffer.baseAddress
            unsafe stream.pointee.avail_in = UInt32(clamping: buffer.count)
            var produced = Self.room
            while produced == Self.room {
                unsafe output += [UInt8](unsafeUninitializedCapacity: Self.room) { room, count in
                    unsafe stream.pointee.next_out = room.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(Self.room)
                    _ = unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    count = unsafe Self.room - Int(stream.pointee.avail_out)
                    produced = count
                }
            }
        }
        return output
    }
}
