import ArgumentParser
import TrawlCollections

/// `trawl schema`: JSON Schema for editors.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of collection, inventory or web configuration files, for editors."
    )

    /// The kinds of files.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case collection
        case inventory
        case webConfig = "web-config"
    }

    @Argument(help: "Which kind of file.")
    var kind: Kind

    func run() throws {
        let schema =
            switch kind {
            case .collection: CollectionSchema.collection
            case .inventory: CollectionSchema.inventory
            case .webConfig: CollectionSchema.webConfiguration
            }
        try Results.write([schema])
    }
}
