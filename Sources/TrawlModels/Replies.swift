import TrawlCore

extension [Reply?] {
    /// The reply at an index, read into a vendor's model; `nil` where the command failed or answered in text.
    ///
    /// A command that has no structured form on this release is no reason to lose what the others said.
    func read<Model: Decodable>(
        _ type: Model.Type,
        at index: Int,
        of device: Device
    ) throws(DeviceError) -> Model? {
        guard indices.contains(index), let reply = self[index], reply.json != nil else { return nil }
        return try reply.decode(type, device: device.name)
    }
}

extension String {
    /// The text, or `nil` where it says nothing: vEOS has a serial number of `""`, NX-OS a version of `N/A`.
    var unlessBlank: String? {
        let isBlank = allSatisfy(\.isWhitespace) || self == "N/A" || self == "NA"
        return isBlank ? nil : self
    }
}
