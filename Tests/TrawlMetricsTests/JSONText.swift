import TrawlJSON

/// Values of JSON written in tests.
enum JSONText {
    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONSlice(parsing: Array(text.utf8)).decode(type)
    }
}
