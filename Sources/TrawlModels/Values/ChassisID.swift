/// What tells a neighbour from all others: a MAC address in its one writing, or another name as it came.
public struct ChassisID: TextValue {
    /// In errors.
    public static let noun = "a chassis id"

    /// The canonical text.
    public let description: String
    /// As the device wrote it, which equality does not look at.
    public let written: String

    /// The id as a MAC address, where it is one.
    public var mac: MACAddress? { MACAddress(description) }

    /// Reads an id; `nil` where the text is empty.
    public init?(_ text: String) {
        self.init(text, isMAC: true)
    }

    /// Reads an id whose kind is known; `nil` where the text is empty.
    init?(_ text: String, isMAC: Bool) {
        guard !text.isEmpty else { return nil }
        written = text
        description = isMAC ? MACAddress(text)?.description ?? text : text
    }

    /// The same id in another writing is the same chassis.
    public static func == (first: ChassisID, second: ChassisID) -> Bool { first.description == second.description }

    /// Hashes the canonical text.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(description)
    }
}
