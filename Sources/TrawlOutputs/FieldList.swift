/// A list of short texts as bytes, for rows that are held back.
enum FieldList {
    static func encode(_ fields: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            var count = field.utf8.count
            // Seven bits a byte, lowest first; the top bit says that more follow.
            while count >= 0x80 {
                bytes.append(UInt8(count & 0x7F) | 0x80)
                count >>= 7
            }
            bytes.append(UInt8(count))
            bytes.append(contentsOf: field.utf8)
        }
        return bytes
    }

    static func decode(_ bytes: [UInt8]) -> [String] {
        var fields: [String] = []
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
            fields.append(String(decoding: bytes[index..<end], as: UTF8.self))
            index = end
        }
        return fields
    }
}
