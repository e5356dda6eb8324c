/// A decoder that knows what kind of value it is at, so that a type need not try one kind after the other.
///
/// Each try that fails makes an error with a path and a text, which costs more than all else about a value.
package protocol JSONKindDecoder: Decoder {
    /// What the value is read as.
    var kind: JSONSlice.Kind { get }
}

extension Decoder {
    /// Whether the value may be of a kind; a decoder of something else than JSON leaves that to a try.
    package func mayBe(_ kinds: JSONSlice.Kind...) -> Bool {
        guard let decoder = self as? any JSONKindDecoder else { return true }
        return kinds.contains(decoder.kind)
    }
}
