import FoundationEssentials
import Synchronization
import TrawlCore
import TrawlMetrics
import TrawlServer

/// Who may use the server, and its TLS, as a web configuration says; files that change are read again.
///
/// What cannot be read leaves everything as it was: a mistake in a file neither opens nor closes the server.
package final class WebAccess: Sendable {
    private struct State {
        var tls: ServerTLS?
        var files: [String: FileStamp]
        var looked: ContinuousClock.Instant
        var problem: String?
    }

    /// What became of files that changed.
    package enum Report: Sendable, CustomStringConvertible {
        /// What they say now is used.
        case taken(path: String)
        /// They cannot be used; what they said before goes on.
        case refused(path: String, WebAccessError)

        /// What happened.
        package var description: String {
            switch self {
            case .taken(let path): "web configuration `\(path)` was read again"
            case .refused(let path, let error):
                "web configuration `\(path)` cannot be used, the one before it goes on: \(error)"
            }
        }
    }

    /// How often the files are looked at.
    private static let pause = Duration.seconds(1)

    private let path: String?
    private let control: AccessControl
    private let hasPasswords: Mutex<Bool>
    private let state: Mutex<State>
    private let report: @Sendable (Report) -> Void

    /// Reads a web configuration; without one everybody may, over plain HTTP.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - report: Learns of files that changed and cannot be read, once a change, and of those that were taken.
    /// - Throws: Every mistake of the file, or what is wrong with one that it names.
    package init(
        contentsOf path: String?,
        report: @escaping @Sendable (Report) -> Void = { _ in }
    ) throws(WebAccessError) {
        self.path = path
        self.report = report
        let files = path.map(WebFiles.init(path:))
        let loaded = try files?.load()
        control = AccessControl(loaded?.rules ?? AccessRules())
        hasPasswords = Mutex(loaded?.rules.users.isEmpty == false)
        state = Mutex(State(tls: loaded?.tls, files: loaded?.stamps ?? [:], looked: .now))
    }

    /// Whether TLS is spoken.
    package var hasTLS: Bool { state.withLock { $0.tls != nil } }

    /// Whether anybody may use the server.
    package var isOpen: Bool { control.isOpen }

    /// The TLS for a new connection.
    func tls() throws -> ServerTLS? {
        look()
        return state.withLock { $0.tls }
    }

    /// Whether a request may be answered.
    func allows(_ request: ServerRequest) async -> Bool {
        look()
        return await control.allows(request.header("Authorization"))
    }

    /// What is answered to who has not said who they are.
    func challenge() -> WebResponse {
        var response = WebResponse(status: 401, text: "who are you?\n")
        let scheme = hasPasswords.withLock { $0 } ? #"Basic realm="trawl""# : "Bearer"
        response.headers.append(HTTPField("WWW-Authenticate", scheme))
        return response
    }

    /// Requests that were rejected so far.
    var rejections: Int { control.rejections }

    /// Whether the files are as they are used, where there are any.
    var metrics: [SampleGroup] {
        guard path != nil else { return [] }
        let isFine = state.withLock { $0.problem == nil }
        let family = MetricFamily(
            name: "trawl_web_config_last_reload_successful",
            help: "Whether the web configuration is used as its files are now."
        )
        return [SampleGroup(family, [SampleRow([], .integer(isFine ? 1 : 0))])]
    }

    /// Reads the files again where one of them has changed; they are looked at once a second at most.
    private func look() {
        guard let path else { return }
        let known = state.withLock { state -> [String: FileStamp]? in
            guard ContinuousClock.now - state.looked >= Self.pause else { return nil }
            state.looked = .now
            return state.files
        }
        guard let known else { return }
        // After a mistake the files may be others than those that are known: they are just tried.
        let problem = state.withLock { $0.problem }
        guard problem != nil || known.contains(where: { FileStamp($0.key) != $0.value }) else { return }
        let stamps = Dictionary(uniqueKeysWithValues: known.keys.map { ($0, FileStamp($0)) })
        do {
            let loaded = try WebFiles(path: path).load()
            control.replace(loaded.rules)
            hasPasswords.withLock { $0 = !loaded.rules.users.isEmpty }
            state.withLock { state in
                state.tls = loaded.tls
                state.files = loaded.stamps
                state.problem = nil
            }
            report(.taken(path: path))
        } catch {
            state.withLock { state in
                state.files = stamps
                state.problem = error.description
            }
            if problem != error.description { report(.refused(path: path, error)) }
        }
    }
}
