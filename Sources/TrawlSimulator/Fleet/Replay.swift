import Foundation
import Synchronization

/// Recorded answers that are played instead of the built-in ones.
///
/// A directory for each device or platform holds a file for each command, its name with everything but letters and
/// digits replaced by `_`: `leaf1/show_version.json`, `nxos/show_running_config.txt`.
final class Replay: Sendable {
    /// What is recorded of one command.
    struct Reply: Sendable {
        var json: [UInt8]?
        var text: [UInt8]?
    }

    private let directory: String
    private let files: Set<String>
    private let contents = Mutex<[String: [UInt8]]>([:])

    /// Lists the recordings below a directory; they are read when they are asked for.
    init(directory: String) throws {
        self.directory = directory
        let folders: [String]
        do {
            folders = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw SimulatorError("\(directory): the recordings cannot be read: \(error.systemReason)")
        }
        var files: Set<String> = []
        for folder in folders {
            // A plain file beside the directories is no recording.
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)") else {
                continue
            }
            for name in names where name.hasSuffix(".json") || name.hasSuffix(".txt") {
                files.insert("\(folder)/\(name)")
            }
        }
        self.files = files
    }

    /// What is recorded for a command: of the device itself before its platform; `nil` where nothing is.
    func reply(to line: String, from device: SimulatedSwitch) -> Reply? {
        let name = Self.fileName(of: line)
        for folder in [device.name, device.platform.rawValue] {
            let reply = Reply(json: content("\(folder)/\(name).json"), text: content("\(folder)/\(name).txt"))
            if reply.json != nil || reply.text != nil { return reply }
        }
        return nil
    }

    /// The name of a command's recording, without the suffix.
    static func fileName(of line: String) -> String {
        let words = line.split(separator: " ").joined(separator: " ")
        return String(words.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private func content(_ file: String) -> [UInt8]? {
        guard files.contains(file) else { return nil }
        return contents.withLock { contents in
            if let known = contents[file] { return known }
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(file)") else { return nil }
            contents[file] = [UInt8](data)
            return contents[file]
        }
    }
}
