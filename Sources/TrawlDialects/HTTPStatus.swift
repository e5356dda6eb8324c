import TrawlCore

extension Exchange {
    /// What the status says went wrong; `nil` for 200, the only one that brings an answer.
    func statusError(notFound: DeviceError.Code) -> DeviceError? {
        let status = response.status
        switch status {
        case 200:
            return nil
        case 401:
            return error(.loginRejected, statusDetail)
        case 403:
            return error(.notAllowed, statusDetail)
        case 404:
            return error(notFound, statusDetail)
        case 400, 405:
            return error(.httpStatus, statusDetail, hint: notFound == .apiNotFound ? notFound.hint : nil)
        case 429:
            return error(.throttled, statusDetail, retryAfter: retryAfter)
        case 503 where response.header("Retry-After") != nil:
            return error(.throttled, statusDetail, retryAfter: retryAfter)
        case 304:
            // Not a redirect, though it shares their hundred: an answer to a condition that was never set.
            return error(.httpStatus, statusDetail)
        case 300..<400:
            return error(.redirectRefused, "HTTP \(status) to \(location)")
        case 500..<600:
            return error(.httpServerError, statusDetail)
        default:
            return error(.httpStatus, statusDetail)
        }
    }

    /// Whether an API may put an answer into a response of this status.
    ///
    /// NX-API says 500 or 400 where a command failed, and the body says which: it is read before the status is judged.
    var mayCarryAnswer: Bool {
        switch response.status {
        case 200: true
        case 401, 403, 407, 429: false
        case 503: response.header("Retry-After") == nil
        default: (400..<600).contains(response.status)
        }
    }

    /// The status with the first words of what came with it.
    private var statusDetail: String {
        let status = "HTTP \(response.status)"
        let body = response.body
        if DeviceText.isHTML(body) {
            guard let title = DeviceText.title(ofHTML: body) else { return "\(status), with an HTML page" }
            return "\(status), with an HTML page: \(words(title, limit: 120))"
        }
        let text = excerpt(of: body, limit: 120)
        return text.isEmpty ? status : "\(status): \(text)"
    }

    /// Where a redirect leads, without the user and password that it may name.
    private var location: String {
        guard let location = response.header("Location"), !location.isEmpty else { return "nowhere (no Location)" }
        return words(Self.withoutUserInfo(location), limit: 120)
    }

    /// How long the device asked to be left alone; `nil` where it said nothing that can be obeyed.
    private var retryAfter: Duration? {
        response.header("Retry-After").flatMap { RetryAfter.duration($0, answeredAt: response.header("Date")) }
    }

    static func withoutUserInfo(_ location: String) -> String {
        // Browsers read backslashes as slashes; whoever hides a password behind one is served too.
        let isSlash: (Character) -> Bool = { $0 == "/" || $0 == "\\" }
        var start = location.startIndex
        if let slash = location.firstIndex(where: isSlash) {
            let next = location.index(after: slash)
            let isAuthority = next < location.endIndex && isSlash(location[next])
            if isAuthority { start = location.index(after: next) }
        }
        let end = location[start...].firstIndex { isSlash($0) || $0 == "?" || $0 == "#" } ?? location.endIndex
        guard let at = location[start..<end].lastIndex(of: "@") else { return location }
        return String(location[..<start] + location[location.index(after: at)...])
    }
}
