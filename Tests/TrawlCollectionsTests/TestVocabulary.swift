import Trawl

@testable import TrawlCollections

/// A model of two commands on NX-API and one on eAPI, under the name that the shipped collections use.
struct TwoCommandFacts: NormalizedModel {
    static let name = "facts"

    var answers: Int

    static func commands(for dialect: DialectName) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show version")]
        case .nxapi: [.cli("show version"), .cli("show hostname")]
        default: nil
        }
    }

    init(from replies: [Reply?], of device: Device) {
        answers = replies.count
    }
}

extension Vocabulary {
    /// Words that stay the same however many dialects and models are registered, so that messages do too.
    static let fixed = Vocabulary(
        dialects: [.eapi, .nxapi, .restconf, .nvue, .junos, .http],
        defaultPort: { _, scheme in scheme == .https ? 443 : 80 },
        models: [TwoCommandFacts.self]
    )
}
