/// A file that is replaced whole or not at all.
public enum FileReplacement: Sendable {
    /// Writes bytes beside a file, puts them on the disk, and renames them over it.
    ///
    /// The file keeps its permissions, and a link stays a link.
    ///
    /// - Throws: Why it could not be; the old file is as it was then.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(OutputError) {
        try OutputFile.replace(path, with: bytes)
    }
}
