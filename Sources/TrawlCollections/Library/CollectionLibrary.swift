import FoundationEssentials
import Trawl

/// Where collections are found by name: this directory's, the user's, and those that ship with Trawl.
package struct CollectionLibrary: Sendable {
    /// No collection has this name.
    package struct NotFound: Error, Sendable, CustomStringConvertible {
        /// The name.
        package var name: String
        /// The collections whose names are near, the nearest first.
        package var nearest: [String]
        /// The directories that were looked into.
        package var directories: [String]

        /// The name, and one thing to try.
        package var description: String {
            let near = nearest.map { "`\($0)`" }.joined(separator: ", ")
            let hint = near.isEmpty ? "`trawl list` shows those there are" : "did you mean \(near)?"
            let title = name.escapingControls
            let what =
                name.contains("/") || CollectionLibrary.isFileName(name)
                ? "no such file: \(title)" : "no collection `\(title)`"
            return "\(what)\n  hint: \(hint)"
        }
    }

    /// One collection that was found.
    package struct Entry: Sendable {
        /// The name that `trawl run` takes.
        package var name: String
        /// The file.
        package var path: String
        /// What the file says, or what is wrong with it.
        package var file: Result<CollectionFile, FileProblems>
    }

    /// The directories, in the order in which they win.
    package var directories: [String]

    /// Looks into directories.
    package init(directories: [String]) {
        self.directories = directories
    }

    /// Looks where a user of the command line expects it.
    ///
    /// - Parameters:
    ///   - environment: For `TRAWL_PATH`, `XDG_CONFIG_HOME` and `HOME`.
    ///   - executable: The path of the running program; the shipped collections are found from it.
    package init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        executable: String = CollectionLibrary.executablePath
    ) {
        directories = ["./collections"]
        directories += (environment["TRAWL_PATH"] ?? "").split(separator: ":").map(String.init)
        // XDG's base directories must be absolute; anything else is ignored, as its specification says.
        if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
            directories.append(configuration + "/trawl/collections")
        } else if let home = environment["HOME"], !home.isEmpty {
            directories.append(home + "/.config/trawl/collections")
        }
        directories += Self.shipped(from: executable)
    }

    /// The path of the running program, links followed.
    package static var executablePath: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))  // absent beyond Linux
            ?? CommandLine.arguments.first ?? ""
    }

    /// `../share/trawl/collections`, or the checkout that the program was built in.
    private static func shipped(from executable: String) -> [String] {
        var parts = executable.split(separator: "/").map(String.init)
        guard executable.hasPrefix("/"), !parts.isEmpty else { return [] }
        parts.removeLast()
        let installed = "/" + (parts.dropLast() + ["share", "trawl", "collections"]).joined(separator: "/")
        if FileManager.default.fileExists(atPath: installed) { return [installed] }
        while !parts.isEmpty {
            let root = "/" + parts.joined(separator: "/")
            let isCheckout = ["/Package.swift", "/collections"].allSatisfy {
                FileManager.default.fileExists(atPath: root + $0)
            }
            if isCheckout { return [root + "/collections"] }
            parts.removeLast()
        }
        return []
    }

    /// Whether a word is a path by its end.
    static func isFileName(_ word: String) -> Bool {
        word.hasSuffix(".yaml") || word.hasSuffix(".yml")
    }

    /// The file of a collection: a path where the word has a `/` or ends in `.yaml`, a name otherwise.
    package func path(of word: String) throws(NotFound) -> String {
        if word.contains("/") || Self.isFileName(word) {
            guard FileManager.default.fileExists(atPath: word) else { throw notFound(word) }
            return word
        }
        for directory in directories {
            for suffix in [".yaml", ".yml"] {
                let path = "\(directory)/\(word)\(suffix)"
                if FileManager.default.fileExists(atPath: path) { return path }
            }
        }
        throw notFound(word)
    }

    private func notFound(_ word: String) -> NotFound {
        let nearest = Suggestion.ranked(near: RelativePath.stem(of: word), among: files().map(\.name))
        return NotFound(name: word, nearest: Array(nearest.prefix(3)), directories: directories)
    }

    /// Every collection that is found, by name; of two with the same name the first directory's.
    package func list() -> [Entry] {
        list(vocabulary: .registered)
    }

    /// The same, with a vocabulary of the caller's.
    package func list(vocabulary: Vocabulary) -> [Entry] {
        files().map { name, path in
            do throws(FileProblems) {
                return Entry(
                    name: name,
                    path: path,
                    file: .success(try CollectionFile(contentsOf: path, vocabulary: vocabulary))
                )
            } catch {
                return Entry(name: name, path: path, file: .failure(error))
            }
        }
    }

    private func files() -> [(name: String, path: String)] {
        var paths: [String: String] = [:]
        for directory in directories {
            // A directory that is not there has no collections.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            for file in names.sorted() where Self.isFileName(file) && !file.hasPrefix(".") {
                let name = RelativePath.stem(of: file)
                paths[name] = paths[name] ?? "\(directory)/\(file)"
            }
        }
        return paths.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }
}
