import ArgumentParser
import Trawl
import TrawlCollections

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
        try Results.write(Columns.aligned([["collection", "dialects", "file", "description"]] + rows))
        for text in broken { Terminal.note(text) }
    }
}
