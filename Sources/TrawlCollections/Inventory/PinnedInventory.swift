import FoundationEssentials
public import Trawl

/// An inventory file's text with `tls.pin` written into the entries of some devices; every other byte stays as it is.
///
/// What was written is read again: where anything else than the pins would change, nothing is written at all.
public struct PinnedInventory: Sendable, Hashable {
    /// A device whose pin could not be written, as its entry is not its own.
    public struct Unwritten: Sendable, Hashable {
        /// The device's name.
        public var device: String
        /// The pin that belongs there.
        public var pin: CertificateFingerprint
        /// The line of the entry that the device comes from, counted from 1; 0 where there is none.
        public var line: Int
        /// Why it was not written.
        public var reason: String
    }

    /// The file's new content.
    public private(set) var bytes: [UInt8]
    /// The devices whose pins are in it now, in the file's order.
    public private(set) var written: [String] = []
    /// The devices whose pins are not.
    public private(set) var unwritten: [Unwritten] = []

    /// Reads an inventory file and writes pins into its text; the file itself is left alone.
    ///
    /// - Parameters:
    ///   - pins: Each device's pin, by the device's name.
    ///   - path: The file.
    /// - Throws: What is wrong with the file.
    public init(pinning pins: [String: CertificateFingerprint], inFileAt path: String) throws(FileProblems) {
        let source = try SourceFile(reading: path, limit: Inventory.largest, noun: "the inventory")
        try self.init(pinning: pins, in: source, vocabulary: .registered)
    }

    init(
        pinning pins: [String: CertificateFingerprint],
        in source: SourceFile,
        vocabulary: Vocabulary
    ) throws(FileProblems) {
        let before = try Inventory(source, vocabulary: vocabulary)
        bytes = source.bytes
        var log = ProblemLog(source: source)
        let root = YAMLReader.read(source, mostValues: Inventory.mostValues, log: &log)
        let editor = PinEditor(source: source)
        var edits: [PinEditor.Edit] = []
        var missing = pins
        for entry in root?["devices"]?.entries ?? [] {
            // The file was read already: its ranges can be.
            guard let range = try? NameRange(entry.key) else { continue }
            let line = Int(entry.keyMark.line)
            for name in range.names {
                guard let pin = missing.removeValue(forKey: name) else { continue }
                if range.hasRange {
                    let reason = "\(entry.key.quoted) stands for \(range.count) devices"
                    unwritten.append(Unwritten(device: name, pin: pin, line: line, reason: reason))
                } else if let edit = editor.edit(writing: pin, into: entry) {
                    edits.append(edit)
                    written.append(name)
                } else {
                    let reason = "its entry is written in a way that Trawl does not edit"
                    unwritten.append(Unwritten(device: name, pin: pin, line: line, reason: reason))
                }
            }
        }
        for (name, pin) in missing.sorted(by: { $0.key < $1.key }) {
            unwritten.append(Unwritten(device: name, pin: pin, line: 0, reason: "it is not in the file"))
        }
        guard !edits.isEmpty else { return }
        let edited = editor.apply(edits)
        if Self.changesPinsAlone(edited, of: source, before, pins, written, vocabulary) {
            bytes = edited
            return
        }
        for name in written {
            guard let pin = pins[name] else { continue }
            let reason = "its entry is written in a way that Trawl does not edit"
            unwritten.append(Unwritten(device: name, pin: pin, line: 0, reason: reason))
        }
        written = []
    }

    /// Whether an edited text reads as the same devices, but for the pins that were to be written.
    private static func changesPinsAlone(
        _ edited: [UInt8],
        of source: SourceFile,
        _ before: Inventory,
        _ pins: [String: CertificateFingerprint],
        _ written: [String],
        _ vocabulary: Vocabulary
    ) -> Bool {
        var changed = source
        changed.bytes = edited
        // A text that cannot be read is not written.
        guard let after = try? Inventory(changed, vocabulary: vocabulary) else { return false }
        let names = Set(written)
        let expected = before.devices.map { device in
            var device = device
            if names.contains(device.name) { device.tls.pin = pins[device.name] }
            return device
        }
        return after.devices == expected && after.credentialSources.keys == before.credentialSources.keys
    }
}
