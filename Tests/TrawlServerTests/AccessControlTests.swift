import Foundation
import Testing
import TrawlCore
import TrawlServer

@Suite(.timeLimit(.minutes(1)))
struct AccessControlTests {
    /// Made by Python's `crypt`.
    private static let hash = "$2y$05$abcdefghijklmnopqrstuufCq7KSx/yTY1N2WBDUpQoHYqabOcAn2"
    /// From the test vectors of jBCrypt, for `abc`.
    private static let known = "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"

    private static func basic(_ text: String) -> String { "Basic " + Data(text.utf8).base64EncodedString() }

    private static let rules = AccessRules(
        users: [
            "prometheus": PasswordHash(hash), "broken": PasswordHash("$2y$05$short"), "known": PasswordHash(known),
        ],
        tokens: [Secret("token-one"), Secret("token-two")]
    )

    @Test(
        arguments: [
            (basic("prometheus:pass:wörd"), true), (basic("prometheus:pass"), false), (basic("prometheus:"), false),
            (basic("grafana:pass:wörd"), false), (basic("prometheus"), false), ("Basic ???", false), ("Basic", false),
            (basic("known:abc"), true), (basic("broken:"), false), (basic("prometheus:pass:wörd\u{0}more"), false),
            ("Bearer token-one", true), ("bearer  token-two", true), ("Bearer token", false), ("Bearer ", false),
            ("token-one", false), ("", false), (nil, false), ("Digest x", false),
        ] as [(String?, Bool)]
    )
    func `who says the right thing is let in`(field: String?, isAllowed: Bool) async {
        let control = AccessControl(Self.rules)
        // The second time it is remembered.
        for _ in 0..<2 { #expect(await control.allows(field) == isAllowed) }
        #expect(control.rejections == (isAllowed ? 0 : 2))
    }

    @Test
    func `without rules everybody is let in`() async {
        #expect(await AccessControl().allows(nil))
    }

    @Test
    func `other rules forget who was let in`() async {
        let control = AccessControl(Self.rules)
        let right = Self.basic("prometheus:pass:wörd")
        #expect(await control.allows(right))
        control.replace(AccessRules(users: ["other": PasswordHash(Self.hash)]))
        #expect(await !control.allows(right))
        #expect(await !control.allows("Bearer token-one"))
        #expect(await control.allows(Self.basic("other:pass:wörd")))
    }
}
