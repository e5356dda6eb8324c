import TrawlCore
import TrawlJSON

/// What one NX-API error says about its command.
struct NXAPIFailure {
    /// What is to be done about a command.
    enum Verdict {
        /// The error is the command's own.
        case fails(DeviceError.Code)
        /// It was not run because of another one, or because the switch is busy.
        case notRun
        /// It has no structured form.
        case wantsText
    }

    /// The device's number.
    var code: Int?
    /// The device's words: what the command line said, else the words for the number.
    var text: String
    /// Whether the command line itself said something.
    private var hasOwnText: Bool
    private var lowered: String

    init(_ failure: JSONRPC.Failure) {
        let said = [failure.data?["msg"], failure.data?["clierror"], failure.data]
            .lazy.compactMap { $0?.string }.first { !DeviceText.oneLine($0).isEmpty }
        self.init(code: failure.code, said: said, message: failure.message)
    }

    /// Reads an error from its parts: what the command line said, and the words for the number.
    init(code: Int?, said: String?, message: String) {
        self.code = code
        let said = said.flatMap { DeviceText.oneLine($0).isEmpty ? nil : $0 }
        hasOwnText = said != nil
        text = said ?? message
        lowered = (text + "\n" + message).lowercased()
    }

    /// Whether the switch wants another version of the envelope.
    var isAboutVersion: Bool { lowered.contains("version mismatch") }

    /// Whether the answer is too long to come whole.
    var wantsChunks: Bool { code == 501 && lowered.contains("chunk") && !lowered.contains("chunk not supported") }

    /// Whether the switch had no room for the call.
    var isBusy: Bool {
        code == 429 || lowered.contains("server is busy") || lowered.contains("sessions exhausted")
            || lowered.contains("max sessions")
    }

    /// Whether the words are about another command that failed before.
    private var isAboutPrevious: Bool {
        let stops = ["stop", "abort", "skip", "not executed", "not run"].contains { lowered.contains($0) }
        return stops && (lowered.contains("previous") || lowered.contains("prior") || lowered.contains("earlier"))
    }

    /// Whether the error explains itself, and with it why later commands were not run.
    var standsAlone: Bool { !isAboutPrevious && !isBusy }

    private var wantsText: Bool {
        if code == 501 { return true }
        let isAboutFormat = ["structured output", "json output", "xml output", "json"].contains { lowered.contains($0) }
        return isAboutFormat && (lowered.contains("unsupported") || lowered.contains("not supported"))
    }

    /// What becomes of the command; `afterFailure` where an earlier one of the call failed by itself.
    func verdict(on command: Command, afterFailure: Bool) -> Verdict {
        if isBusy || isAboutPrevious { return .notRun }
        if wantsText, command.format != .text { return .wantsText }
        if lowered.contains("permission denied") || code == 401 { return .fails(.commandUnauthorized) }
        // Without words of its own the error may only echo the earlier one; asked again it stands alone.
        if afterFailure, !hasOwnText { return .notRun }
        switch code {
        case -32602: return .fails(.commandRefused)
        case -32600, -32601, -32700: return .fails(.requestRefused)
        default: return .fails(isAboutSyntax ? .commandRefused : .commandFailed)
        }
    }

    private var isAboutSyntax: Bool {
        [
            "invalid command", "syntax error", "invalid input", "incomplete command", "ambiguous command",
            "input cli command error",
        ]
        .contains { lowered.contains($0) }
    }
}
