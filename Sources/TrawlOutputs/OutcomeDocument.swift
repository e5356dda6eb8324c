import TrawlCore

/// A format: how outcomes become one text.
///
/// An outcome becomes an item first, and the item part of the text later, so that items can be held back in any order
/// (as bytes, on disk when there are many) without holding outcomes.
protocol OutcomeDocument {
    /// The outcome as an item of this format; `nil` where the format shows nothing of it.
    func item(for outcome: Outcome) -> [UInt8]?

    /// Adds an item, and writes what can be written already.
    mutating func add(_ item: [UInt8], to file: OutputFile) throws(OutputError)

    /// Writes what was held back, and the end.
    mutating func finish(to file: OutputFile) throws(OutputError)
}
