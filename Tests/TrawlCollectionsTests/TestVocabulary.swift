import Trawl

@testable import TrawlCollections

/// A model of two commands on NX-API and one on eAPI, under the name that the shipped collections use.
struct TwoCommandFacts: NormalizedModel {
    static let name = "facts"

    var answers: Int

    static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show version")]
        case .nxapi: [.cli("show version"), .cli("show hostname")]
        default: nil
        }
    }

    init(from replies: inout Replies) {
        answers = replies.all.count
    }
}

/// A model that takes arguments, one of which it needs.
struct ArgumentedRoutes: NormalizedModel {
    static let name = "routes-to"
    static let arguments = [
        ModelArgument("destination", .prefix, "Where to.", isRequired: true),
        ModelArgument("vrf", .word, "The VRF."),
        ModelArgument("protocol", .choice(["bgp", "static"]), "The protocol."),
        ModelArgument("longer", .boolean, "More specific ones too."),
    ]

    var answers: Int

    static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        dialect == .eapi ? [.cli("show ip route \(arguments["destination"] ?? "")")] : nil
    }

    init(from replies: inout Replies) {
        answers = replies.all.count
    }
}

extension Vocabulary {
    /// Words that stay the same however many dialects and models are registered, so that messages do too.
    static let fixed = Vocabulary(
        dialects: [.eapi, .nxapi, .nxapiREST, .restconf, .nvue, .junos, .http],
        defaultPort: { _, scheme in scheme == .https ? 443 : 80 },
        models: [TwoCommandFacts.self, ArgumentedRoutes.self]
    )
}
