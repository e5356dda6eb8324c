import TrawlCore
import TrawlDialects

/// What a device is asked: its commands, packed into calls.
///
/// Worked out once for all devices of a dialect that are asked the same items.
struct Agenda: Sendable {
    /// A command's place among those of an item.
    struct Target: Sendable, Hashable {
        var item: Int
        var position: Int
    }

    /// One command, still to be asked, and the places in the outcomes that its reply goes to.
    struct Ask: Sendable {
        var targets: [Target]
        var command: Command
        /// What came of its answer so far, where that comes in pieces.
        var pieces: Pieces?
    }

    /// The pieces of one answer that are there.
    struct Pieces: Sendable {
        /// What was asked at first.
        var command: Command
        var replies: [Reply] = []
        /// The bytes of all of them.
        var size = 0

        /// The most that one command's answer may come in, where the command says nothing itself.
        static let most = 1000
    }

    /// Commands that travel together.
    struct Call: Sendable {
        var asks: [Ask]
        var commands: [Command]
        /// The longest timeout that one of its requests has of its own.
        var ownTimeout: Duration?
        /// Whether a request has none of its own, so that the host's counts as well.
        var usesHostTimeout: Bool

        /// Whether it asks for a further piece of an answer.
        var isInPieces: Bool { asks.contains { $0.pieces != nil } }

        /// The same call below the root that the device's discovery found.
        func below(_ root: String) -> Call {
            var call = self
            for index in commands.indices { call.commands[index].root = root }
            for index in asks.indices { call.asks[index].command.root = root }
            return call
        }

        /// How long a try may take.
        func timeout(host: Duration) -> Duration {
            guard let ownTimeout else { return host }
            return usesHostTimeout ? max(ownTimeout, host) : ownTimeout
        }
    }

    /// How many commands each item has; 0 where the dialect has no spelling.
    let commandCounts: [Int]
    /// The calls of the first round.
    let calls: [Call]
    private let timeouts: [Duration?]
    private let dialect: any Dialect

    /// Packs the commands of items for a dialect.
    ///
    /// The same command of several items is asked once, unless some command may change the device: then each counts.
    init(_ items: [Plan.Item], of plan: Plan, for dialect: any Dialect, changes: Bool = false) {
        var asks: [Ask] = []
        var places: [Command: Int] = [:]
        var counts: [Int] = []
        for (item, planned) in items.enumerated() {
            let commands = plan.request(of: planned).commands(for: dialect.name)
            counts.append(commands.count)
            for (position, command) in commands.enumerated() {
                let target = Target(item: item, position: position)
                if let place = places[command] {
                    asks[place].targets.append(target)
                } else {
                    if !changes { places[command] = asks.count }
                    asks.append(Ask(targets: [target], command: command))
                }
            }
        }
        self.dialect = dialect
        commandCounts = counts
        timeouts = items.map { plan.request(of: $0).timeout }
        calls = Self.pack(asks, by: dialect, timeouts)
    }

    /// The calls of a further round, in the order of the items.
    func calls(for asks: [Ask]) -> [Call] {
        let ordered = asks.sorted {
            ($0.targets[0].item, $0.targets[0].position) < ($1.targets[0].item, $1.targets[0].position)
        }
        return Self.pack(ordered, by: dialect, timeouts)
    }

    private static func pack(_ asks: [Ask], by dialect: any Dialect, _ timeouts: [Duration?]) -> [Call] {
        dialect.calls(for: asks.map(\.command)).map { indices in
            let asks = indices.map { asks[$0] }
            let timeouts = asks.flatMap(\.targets).map { timeouts[$0.item] }
            return Call(
                asks: asks,
                commands: asks.map(\.command),
                ownTimeout: timeouts.compactMap { $0 }.max(),
                usesHostTimeout: timeouts.contains { $0 == nil }
            )
        }
    }
}

/// The agendas of a run.
struct Agendas: Sendable {
    private struct Key: Sendable, Hashable {
        var items: [Plan.Item]
        var dialect: DialectName
        var envelope: Device.Envelope
    }

    private var agendas: [Key: Agenda] = [:]
    private static let most = 1000

    /// The agenda of a device of the plan.
    mutating func agenda(of entry: Plan.Entry, in plan: Plan, for dialect: any Dialect) -> Agenda {
        let key = Key(items: entry.items, dialect: dialect.name, envelope: entry.device.envelope)
        if let agenda = agendas[key] { return agenda }
        // Whether something may change follows from what is asked, so that it is no part of the key.
        let agenda = Agenda(entry.items, of: plan, for: dialect, changes: entry.changes)
        // What failed is asked again beside what is due, in any combination over the months.
        if agendas.count >= Self.most { agendas = [:] }
        agendas[key] = agenda
        return agenda
    }
}
