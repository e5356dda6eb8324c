/// A model that one of NAPALM's getters also has, in NAPALM's words and shape.
public protocol NAPALMConvertible: Sendable {
    /// NAPALM's name of the method, such as `get_facts`.
    static var napalmGetter: String { get }

    /// What that method would return.
    func napalm() -> any Encodable & Sendable
}
