#if Collections
import Foundation
import Yams

/// Which devices of a fleet misbehave, and how, as a YAML file says.
///
/// The file is a list; the first entry that matches a device is the one that counts.
///
/// ```yaml
/// - match: { name: "leaf1*" }
///   fault: slow
///   latency: 2s
/// - match: { sample: 5 }        # any five of the others
///   fault: status
///   code: 503
///   retry_after: 2
///   times: 3
/// ```
public struct FaultFile: Sendable, Hashable {
    /// One item of the list.
    public struct Entry: Sendable, Hashable {
        /// Globs for the device's name, with `*`, `?` and `[…]`; empty for any name.
        public var names: [String]
        /// How many of the matching devices are meant, picked by the fleet's seed; `nil` for all.
        public var sample: Int?
        /// What is wrong with them.
        public var fault: Fault
    }

    /// The items in the file's order.
    public var entries: [Entry]

    /// Reads a file.
    ///
    /// - Throws: ``FaultFileError`` with every mistake, or why the file cannot be read.
    public init(contentsOf path: String) throws {
        let content: Data
        do {
            content = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw Self.unreadable(path, error.systemReason)
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Self.unreadable(path, "it is no UTF-8")
        }
        try self.init(yaml: text, name: path)
    }

    private static func unreadable(_ path: String, _ reason: String) -> FaultFileError {
        let message = "the file cannot be read: \(reason)"
        return FaultFileError(file: path, mistakes: [.init(line: 0, column: 0, message: message)])
    }

    /// Reads a file's text; `name` is what mistakes are reported under.
    ///
    /// - Throws: ``FaultFileError`` with every mistake.
    public init(yaml text: String, name: String = "faults.yaml") throws {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw FaultFileError(file: name, mistakes: [.init(line: 0, column: 0, message: "not YAML: \(error)")])
        }
        var reader = FaultFileReader()
        entries = root.map { reader.entries(of: $0) } ?? []
        guard reader.mistakes.isEmpty else { throw FaultFileError(file: name, mistakes: reader.mistakes) }
    }

    /// The fault of each device that has one, for the devices of a fleet.
    public func faults(for configuration: SimulatedFleet.Configuration) -> [String: Fault] {
        let topology = FleetTopology(
            count: configuration.deviceCount,
            nxosShare: configuration.nxosShare,
            platforms: configuration.platforms
        )
        let names = (0..<max(0, configuration.deviceCount)).map(topology.name(of:))
        var faults: [String: Fault] = [:]
        for (number, entry) in entries.enumerated() {
            var matching = names.filter { name in
                faults[name] == nil && (entry.names.isEmpty || entry.names.contains { NameGlob.matches($0, name) })
            }
            if let sample = entry.sample, sample < matching.count {
                var generator = SeededGenerator(seed: configuration.seed, -5, number)
                matching.shuffle(using: &generator)
                matching = Array(matching.prefix(sample))
            }
            for name in matching { faults[name] = entry.fault }
        }
        return faults
    }
}

/// Every mistake of a fault file.
public struct FaultFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One mistake and where it is; lines and columns count from 1.
    public struct Mistake: Sendable, Hashable {
        /// The line; 0 where it is unknown.
        public var line: Int
        /// The column; 0 where it is unknown.
        public var column: Int
        /// What is wrong.
        public var message: String
    }

    /// The file, as it was named.
    public var file: String
    /// The mistakes in the file's order.
    public var mistakes: [Mistake]

    /// One line a mistake: `faults.yaml:3:9: …`.
    public var description: String {
        mistakes.map { mistake in
            mistake.line > 0
                ? "\(file):\(mistake.line):\(mistake.column): \(mistake.message)"
                : "\(file): \(mistake.message)"
        }.joined(separator: "\n")
    }
}
#endif
