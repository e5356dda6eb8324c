/// A dictionary that is read and written as an object, without the containers and keys of `Codable`.
///
/// Maps by interface or prefix are most of what switches answer, and the standard library looks each of their keys up
/// again after it has listed them.
protocol StringKeyedDecodable {
    static func read(from decoder: JSONTapeDecoder) throws -> Self
}

extension Dictionary: StringKeyedDecodable where Key == String, Value: Decodable {
    static func read(from decoder: JSONTapeDecoder) throws -> [String: Value] {
        let (session, tape, object) = (decoder.session, decoder.session.tape, decoder.index)
        guard tape.word(object).kind == JSONWord.object else {
            throw decoder.mismatch([String: Value].self, expected: "an object")
        }
        var dictionary: [String: Value] = [:]
        dictionary.reserveCapacity(tape.count(of: object))
        var key = object + 2
        for _ in 0..<tape.count(of: object) {
            let name = tape.string(key)
            if dictionary.index(forKey: name) == nil {
                let member = JSONTapeDecoder(session: session, index: key + 1, object: object)
                dictionary[name] = try member.read(Value.self)
            }
            key = tape.index(after: key + 1)
        }
        return dictionary
    }
}

/// A dictionary that encodes as an object.
protocol StringKeyedDictionary {}

extension Dictionary: StringKeyedDictionary where Key == String {}
