import Testing
import TrawlCore

@Suite(.timeLimit(.minutes(1)))
struct CertificateFingerprintTests {
    private static let bytes = (0..<32).map { UInt8($0 * 8 + 7) }
    private static let plain = "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff"
    private static let colons = """
        07:0F:17:1F:27:2F:37:3F:47:4F:57:5F:67:6F:77:7F:87:8F:97:9F:A7:AF:B7:BF:C7:CF:D7:DF:E7:EF:F7:FF
        """

    @Test(arguments: [plain, colons, plain.uppercased(), colons.lowercased()])
    func `it is read with colons and without, in either case, and printed one way`(text: String) {
        let fingerprint = CertificateFingerprint(text)
        #expect(fingerprint?.bytes == Self.bytes)
        #expect(fingerprint?.description == Self.colons)
    }

    @Test(arguments: [
        "", "abc", String(plain.dropLast()), plain + "0", String(plain.dropLast()) + "g", colons + ":",
        colons.replacing(":", with: "-"), String(colons.dropFirst()), plain.replacing("07", with: ": "),
        String(repeating: ":", count: 95), String(repeating: "é", count: 32),
    ])
    func `anything else is none`(text: String) {
        #expect(CertificateFingerprint(text) == nil)
    }

    @Test
    func `it is 32 bytes`() {
        #expect(CertificateFingerprint(bytes: Self.bytes)?.description == Self.colons)
        #expect(CertificateFingerprint(bytes: Array(Self.bytes.dropLast())) == nil)
    }
}
