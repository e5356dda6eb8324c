import FoundationEssentials
import TrawlCollections
import TrawlCore
import TrawlServer

/// A web configuration with the files that it names.
struct WebFiles {
    let path: String

    /// What the files say, and how they looked before they were read.
    struct Loaded {
        var tls: ServerTLS?
        var rules: AccessRules
        var stamps: [String: FileStamp]
    }

    /// Reads all of them.
    func load() throws(WebAccessError) -> Loaded {
        var stamps = [path: FileStamp(path)]
        let file: WebConfiguration
        do {
            file = try WebConfiguration(contentsOf: path)
        } catch {
            throw .problems(error)
        }
        let named = [
            file.tls?.certificateFile, file.tls?.keyFile, file.tls?.clientAuthorityFile, file.tokensFile,
        ]
        for path in named.compactMap(\.self) { stamps[path] = FileStamp(path) }
        return Loaded(
            tls: try file.tls.map(Self.tls),
            rules: AccessRules(
                users: file.users.mapValues(PasswordHash.init),
                tokens: try file.tokensFile.map(Self.tokens) ?? []
            ),
            stamps: stamps
        )
    }

    private static func tls(_ tls: WebConfiguration.TLS) throws(WebAccessError) -> ServerTLS {
        var policy = ServerTLS.Policy()
        policy.needsTLS13 = tls.oldest == .tls13
        policy.allowsTLS13 = tls.newest == .tls13
        policy.clientAuthorityFile = tls.clientAuthorityFile
        policy.clientCertificates =
            switch tls.clientCertificates {
            case .none: .none
            case .ifGiven: .ifGiven
            case .required: .required
            }
        for path in [tls.certificateFile, tls.keyFile, tls.clientAuthorityFile].compactMap(\.self) {
            _ = try bytes(of: path)
        }
        do {
            return try ServerTLS(certificateFile: tls.certificateFile, keyFile: tls.keyFile, policy: policy)
        } catch {
            throw .file("`\(tls.certificateFile)` and `\(tls.keyFile)` are no certificate with its key: \(error)")
        }
    }

    /// The tokens of a file, one a line.
    private static func tokens(_ path: String) throws(WebAccessError) -> [Secret] {
        guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
            throw .file("token file `\(path)` is no UTF-8")
        }
        let tokens = text.split(whereSeparator: \.isNewline).map { line in
            line.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        }.filter { !$0.isEmpty }
        // No token at all would let everybody in.
        guard !tokens.isEmpty else { throw .file("token file `\(path)` holds no token") }
        guard tokens.allSatisfy({ $0.utf8.count >= 8 }) else {
            throw .file("token file `\(path)` holds a token of less than 8 characters")
        }
        return tokens.map { Secret(String($0)) }
    }

    private static func bytes(of path: String) throws(WebAccessError) -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .file("file `\(path)` cannot be read: \(reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile?, .fileNoSuchFile?: "no such file"
        case .fileReadNoPermission?: "permission denied"
        default: "\(error)"
        }
    }
}
