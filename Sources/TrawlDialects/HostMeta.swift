/// RFC 6415's `host-meta`, as far as RESTCONF needs it: `<Link rel='restconf' href='/restconf'/>`.
enum HostMeta {
    /// The API's root; `nil` where the document names none on this device.
    static func restconfRoot(in body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(64 << 10), as: UTF8.self)
        for link in text.split(separator: "<").map(String.init) where link.hasPrefix("Link") {
            let attributes = attributes(in: link.dropFirst(4))
            guard attributes["rel"] == "restconf", let href = attributes["href"] else { continue }
            return root(href)
        }
        return nil
    }

    /// The root of a reference; `nil` for one that leads to another host, or is no plain path.
    private static func root(_ href: String) -> String? {
        var root = href[...]
        while root.last == "/" { root = root.dropLast() }
        let isPath = root.isEmpty || (root.first == "/" && root.dropFirst().first != "/")
        let isPlain = root.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 0x80 && (character.isLetter || character.isNumber || "/-._~".contains(character))
        }
        guard isPath, isPlain, !root.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else {
            return nil
        }
        return String(root)
    }

    /// `name='value'` pairs, up to the end of the element.
    private static func attributes(in text: Substring) -> [String: String] {
        var attributes: [String: String] = [:]
        var rest = text
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].split(whereSeparator: \.isWhitespace).last ?? ""
            rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
            guard let quote = rest.first, quote == "'" || quote == "\"" else { break }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: quote) else { break }
            attributes[String(name)] = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
        }
        return attributes
    }
}
