import FoundationEssentials
import Synchronization
import TrawlCore

/// Checks what clients say about who they are.
///
/// A password is checked once and remembered as a digest, as to check it takes long on purpose; one at a time, so that
/// whoever guesses keeps one thread busy and no more.
package final class AccessControl: Sendable {
    private struct State {
        var rules: AccessRules
        var tokens: Set<Digest>
        /// What was found right, until the rules change.
        var known: Set<Digest> = []
        var generation = 0
        var rejections = 0
    }

    /// Something secret, to compare with: what it takes to compare says nothing about it.
    private struct Digest: Hashable {
        private var halves: [Int]

        init(of text: String, with salts: [UInt64]) {
            halves = salts.map { salt in
                var hasher = Hasher()
                hasher.combine(salt)
                hasher.combine(text)
                hasher.combine(salt)
                return hasher.finalize()
            }
        }
    }

    /// Checks passwords one after the other, beside the event loops.
    private actor Bench {
        func check(_ password: String, against hash: PasswordHash) -> Bool { hash.matches(password) }
    }

    /// More right answers than anybody configures users.
    private static let mostKnown = 1000

    private let salts = (0..<4).map { _ in UInt64.random(in: .min ... .max) }
    private let bench = Bench()
    private let state: Mutex<State>

    /// Begins with rules.
    package init(_ rules: AccessRules = AccessRules()) {
        let salts = salts
        state = Mutex(State(rules: rules, tokens: Set(rules.tokens.map { Digest(of: $0.reveal(), with: salts) })))
    }

    /// Whether everybody may.
    package var isOpen: Bool { state.withLock { $0.rules.isOpen } }

    /// Requests that were rejected so far.
    package var rejections: Int { state.withLock { $0.rejections } }

    /// Takes other rules; whoever was let in has to be checked again.
    package func replace(_ rules: AccessRules) {
        let tokens = Set(rules.tokens.map { Digest(of: $0.reveal(), with: salts) })
        state.withLock { state in
            guard rules != state.rules else { return }
            state.rules = rules
            state.tokens = tokens
            state.known = []
            state.generation += 1
        }
    }

    /// Whether a request may be answered, by its header field `Authorization`.
    package func allows(_ authorization: String?) async -> Bool {
        let (rules, generation) = state.withLock { ($0.rules, $0.generation) }
        if rules.isOpen { return true }
        let isRight = await isRight(authorization ?? "", rules: rules, generation: generation)
        if !isRight { state.withLock { $0.rejections += 1 } }
        return isRight
    }

    private func isRight(_ authorization: String, rules: AccessRules, generation: Int) async -> Bool {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return false }
        let value = parts[1].filter { $0 != " " }
        switch parts[0].lowercased() {
        case "bearer":
            let digest = Digest(of: value, with: salts)
            return state.withLock { $0.tokens.contains(digest) }
        case "basic":
            return await isPassword(value, rules: rules, generation: generation)
        default:
            return false
        }
    }

    private func isPassword(_ encoded: String, rules: AccessRules, generation: Int) async -> Bool {
        let digest = Digest(of: encoded, with: salts)
        if state.withLock({ $0.generation == generation && $0.known.contains(digest) }) { return true }
        guard !rules.users.isEmpty, let data = Data(base64Encoded: encoded),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { return false }
        let password = String(text[text.index(after: colon)...])
        let hash = rules.users[String(text[..<colon])]
        guard await bench.check(password, against: hash ?? .ofNobody), hash != nil else { return false }
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.known.count >= Self.mostKnown { state.known = [] }
            state.known.insert(digest)
        }
        return true
    }
}
