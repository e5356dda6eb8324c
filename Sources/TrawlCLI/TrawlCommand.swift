import ArgumentParser
import Glibc
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
        version: Version.trawl,
        subcommands: [
            RunCommand.self, AskCommand.self, PlanCommand.self, CheckCommand.self, ListCommand.self,
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
            do {
                try await runFromCommandLine()
            } catch let stop as Stop {
                for line in stop.lines { Terminal.error(line) }
                Glibc.exit(stop.status.rawValue)
            } catch {
                exit(withError: error)
            }
        }
    }

    private static func runFromCommandLine() async throws {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch  where exitCode(for: error).isSuccess {
            // Help and the like, which is a result.
            let message = fullMessage(for: error)
            if !message.isEmpty { try Results.write([message]) }
        }
    }
}
