/// What a command is answered from: a switch at a moment.
struct CommandContext: Sendable {
    /// The switch that was asked.
    var device: SimulatedSwitch
    /// When it was asked.
    var time: SimulatedTime
    /// The words of the command, in lower case and as they were cut short.
    var words: [String] = []
}

/// One command that a platform knows.
struct SimulatedCommand: Sendable {
    /// The structured answer; `nil` where the platform has no model for the command.
    var json: (@Sendable (CommandContext) -> JSONValue)?
    /// What the command line prints.
    var text: @Sendable (CommandContext) -> String
    /// Whether the command needs the privileged mode where the device has one.
    var isPrivileged = false
}

/// The commands of a platform, and how its parser reads a line; `<word>` in a name stands for any one word.
struct CommandTable: Sendable {
    /// What a line means.
    enum Match: Sendable {
        /// A known command, by its full name.
        case command(String, SimulatedCommand)
        /// More words are needed after this one; words count from 0.
        case incomplete(position: Int, word: String)
        /// This word fits no command.
        case invalid(position: Int, word: String)
        /// This word is short for several.
        case ambiguous(position: Int, word: String)
    }

    private let commands: [String: SimulatedCommand]
    private let names: [(name: String, words: [Substring])]

    init(_ commands: [String: SimulatedCommand]) {
        self.commands = commands
        names = commands.keys.sorted().map { ($0, $0.split(separator: " ")) }
    }

    /// Reads a line; with `abbreviations` every word may be cut short as long as it stays unique.
    func match(_ line: String, abbreviations: Bool) -> Match {
        let words = line.split { $0 == " " || $0 == "\t" }.map { $0.lowercased() }
        let name = words.joined(separator: " ")
        if let command = commands[name] { return .command(name, command) }
        var candidates = names
        for (position, word) in words.enumerated() {
            let exact = candidates.filter { position < $0.words.count && $0.words[position] == word }
            var fitting =
                abbreviations && exact.isEmpty
                ? candidates.filter { position < $0.words.count && $0.words[position].hasPrefix(word) }
                : exact
            if fitting.isEmpty {
                fitting = candidates.filter { position < $0.words.count && $0.words[position].first == "<" }
            }
            if fitting.isEmpty { return .invalid(position: position, word: word) }
            if Set(fitting.map { $0.words[position] }).count > 1 { return .ambiguous(position: position, word: word) }
            candidates = fitting
        }
        if let found = candidates.first(where: { $0.words.count == words.count }), let command = commands[found.name] {
            return .command(found.name, command)
        }
        return .incomplete(position: max(0, words.count - 1), word: words.last ?? "")
    }
}
