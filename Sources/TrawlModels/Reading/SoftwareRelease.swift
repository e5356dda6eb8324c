package import TrawlCore

/// The release of a device's operating system, as one of its own answers tells it.
package enum SoftwareRelease {
    /// The release, from the first reply that tells it.
    ///
    /// - Parameters:
    ///   - replies: Answers of the device, to whatever it was asked.
    ///   - dialect: The device's dialect.
    /// - Returns: `EOS 4.31.2F` or `NX-OS 9.3(4)`; `nil` where no reply tells.
    package static func told(by replies: some Sequence<Reply>, on dialect: DialectName) -> String? {
        replies.lazy.compactMap { told(by: $0, on: dialect) }.first
    }

    /// The release in EOS's `show version`, whatever else of it does not fit.
    private struct Release: Decodable {
        var version: String?
    }

    private static func told(by reply: Reply, on dialect: DialectName) -> String? {
        let words = reply.command.title.split(separator: " ").prefix(2).joined(separator: " ")
        switch (words, dialect) {
        case ("show version", .eapi):
            // An answer that does not fit tells no release.
            let answer = try? reply.decode(Release.self, device: "")
            let version = answer?.version ?? word(after: ["Software image version:"], in: reply.text)
            return version?.unlessBlank.map { "EOS \($0)" }
        case ("show version", .nxapi):
            // The same.
            let answer = try? reply.decode(NXOS.ShowVersion.self, device: "")
            let version = answer?.version ?? word(after: ["NXOS: version", "system:    version"], in: reply.text)
            return version?.unlessBlank.map { "NX-OS \($0)" }
        case ("show running-config", .eapi), ("show startup-config", .eapi):
            return word(after: ["EOS-"], in: reply.text?.prefix(1000)).map { "EOS \($0)" }
        case ("show running-config", .nxapi), ("show startup-config", .nxapi):
            return word(after: ["\nversion "], in: reply.text?.prefix(1000)).map { "NX-OS \($0)" }
        default: return nil
        }
    }

    /// The word behind the first of some marks that a text has; the head of a configuration ends it with a bracket.
    private static func word(after marks: [String], in text: (some StringProtocol)?) -> String? {
        guard let text else { return nil }
        for mark in marks {
            guard let place = text.firstRange(of: mark) else { continue }
            let rest = text[place.upperBound...].drop { $0 == " " }
            let word = String(rest.prefix { !$0.isWhitespace && $0 != "," })
            let isBracketed = word.hasSuffix(")") && !word.contains("(")
            return isBracketed ? String(word.dropLast()) : word
        }
        return nil
    }
}
