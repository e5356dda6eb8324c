public import TrawlCore

/// Which devices: by name and by labels.
///
/// A device matches when every key matches; several values of a key mean any of them; a label that a device lacks never
/// matches. Names are globs with `*`, `?` and `[…]`; a value that begins with `!` excludes.
public struct DeviceFilter: Sendable, Hashable {
    /// Globs for the name; empty for any name.
    public var names: [String]
    /// Values by label key.
    public var labels: [String: [String]]

    /// Makes a filter; an empty one matches every device.
    public init(names: [String] = [], labels: [String: [String]] = [:]) {
        self.names = names
        self.labels = labels
    }

    /// Whether the device is meant.
    public func matches(_ device: Device) -> Bool {
        guard Self.anyOf(names, matches: { Glob($0).matches(device.name) }) else { return false }
        return labels.allSatisfy { key, values in
            guard let value = device.labels[key] else { return false }
            return Self.anyOf(values, matches: { $0 == value })
        }
    }

    /// Whether none of the `!` patterns matches, and one of the others does or there are no others.
    private static func anyOf(_ patterns: [String], matches: (String) -> Bool) -> Bool {
        var wanted = false
        var wants = false
        for pattern in patterns {
            if pattern.first == "!" {
                if matches(String(pattern.dropFirst())) { return false }
            } else {
                wants = true
                wanted = wanted || matches(pattern)
            }
        }
        return wanted || !wants
    }
}

/// A shell-like pattern over a whole name: `*`, `?`, `[abc]`, `[a-z]`, `[!…]`.
public struct Glob: Sendable, Hashable {
    private let pattern: [Character]

    /// Reads a pattern; a bracket that never closes stands for itself.
    public init(_ pattern: String) {
        self.pattern = Array(pattern)
    }

    /// Whether the pattern covers the whole text.
    public func matches(_ text: String) -> Bool {
        let text = Array(text)
        var (position, index) = (0, 0)
        var backtrack: (position: Int, index: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == "*" {
                backtrack = (position, index)
                position += 1
            } else if let next = step(at: position, over: text[index]) {
                position = next
                index += 1
            } else if let (star, start) = backtrack {
                backtrack = (star, start + 1)
                position = star + 1
                index = start + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == "*" }
    }

    /// The position after the pattern's element at `position`, where that element covers the character.
    private func step(at position: Int, over character: Character) -> Int? {
        guard position < pattern.count else { return nil }
        switch pattern[position] {
        case "?":
            return position + 1
        case "[":
            guard let close = pattern[(position + 1)...].dropFirst().firstIndex(of: "]") else { fallthrough }
            var members = pattern[(position + 1)..<close]
            let negated = members.first == "!"
            if negated { members = members.dropFirst() }
            return Self.contains(character, in: Array(members)) == negated ? nil : close + 1
        default:
            return pattern[position] == character ? position + 1 : nil
        }
    }

    private static func contains(_ character: Character, in members: [Character]) -> Bool {
        var index = 0
        while index < members.count {
            if index + 2 < members.count, members[index + 1] == "-" {
                if members[index] <= character, character <= members[index + 2] { return true }
                index += 3
            } else {
                if members[index] == character { return true }
                index += 1
            }
        }
        return false
    }
}
