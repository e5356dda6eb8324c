import Foundation
import Testing

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct WebConfigurationTests {
    /// To write the expected files anew after a change of wording: `TRAWL_RECORD=1 swift test …`, then read the diff.
    private static let isRecording = ProcessInfo.processInfo.environment["TRAWL_RECORD"] != nil

    private static func names(in folder: String) -> [String] {
        // Without the folder there are no cases, which Swift Testing tells.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.sorted()
    }

    private static func path(_ name: String) -> String {
        Fixture.root + "/Tests/TrawlCollectionsTests/Fixtures/\(name)"
    }

    private static func source(_ name: String) throws -> SourceFile {
        SourceFile(path: "web.yaml", bytes: Array(try Data(contentsOf: URL(filePath: path(name)))))
    }

    @Test
    func `every key is read`() throws {
        let file = try WebConfiguration(contentsOf: Self.path("web-valid/full.yaml"))
        let tls = try #require(file.tls)
        #expect(tls.certificateFile == Self.path("web-valid/certificate.pem"))
        #expect(tls.keyFile == "/etc/trawl/key.pem")
        #expect(tls.clientCertificates == .required)
        #expect(tls.clientAuthorityFile == Self.path("web-valid/clients.pem"))
        #expect((tls.oldest, tls.newest) == (.tls12, .tls13))
        #expect(Set(file.users.keys) == ["prometheus", "ops team"])
        #expect(file.tokensFile == Self.path("web-valid/tokens"))
    }

    @Test(arguments: names(in: "web-valid"))
    func `a valid file is taken, by check too`(name: String) throws {
        guard case .webConfiguration = try CheckedFile(contentsOf: Self.path("web-valid/\(name)")) else {
            Issue.record("taken for another kind of file")
            return
        }
    }

    @Test(arguments: names(in: "web-invalid"))
    func `each mistake produces exactly its message, without a password`(name: String) throws {
        let error = try #require(throws: FileProblems.self) { try WebConfiguration(Self.source("web-invalid/\(name)")) }
        let found = "\(error)\n"
        let expectedPath = Self.path("web-invalid/\(name.dropLast(5)).expected")
        if Self.isRecording { try Data(found.utf8).write(to: URL(filePath: expectedPath)) }
        let expected = try String(contentsOfFile: expectedPath, encoding: .utf8)
        #expect(found == expected, "\(difference(expected, found))")
        #expect(!found.contains("hunter2"))
        #expect(!found.contains("abcdefghijkl"))
    }

    @Test
    func `the schema names every key`() {
        for key in ["tls_server_config", "cert_file", "client_auth_type", "basic_auth_users", "bearer_tokens_file"] {
            #expect(CollectionSchema.webConfiguration.contains("\"\(key)\""))
        }
    }
}
