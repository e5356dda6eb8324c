import Trawl

/// What `trawl` tells its caller, as docs/command-line.md lists it.
enum ExitStatus: Int32 {
    /// Every outcome is ok.
    case ok = 0
    /// Trawl's own fault.
    case fault = 1
    /// Collection, inventory or flags unusable, or no device selected; nothing was sent.
    case unusable = 2
    /// Some outcome failed.
    case failed = 3
    /// Stopped for safety: a rejected credential, or a command that is no read.
    case unsafe = 5
    /// Results could not be written.
    case unwritten = 6
    /// The command line is no such.
    case usage = 64
    /// The reader of standard output is gone.
    case closedPipe = 141
    /// SIGHUP: the terminal is gone.
    case hungUp = 129
    /// SIGINT.
    case interrupted = 130
    /// SIGQUIT.
    case quit = 131
    /// SIGTERM.
    case terminated = 143
}

/// Ends the command with a status, after some lines on stderr.
struct Stop: Error {
    var status: ExitStatus
    var lines: [String] = []

    init(_ status: ExitStatus, _ lines: String...) {
        self.status = status
        self.lines = lines
    }
}

extension Stop {
    /// Makes a plan; what is wrong with it stops the command, for safety where a command is no read.
    static func planning(_ make: () throws(PlanError) -> Plan) throws(Stop) -> Plan {
        do throws(PlanError) {
            return try make()
        } catch {
            if case .notARead = error { throw Stop(.unsafe, "error: \(error)") }
            throw Stop(.unusable, "error: \(error)")
        }
    }
}
