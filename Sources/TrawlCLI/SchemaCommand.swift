import ArgumentParser
import TrawlCollections

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

    func run() throws {
        try Results.write([kind == .collection ? CollectionSchema.collection : CollectionSchema.inventory])
    }
}
