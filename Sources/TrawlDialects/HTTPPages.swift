import TrawlCore
import TrawlJSON

/// The pages of the `http` dialect: what the first one is asked with, and what a page says about the next.
enum HTTPPages {
    /// Path and query with the page that is to be asked for.
    static func path(of http: HTTPCommand) -> String {
        guard let paging = http.paging, paging.style != .link else { return http.path }
        let position = http.position?.at ?? paging.first
        let parameters = [
            (paging.parameter ?? (paging.style == .offset ? "offset" : "page"), position),
            (paging.sizeParameter ?? (paging.style == .offset ? "limit" : "size"), paging.size),
        ]
        let query = parameters.map { "\(PercentEncoding.encode($0.0))=\($0.1)" }.joined(separator: "&")
        return http.path + (http.path.contains("?") ? "&" : "?") + query
    }

    /// A page's reply, with the command for the next page where there is one.
    static func result(
        _ reply: Reply,
        to command: Command,
        _ http: HTTPCommand,
        _ paging: HTTPPaging,
        _ exchange: Exchange
    ) -> CommandResult {
        var next = command
        var nextHTTP = http
        switch paging.style {
        case .link:
            guard let target = NextLink.target(in: exchange.response) else { return .reply(reply) }
            // What leads elsewhere is no path, and never sent; whoever is to send it says so.
            nextHTTP.path =
                NextLink.path(to: target, from: http.path, on: exchange.device)
                ?? exchange.words(Exchange.withoutUserInfo(target), limit: 120)
        case .offset, .page:
            guard let count = reply.json.flatMap({ ListPages(paging.items).list(in: $0) })?.count else {
                let hint = "say where the list is: `items` under `paging`"
                return .failure(exchange.error(.wrongEnvelope, at: 0, Exchange.noList, hint: hint))
            }
            let position = http.position ?? HTTPPagePosition(at: paging.first)
            // A device may give less than was asked for: only less than at first, or nothing, is the end.
            guard count > 0, count >= position.firstCount ?? 0 else { return .reply(reply) }
            nextHTTP.position = HTTPPagePosition(
                at: position.at + (paging.style == .offset ? count : 1),
                firstCount: position.firstCount ?? count
            )
        }
        next.content = .http(nextHTTP)
        return .part(reply, next: next)
    }
}
