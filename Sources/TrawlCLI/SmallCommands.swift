import ArgumentParser
import Foundation
import Trawl
import TrawlCollections
import TrawlOutputs
import TrawlTransfer

/// `trawl check`: validates files.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validates collection and inventory files; sends nothing."
    )

    @Argument(help: "Files; which kind each is shows by its keys.")
    var files: [String]

    func run() throws {
        var status = ExitStatus.ok
        for file in files {
            do throws(FileProblems) {
                let warnings: [FileProblem]
                if Self.isInventory(file) {
                    let inventory = try Inventory(contentsOf: file)
                    warnings = inventory.warnings
                    print("\(file): inventory, \(inventory.devices.count) devices: ok")
                } else {
                    let collection = try CollectionFile(contentsOf: file)
                    warnings = collection.warnings
                    print("\(file): collection, \(collection.collection.requests.count) requests: ok")
                }
                for warning in warnings { Terminal.note("\(warning)") }
            } catch {
                Terminal.error("\(error)")
                if status != .unusable { status = error.isOnlyNotARead ? .unsafe : .unusable }
            }
        }
        if status != .ok { throw ExitCode(status.rawValue) }
    }

    /// Whether a file has a key that only inventories have, and none that only collections have.
    private static func isInventory(_ path: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: path) else { return false }
        let keys = Set(
            String(decoding: data, as: UTF8.self).split(separator: "\n")
                .compactMap { $0.split(separator: ":", maxSplits: 1).first.map(String.init) }
        )
        guard keys.isDisjoint(with: ["requests", "limits", "inventory"]) else { return false }
        return !keys.isDisjoint(with: ["devices", "credentials", "defaults", "groups"])
    }
}

/// `trawl list`: the collections that are found.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the collections found.")

    func run() throws {
        var rows: [[String]] = []
        var broken: [String] = []
        for entry in CollectionLibrary().list() {
            switch entry.file {
            case .success(let file):
                let dialects = Set(
                    file.collection.requests.flatMap { request in
                        DialectRegistry.all.map(\.name).filter { !request.commands(for: $0).isEmpty }.map(\.rawValue)
                    }
                )
                rows.append([
                    entry.name, dialects.sorted().joined(separator: ","), entry.path,
                    file.collection.description ?? "",
                ])
            case .failure(let problems):
                broken.append("\(problems)")
            }
        }
        for line in Columns.aligned([["collection", "dialects", "file", "description"]] + rows) { print(line) }
        for text in broken { Terminal.note(text) }
    }
}

/// `trawl devices`: the inventory after inheritance and filters.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Lists the devices of an inventory, after inheritance and filters."
    )

    @OptionGroup var selection: SelectionOptions

    func run() throws {
        let inventory = try selection.readInventory()
        let rows = try selection.select(from: inventory).map { device in
            [
                device.name, device.endpoint, device.dialect.rawValue, device.credential?.name ?? "-",
                device.scheme == .http ? "plain http" : device.tls.verify ? "verified" : "not verified",
                device.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "),
            ]
        }
        let heading = ["device", "address", "dialect", "credential", "tls", "labels"]
        for line in Columns.aligned([heading] + rows) { print(line) }
    }
}

/// `trawl schema`: JSON Schema for editors.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of collection or inventory files, for editors."
    )

    /// The kinds of files.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case collection
        case inventory
    }

    @Argument(help: "Which kind of file.")
    var kind: Kind

    func run() {
        print(kind == .collection ? CollectionSchema.collection : CollectionSchema.inventory)
    }
}

/// `trawl version`: what runs here.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Prints the versions of Trawl, libcurl and its TLS library."
    )

    func run() {
        let libraries = TransferClient.libraryVersions
        print("trawl \(Version.trawl)\nlibcurl \(libraries.curl)\n\(libraries.tls)")
    }
}

/// Trawl's own version.
enum Version {
    static let trawl = "0.1.0"
}

/// Plain columns for listings.
enum Columns {
    static func aligned(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map(TerminalText.escape) }
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return cells.joined(separator: "  ")
        }
    }
}
