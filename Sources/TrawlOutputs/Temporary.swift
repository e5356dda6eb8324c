import TrawlJSON

extension JSONWriter { mutating func encode(_ value: any Encodable) throws { raw("{}") } }
protocol NAPALMConvertible {
    static var napalmGetter: String { get }
    func napalm() -> any Encodable & Sendable
}
