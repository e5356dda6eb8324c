import Foundation
import Testing
import TrawlJSON

/// Bodies that other projects recorded on devices; they lie beside the repository and are no part of it.
@Suite(.timeLimit(.minutes(5)))
struct RecordedBodiesTests {
    static let folder: URL? = {
        var directory = URL(filePath: #filePath).deletingLastPathComponent()
        while directory.path != "/" {
            let candidate = directory.appending(path: "shared/fixtures")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            directory.deleteLastPathComponent()
        }
        return nil
    }()

    /// Every file that an index lists as JSON, by the index's word and not the file's name.
    static func bodies(isJSON: Bool) throws -> [URL] {
        guard let folder else { return [] }
        return try ["napalm", "suzieq", "anta", "wire"].flatMap { source in
            let root = folder.appending(path: source)
            let index = try JSONSlice(parsing: Array(Data(contentsOf: root.appending(path: "index.json"))))
            return (index["cases"]?.elements ?? []).flatMap { entry in
                let directory = source == "wire" || source == "anta" ? "." : entry["id"]?.string ?? "."
                let files = entry["raw"]?.elements ?? [entry]
                return files.compactMap { file -> URL? in
                    // A file without an encoding is one that the other project wrote in Python, as JSON; `exception` is its own word, no device's.
                    let encoding = file["encoding"]?.string ?? "json"
                    guard encoding != "exception", (encoding == "json") == isJSON else { return nil }
                    return file["file"]?.string.map { root.appending(path: directory).appending(path: $0) }
                }
            }
        }
    }

    @Test(.enabled(if: folder != nil, "there is no shared/fixtures above the repository"))
    func `every recorded JSON body is read, and is written as it came`() throws {
        let bodies = try Self.bodies(isJSON: true)
        #expect(bodies.count > 300)
        for url in bodies {
            let body = try Data(contentsOf: url)
            let slice = try #require(try? JSONSlice(parsing: Array(body)), "\(url.path)")
            let written = slice.written
            #expect(try JSONSlice(parsing: written).written == written, "\(url.path)")
            #expect(!written.contains(UInt8(ascii: "\n")), "\(url.path)")
            let decoded = try slice.decode(AnyValue.self)
            // A repeated key reads as a list, which neither of the two others does.
            if !Self.hasRepeatedKeys(slice) {
                #expect(decoded == AnyValue(slice), "\(url.path)")
                #expect(try JSONDecoder().decode(AnyValue.self, from: body) == decoded, "\(url.path)")
            }
        }
    }

    @Test(.enabled(if: folder != nil, "there is no shared/fixtures above the repository"))
    func `a recorded body that is not JSON is refused`() throws {
        for url in try Self.bodies(isJSON: false) {
            let body = Array(try Data(contentsOf: url))
            #expect(throws: JSONError.self, "\(url.path)") { try JSONSlice(parsing: body) }
        }
    }

    private static func hasRepeatedKeys(_ slice: JSONSlice) -> Bool {
        let keys = slice.members.map(\.key)
        return Set(keys).count != keys.count || slice.members.contains { hasRepeatedKeys($0.value) }
            || slice.elements.contains(where: hasRepeatedKeys)
    }
}
