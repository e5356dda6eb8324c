/// A list of short texts as bytes, for rows that are held back.
enum FieldList {
    static func encode(_ fields: [String]) -> [UInt8] {
        join(fields.map { Array($0.utf8) })
    }

    static func decode(_ bytes: [UInt8]) -> [String] {
        split(bytes).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Rows as one item: an outcome whose model is a list has a row an entry.
    static func join(_ rows: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in rows {
            var count = row.count
            // Seven bits a byte, lowest first; the top bit says that more follow.
            while count >= 0x80 {
                bytes.append(UInt8(count & 0x7F) | 0x80)
                count >>= 7
            }
            bytes.append(UInt8(count))
            bytes.append(contentsOf: row)
        }
        return bytes
    }

    /// The rows of ``join(_:)``.
    static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var rows: [ArraySlice<UInt8>] = []
        var index = 0
        while index < bytes.count {
            var count = 0
            var shift = 0
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                count |= Int(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            let end = min(index + count, bytes.count)
            rows.append(bytes[index..<end])
            index = end
        }
        return rows
    }
}
