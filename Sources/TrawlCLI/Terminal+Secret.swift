import Glibc
import Synchronization

extension Terminal {
    /// A terminal that does not show what is typed, and how it was before.
    private struct Question {
        let descriptor: Int32
        let saved: termios

        func takeBack() {
            // Without a wait for a terminal that was told to stand still.
            _ = tcflush(descriptor, TCIFLUSH)
            var saved = saved
            _ = unsafe tcsetattr(descriptor, TCSANOW, &saved)
        }
    }

    private static let question = Mutex<Question?>(nil)

    /// Whether somebody is asked for a secret now.
    static var isAsking: Bool { question.withLock { $0 != nil } }

    /// Lets the terminal show again what is typed, where somebody was asked for a secret.
    static func takeQuestionBack() {
        let wasAsking = question.withLock { question in
            question?.takeBack()
            defer { question = nil }
            return question != nil
        }
        if wasAsking { note("") }
    }

    /// Whether there is a controlling terminal, where somebody may be asked.
    static var canAsk: Bool {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    /// Asks for a secret on the controlling terminal without showing it; from standard input where there is none.
    ///
    /// Ctrl-C, and a signal from elsewhere, end the process.
    ///
    /// - Returns: `nil` where nothing was entered.
    static func askForSecret(_ what: String) -> String? {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        let descriptor = terminal >= 0 ? terminal : STDIN_FILENO
        defer { if terminal >= 0 { close(terminal) } }
        var saved = termios()
        guard unsafe tcgetattr(descriptor, &saved) == 0 else { return text(of: line(from: descriptor)) }
        // Key by key, so that Ctrl-C gets here: a process that it ended would leave the terminal silent.
        var silent = saved
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        question.withLock { question in
            question = Question(descriptor: descriptor, saved: saved)
            _ = tcflush(descriptor, TCIFLUSH)
            _ = unsafe tcsetattr(descriptor, TCSANOW, &silent)
        }
        // One that came just before found no question to end.
        if let status = Interrupts.status { Interrupts.end(status) }
        prompt(what)
        let typed = typedLine(from: descriptor)
        guard let typed else { Interrupts.end(.interrupted) }
        takeQuestionBack()
        return text(of: typed)
    }

    private static func text(of line: [UInt8]) -> String? {
        line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    private static func line(from descriptor: Int32) -> [UInt8] {
        var line: [UInt8] = []
        while let byte = byte(from: descriptor), byte != UInt8(ascii: "\n") { line.append(byte) }
        return line
    }

    /// A line as it is typed, with the keys that a terminal otherwise works off itself; `nil` for Ctrl-C.
    private static func typedLine(from descriptor: Int32) -> [UInt8]? {
        var line: [UInt8] = []
        while let byte = byte(from: descriptor) {
            switch byte {
            case 0x0A, 0x0D: return line
            // Ctrl-C and Ctrl-\.
            case 0x03, 0x1C: return nil
            // Ctrl-D ends what is there.
            case 0x04: return line
            // Ctrl-U takes all back.
            case 0x15: line = []
            case 0x08, 0x7F:
                while let last = line.popLast(), last & 0xC0 == 0x80 {}
            default: line.append(byte)
            }
        }
        // The terminal is gone, and with it who was about to type the rest.
        return []
    }

    private static func byte(from descriptor: Int32) -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = unsafe read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            return count == 1 ? byte : nil
        }
    }
}
