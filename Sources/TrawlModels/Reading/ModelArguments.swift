/// The arguments that a request gives its model, by name.
///
/// ``objection(by:)`` says whether a model takes them; a plan refuses those that it does not.
public struct ModelArguments: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// The values as they are written.
    public var values: [String: String]

    /// Makes arguments.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    /// Makes arguments; of a name that stands twice the last.
    public init(dictionaryLiteral elements: (String, String)...) {
        values = Dictionary(elements, uniquingKeysWith: { $1 })
    }

    /// The value of an argument.
    public subscript(name: String) -> String? { values[name] }

    /// The value of an argument that is a VRF's name.
    public func vrf(_ name: String = "vrf") -> VRFName? { self[name].flatMap { VRFName($0) } }

    /// The value of an argument that is a prefix.
    public func prefix(_ name: String) -> IPPrefix? { self[name].flatMap(ModelArgument.prefix) }

    /// Whether an argument is `true`.
    public func isTrue(_ name: String) -> Bool { self[name] == "true" }

    /// Why a model does not take these arguments; `nil` where it does.
    public func objection(by model: any NormalizedModel.Type) -> String? {
        let known = model.arguments
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let argument = known.first(where: { $0.name == name }) else {
                return "model `\(model.name)` takes no argument `\(name)`"
            }
            guard argument.takes(value) else { return "argument `\(name)` takes \(argument.noun), not `\(value)`" }
        }
        guard let missing = known.first(where: { $0.isRequired && values[$0.name] == nil }) else { return nil }
        return "model `\(model.name)` needs the argument `\(missing.name)`"
    }
}
