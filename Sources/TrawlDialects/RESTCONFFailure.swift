import TrawlCore
import TrawlJSON

/// The first error of a RESTCONF answer (RFC 8040, 7.1).
struct RESTCONFFailure {
    /// The kind of error, such as `invalid-value`.
    var tag: String
    /// The device's words, with the path that they are about.
    var text: String

    /// Reads an answer that is an error, in either wrapping; `nil` for any other.
    init?(in answer: JSONSlice) {
        guard let errors = answer["ietf-restconf:errors"] ?? answer["errors"], answer.count == 1,
            let list = errors["error"], let first = list.kind == .array ? list.elements.first : list,
            first.kind == .object, let tag = first["error-tag"]?.string
        else { return nil }
        self.tag = tag
        let message = first["error-message"].flatMap { $0.string ?? $0["value"]?.string } ?? ""
        let path = first["error-path"]?.string.map { " (\($0))" } ?? ""
        text = (message.isEmpty ? tag : "\(tag): \(message)") + path
    }

    /// Whether the error says that what was asked for has no instance, which is an answer.
    ///
    /// RFC 8040 leaves the words to devices: SONiC's for an empty table are `invalid-value`, "Entry not found".
    var saysNothingThere: Bool {
        tag == "data-missing" || (tag == "invalid-value" && text.lowercased().contains("not found"))
    }

    /// What the error means.
    var code: DeviceError.Code {
        switch tag {
        case "access-denied": .commandUnauthorized
        case "in-use", "lock-denied", "resource-denied": .throttled
        case "invalid-value", "too-big", "missing-attribute", "bad-attribute", "unknown-attribute", "missing-element",
            "bad-element", "unknown-element", "unknown-namespace", "data-missing", "operation-not-supported",
            "malformed-message":
            .commandRefused
        default: .commandFailed
        }
    }
}
