import Glibc
import Logging
import Synchronization
import TrawlCore

/// Names to addresses in a bounded pool of threads.
///
/// libcurl would start a thread for every name, and removing a handle would wait for it. Answers are kept for half a
/// minute, so that a sweep asks once for each name; failures are not. A kept connection stays with the address that it
/// has; where a name's address changed is told in the log.
final class Resolver: Sendable {
    enum Answer: Sendable {
        case addresses([String])
        /// What kind of failure it is, and what `getaddrinfo` says in its own words.
        case failure(DeviceError.Code, String)
    }

    private struct Question: Sendable {
        var name: String
        var answer: @Sendable (Answer) -> Void
    }

    private struct State: Sendable {
        var waiting: [Question] = []
        var next = 0
        var threads = 0
        var kept: [String: (addresses: [String], until: ContinuousClock.Instant)] = [:]
    }

    private static let threadLimit = 8
    private static let keptFor: Duration = .seconds(30)
    private let logger = Logger(label: "trawl.resolver")
    private let state = Mutex(State())

    /// The addresses that are known without asking.
    func keptAddresses(of name: String) -> [String]? {
        state.withLock { state in
            guard let kept = state.kept[name], kept.until > .now else { return nil }
            return kept.addresses
        }
    }

    /// Asks for a name; `answer` is called once, on a thread of the pool.
    func resolve(_ name: String, answer: @escaping @Sendable (Answer) -> Void) {
        let startsThread = state.withLock { state in
            state.waiting.append(Question(name: name, answer: answer))
            guard state.threads < Self.threadLimit else { return false }
            state.threads += 1
            return true
        }
        // Without a thread the work is done here: late is better than never.
        if startsThread, !startThread({ self.work() }) { work() }
    }

    private func work() {
        while let question = next() {
            let answer = keptAddresses(of: question.name).map(Answer.addresses) ?? Self.lookUp(question.name)
            if case .addresses(let addresses) = answer {
                let before = state.withLock { state in
                    defer { state.kept[question.name] = (addresses, .now + Self.keptFor) }
                    return state.kept[question.name]?.addresses
                }
                if let before, Set(before) != Set(addresses) { tell(of: question.name, addresses, instead: before) }
            }
            question.answer(answer)
        }
    }

    private func tell(of name: String, _ addresses: [String], instead old: [String]) {
        let (new, old) = (addresses.joined(separator: ", "), old.joined(separator: ", "))
        logger.notice("\(name) has the address \(new) now, instead of \(old): new connections go there")
    }

    /// The next question; `nil` ends the thread.
    private func next() -> Question? {
        state.withLock { state in
            guard state.next < state.waiting.count else {
                state.waiting = []
                state.next = 0
                state.threads -= 1
                return nil
            }
            defer { state.next += 1 }
            return state.waiting[state.next]
        }
    }

    private static func lookUp(_ name: String) -> Answer {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(name, nil, &hints, &list)
        guard status == 0 else { return .failure(code(of: status), unsafe String(cString: gai_strerror(status))) }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = unsafe list
        while let current = unsafe entry {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let named = unsafe getnameinfo(
                current.pointee.ai_addr,
                current.pointee.ai_addrlen,
                &text,
                socklen_t(text.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            if named == 0 {
                addresses.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            unsafe entry = current.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.nameUnknown, "the name has no address") : .addresses(addresses)
    }

    /// The code of a `getaddrinfo` that failed: only an answer that there is no such name is final.
    static func code(of status: Int32) -> DeviceError.Code {
        switch status {
        case EAI_AGAIN: .resolverTimeout
        case EAI_MEMORY, EAI_SYSTEM: .localResources
        default: .nameUnknown
        }
    }

    /// Whether an address needs no resolver.
    static func isNumeric(_ address: String) -> Bool {
        var buffer = in6_addr()
        let unscoped = String(address.prefix { $0 != "%" })
        return unsafe inet_pton(AF_INET, unscoped, &buffer) == 1 || inet_pton(AF_INET6, unscoped, &buffer) == 1
    }
}
