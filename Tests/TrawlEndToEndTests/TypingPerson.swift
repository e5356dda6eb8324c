import Foundation
import TestSupport
import Testing

/// Somebody at a terminal, who does one thing at each question for a password.
enum TypingPerson {
    /// What somebody does at a question.
    enum Act: Sendable, CustomTestStringConvertible {
        /// Types a line.
        case line(String)
        /// Presses keys, as bytes.
        case keys([UInt8])
        /// Sends the program a signal, from elsewhere.
        case signal(Int32)

        static let enter = Act.line("")
        static let controlC = Act.keys([0x03])
        static let controlD = Act.keys([0x04])
        static let controlBackslash = Act.keys([0x1C])

        fileprivate var word: String {
            switch self {
            case .line(let text): "keys:" + Self.hexadecimal(Array(text.utf8) + [0x0A])
            case .keys(let bytes): "keys:" + Self.hexadecimal(bytes)
            case .signal(let number): "signal:\(number)"
            }
        }

        var testDescription: String {
            switch self {
            case .line(let text): "line `\(text)`"
            case .keys(let bytes): "keys \(bytes)"
            case .signal(let number): "signal \(number)"
            }
        }

        private static func hexadecimal(_ bytes: [UInt8]) -> String {
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
    }

    /// How it went.
    struct Story {
        /// What was shown, and the exit status.
        var result: ProgramResult
        /// Whether the terminal shows what is typed, as it did before.
        var echoes: Bool
        /// From the last act to the program's end.
        var lastTook: Duration
    }

    private struct Aftermath: Decodable {
        var echo: Bool
        var seconds: Double
    }

    /// Runs `trawl` on a terminal of its own; where more is asked than there are acts, Ctrl-C is pressed.
    static func run(_ arguments: [String], doing acts: [Act], in sandbox: Sandbox) async throws -> Story {
        let script = """
            import json, os, pty, re, signal, sys, termios, time
            acts = sys.argv[1].split(',')
            child, terminal = pty.fork()
            if child == 0:
                os.execv(sys.argv[2], sys.argv[2:])
            seen = b''
            last = time.monotonic()
            while True:
                try:
                    chunk = os.read(terminal, 65536)
                except OSError:
                    break
                if not chunk:
                    break
                seen += chunk
                sys.stdout.buffer.write(chunk)
                sys.stdout.buffer.flush()
                if re.search(rb'password of [^\\n]*: $', seen):
                    seen = b''
                    kind, value = (acts.pop(0) if acts else 'keys:03').split(':')
                    last = time.monotonic()
                    if kind == 'signal':
                        os.kill(child, int(value))
                    else:
                        os.write(terminal, bytes.fromhex(value))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            echo = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
            json.dump({'echo': echo, 'seconds': time.monotonic() - last}, sys.stderr)
            sys.exit(status if status >= 0 else 128 - status)
            """
        let words = acts.map(\.word).joined(separator: ",")
        let result = try await sandbox.run(
            [Python.path ?? "python3", "-c", script, words, TrawlProgram.path] + arguments,
            timeout: .seconds(60)
        )
        let aftermath = try JSONDecoder().decode(Aftermath.self, from: result.errors)
        return Story(result: result, echoes: aftermath.echo, lastTook: .seconds(aftermath.seconds))
    }
}
