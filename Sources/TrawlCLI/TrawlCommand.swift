import ArgumentParser
import Glibc
import Trawl
import TrawlOutputs
import TrawlTransfer

/// `trawl`: the root command.
@main
struct TrawlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trawl",
        abstract: "Asks every switch at once, gently.",
        discussion: """
            A collection file says what to ask and how hard devices may be pressed; an inventory says which devices \
            there are. Results go to standard output, everything else to standard error.

            Try it without a switch: trawl simulate --devices 48 --inventory sim.yaml
            """,
        version: TrawlVersion.number,
        subcommands: [
            RunCommand.self, AskCommand.self, ServeCommand.self, PlanCommand.self, CheckCommand.self, ListCommand.self,
            DevicesCommand.self, LoginCommand.self, TrustCommand.self, DriftCommand.self, SimulateCommand.self,
            SchemaCommand.self,
            VersionCommand.self,
        ]
    )

    static func main() async {
        StandardDescriptors.open()
        // Before anything is read that nobody else may see.
        ProcessMemory.hide()
        // A reader that is gone, as `head` is, shows as an error of the write and not as a signal.
        _ = signal(SIGPIPE, SIG_IGN)
        await Interrupts.watched {
            let failure: any Error
            do {
                return try await runFromCommandLine()
            } catch {
                failure = error
            }
            do {
                try end(with: failure)
            } catch let stop as Stop {
                for line in stop.lines { Terminal.error(line) }
                Glibc.exit(stop.status.rawValue)
            } catch {
                exit(withError: error)
            }
        }
    }

    // Apart from what becomes of errors: the optimiser of Swift 6.3 crashes on the two in one asynchronous function.
    private static func runFromCommandLine() async throws {
        var command = try parseAsRoot()
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// Says what an error is, and ends.
    private static func end(with error: any Error) throws {
        // Help and the like are results.
        if exitCode(for: error).isSuccess {
            let message = fullMessage(for: error)
            return message.isEmpty ? () : try Results.write([message])
        }
        throw exitCode(for: error) == .validationFailure ? misspelling ?? error : error
    }

    /// What to say of a first word that is no command but near to one; `nil` for any other command line.
    private static var misspelling: Stop? {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word = CommandLine.arguments.dropFirst().first, !names.contains(word), !word.hasPrefix("-"),
            let nearest = Suggestion.nearest(to: word, among: names)
        else { return nil }
        return Stop(.usage, "error: unknown command `\(TerminalText.escape(word))`; did you mean `\(nearest)`?")
    }
}
