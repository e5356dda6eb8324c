import Synchronization
import TrawlCollections
import TrawlCore
package import TrawlMetrics
package import TrawlServer

/// The pages of `trawl serve`: who may see them, which there are, and how requests for them are counted.
package struct ExporterEndpoints: Sendable {
    /// The pages.
    enum Page: String, CaseIterable {
        case status = "/"
        case metrics = "/metrics"
        case probe = "/probe"
        case targets = "/targets"
        case healthy = "/-/healthy"
        case ready = "/-/ready"
        case reload = "/-/reload"

        /// The methods that it takes, as `Allow` says them.
        var methods: [String] { self == .reload ? ["POST", "PUT"] : ["GET", "HEAD"] }

        /// Whether it is for everybody: whoever watches over processes has no password, and nothing is told.
        var isOpen: Bool { self == .healthy || self == .ready }
    }

    /// More texts of all metrics are not there at once; each may have tens of megabytes, and slow readers.
    static let mostTexts = 8

    private let source: EndpointSource
    private let access: WebAccess
    private let statistics = EndpointStatistics()

    /// Makes the endpoints.
    package init(source: EndpointSource, access: WebAccess) {
        self.source = source
        self.access = access
    }

    /// Serves them while `body` runs.
    ///
    /// - Throws: ``ListenerError`` where the address cannot be had, and what `body` throws.
    package func serve<Result>(
        at address: ListenAddress,
        limits: WebLimits = WebLimits(),
        body: (WebServer) async throws -> Result
    ) async throws -> Result {
        let service = WebService(tls: { try access.tls() }, answer: { await answer($0) })
        return try await WebServer.withServer(at: address, limits: limits, service: service) { server in
            statistics.begin(server)
            defer { statistics.end() }
            return try await body(server)
        }
    }

    /// Answers a request, and counts it.
    package func answer(_ request: ServerRequest) async -> WebResponse {
        let target = WebTarget(request.target)
        let page = target.flatMap { Page(rawValue: $0.path) }
        var response = await response(to: request, target: target, page: page)
        response.headers += [
            HTTPField("Cache-Control", "no-store"), HTTPField("X-Content-Type-Options", "nosniff"),
        ]
        statistics.count(page, status: response.status)
        return response
    }

    private func response(to request: ServerRequest, target: WebTarget?, page: Page?) async -> WebResponse {
        guard let target else { return WebResponse(status: 400, text: "this is no path of a page\n") }
        if page?.isOpen != true, await !access.allows(request) { return access.challenge() }
        guard let page else { return Self.noPage }
        guard page.methods.contains(request.method) else {
            var refusal = WebResponse(
                status: 405,
                text: "\(page.rawValue) takes \(page.methods.joined(separator: ", "))\n"
            )
            refusal.headers.append(HTTPField("Allow", page.methods.joined(separator: ", ")))
            return refusal
        }
        switch page {
        case .status: return StatusPage.response(await source.status())
        case .metrics: return await metrics(request)
        case .probe: return await probe(request, target)
        case .targets:
            let list = ScrapeTarget.list(await source.targets())
            return WebResponse(headers: [HTTPField("Content-Type", "application/json")], body: [list])
        case .healthy: return WebResponse(text: "healthy\n")
        case .ready:
            return source.isReady() ? WebResponse(text: "ready\n") : WebResponse(status: 503, text: "not ready yet\n")
        case .reload: return await reload(request)
        }
    }

    private static let noPage: WebResponse = {
        let list = Page.allCases.map { "\($0.methods[0]) \($0.rawValue)\n" }.joined()
        return WebResponse(status: 404, text: "there is no such page; there are\n\n\(list)")
    }()

    private func metrics(_ request: ServerRequest) async -> WebResponse {
        guard let place = TextPlace(statistics) else {
            var response = WebResponse(status: 503, text: "\(Self.mostTexts) scrapes are being answered already\n")
            response.headers.append(HTTPField("Retry-After", "1"))
            return response
        }
        let format = ExpositionFormat(accept: request.header("Accept"))
        var response = Self.text(await source.metrics(format, metrics), as: format)
        response.place = place
        return response
    }

    private static func text(_ chunks: [[UInt8]], as format: ExpositionFormat) -> WebResponse {
        WebResponse(headers: [HTTPField("Content-Type", format.contentType)], body: chunks)
    }

    private func probe(_ request: ServerRequest, _ target: WebTarget) async -> WebResponse {
        let names = target.values(of: "target")
        guard names.count == 1, let name = names.first, !name.isEmpty else {
            let text =
                "one `target` is needed: /probe?target=NAME&collection=NAME, with a device's name in the inventory\n"
            return WebResponse(status: 400, text: text)
        }
        var deadline: ContinuousClock.Instant?
        if let field = request.header(ScrapeTimeout.field) {
            guard let limit = ScrapeTimeout.limit(field) else {
                return WebResponse(status: 400, text: "\(ScrapeTimeout.field) is no time in seconds\n")
            }
            deadline = .now + limit
        }
        let format = ExpositionFormat(accept: request.header("Accept"))
        let probe = ProbeRequest(
            target: name,
            collections: target.values(of: "collection"),
            deadline: deadline,
            format: format
        )
        switch await source.probe(probe) {
        case .metrics(let chunks):
            return Self.text(chunks, as: format)
        case .unknown(let what, let hint):
            let lines = [what] + (hint.map { ["hint: \($0)"] } ?? [])
            return WebResponse(status: 400, text: lines.map(\.escapingControls).joined(separator: "\n") + "\n")
        }
    }

    private func reload(_ request: ServerRequest) async -> WebResponse {
        // A page of another site could make a browser send it.
        if let origin = request.header("Origin"), !Self.isSame(origin, host: request.header("Host")) {
            return WebResponse(status: 403, text: "not from another site\n")
        }
        switch await source.reload() {
        case .taken(let what): return WebResponse(text: "\(what.escapingControls)\n")
        case .refused(let why):
            let lines = why.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapingControls }
            return WebResponse(
                status: 500,
                text: "the configuration before it goes on\n\n\(lines.joined(separator: "\n"))\n"
            )
        }
    }

    private static func isSame(_ origin: String, host: String?) -> Bool {
        guard let host else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// What the endpoints count themselves; label sets are closed, whatever clients send.
    package var metrics: [SampleGroup] { statistics.groups(rejections: access.rejections) + access.metrics }
}
