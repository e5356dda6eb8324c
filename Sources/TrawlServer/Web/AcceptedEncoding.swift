/// What a header field `Accept-Encoding` says.
enum AcceptedEncoding {
    /// Whether a client takes gzip.
    static func takesGzip(_ field: String?) -> Bool {
        var verdicts: [String: Bool] = [:]
        for item in (field ?? "").lowercased().split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            verdicts[name] = (quality ?? 1) > 0
        }
        return verdicts["gzip"] ?? verdicts["x-gzip"] ?? verdicts["*"] ?? false
    }
}
