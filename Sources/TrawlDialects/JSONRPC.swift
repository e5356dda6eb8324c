import TrawlCore
import TrawlJSON

/// What the envelopes of eAPI and NX-API share: JSON-RPC 2.0.
enum JSONRPC {
    /// The error of an envelope.
    struct Failure: Sendable {
        /// The device's number; `nil` where it gave none that can be read.
        var code: Int?
        /// The device's words for the number.
        var message: String
        /// What came with it.
        var data: JSONSlice?

        /// Reads `error`; devices also send numbers as text, and a text in place of the object.
        init(_ error: JSONSlice) {
            code = error["code"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
            message = error["message"]?.string ?? error.string ?? ""
            data = error["data"].flatMap { $0.isNull ? nil : $0 }
        }

        /// Whether the number is one of JSON-RPC's own, about the envelope and not about a command.
        var isAboutEnvelope: Bool { (code ?? 0) < 0 }
    }

    /// Whether the echoed id is the one that was sent: as a number, or as text of the same number.
    static func matches(_ echo: JSONSlice?, _ id: UInt64) -> Bool {
        guard let echo else { return false }
        return echo.uint64 == id || echo.string.flatMap { UInt64($0) } == id
    }

    /// Whether an echoed id says nothing: JSON-RPC's `null` for a request that could not be read.
    static func isAbsent(_ echo: JSONSlice?) -> Bool { echo?.isNull ?? true }

    /// The error of an envelope, unless it has none.
    static func failure(in envelope: JSONSlice) -> Failure? {
        guard let error = envelope["error"], !error.isNull else { return nil }
        return Failure(error)
    }

    /// Whether a value is an envelope that brings an error, so that a status of 500 is about a command.
    static func bringsError(_ answer: JSONSlice) -> Bool {
        let envelopes = answer.kind == .array ? answer.elements : [answer]
        return envelopes.contains { envelope in
            guard let error = envelope["error"], error.kind == .object else { return false }
            return error["code"] != nil || error["message"] != nil
        }
    }
}

extension Exchange {
    /// The answer's JSON; the status is judged only where the body brings no error of its own.
    func envelope() throws(DeviceError) -> JSONSlice {
        guard let refusal = statusError(notFound: .apiNotFound) else { return try json() }
        guard mayCarryAnswer else { throw refusal }
        let answer: JSONSlice
        do {
            answer = try JSONSlice(parsing: response.body)
        } catch {
            throw refusal
        }
        guard JSONRPC.bringsError(answer) else { throw refusal }
        return answer
    }

    /// The error of a call whose answer carries another id.
    func wrongID(_ echo: JSONSlice?, expected: String) -> DeviceError {
        let found =
            switch echo {
            case nil: "no id"
            case .some(let echo): "id " + words(String(decoding: echo.bytes, as: UTF8.self), limit: 40)
            }
        return error(.wrongID, "the answer has \(found), the request had \(expected)")
    }
}
