import TrawlCore

/// RFC 8288's `Link`, as far as paging needs it: `Link: <…>; rel="next"`.
enum NextLink {
    /// The target of the link to the next page; `nil` where there is none.
    static func target(in response: HTTPResponse) -> String? {
        for field in response.headers("Link") {
            var rest = field[...]
            while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
                let target = String(rest[rest.index(after: open)..<close])
                rest = rest[rest.index(after: close)...]
                let end = endOfParameters(in: rest)
                if isNext(rest[..<end]) { return target }
                rest = rest[end...].dropFirst()
            }
        }
        return nil
    }

    /// Path and query of a target, seen from the page that names it; `nil` where it leads to another origin.
    static func path(to target: String, from path: String, on device: Device) -> String? {
        let target = target.prefix { $0 != "#" }
        if target.isEmpty { return nil }
        if target.hasPrefix("//") { return self.path(toURL: "\(device.scheme.rawValue):\(target)", on: device) }
        if target.hasPrefix("/") { return String(target) }
        let base = path.prefix { $0 != "?" && $0 != "#" }
        if target.hasPrefix("?") { return String(base) + String(target) }
        let beforeColon = target.prefix { $0 != ":" }
        if beforeColon.count < target.count, !beforeColon.contains(where: { "/?".contains($0) }) {
            return self.path(toURL: String(target), on: device)
        }
        let directory = base.lastIndex(of: "/").map { String(base[...$0]) } ?? "/"
        return directory + String(target)
    }

    /// Path and query of a URL; `nil` where scheme, host or port are not the device's.
    private static func path(toURL url: String, on device: Device) -> String? {
        guard let mark = url.firstRange(of: "://"), url[..<mark.lowerBound].lowercased() == device.scheme.rawValue
        else {
            return nil
        }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { !"/?".contains($0) }
        let path = rest[authority.endIndex...]
        // A user in an address is no part of an origin, and no business of a device's.
        guard !authority.contains("@"), !authority.contains("\\") else { return nil }
        var host = authority.lowercased()
        var port = device.scheme.defaultPort
        let afterHost = host.firstIndex(of: "]") ?? host.startIndex
        if let colon = host[afterHost...].lastIndex(of: ":") {
            guard let number = Int(host[host.index(after: colon)...]) else { return nil }
            port = number
            host = String(host[..<colon])
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        let names = [device.address, device.tls.serverName].compactMap { $0?.lowercased() }
        guard port == device.port, names.contains(host) else { return nil }
        return path.hasPrefix("/") ? String(path) : "/" + path
    }

    /// Where the parameters of a link end: at a comma that is no part of a text in quotes.
    private static func endOfParameters(in text: Substring) -> String.Index {
        var isQuoted = false
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: return index
            default: break
            }
            index = text.index(after: index)
        }
        return text.endIndex
    }

    private static func isNext(_ parameters: Substring) -> Bool {
        parameters.split(separator: ";").contains { parameter in
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ !$0.isWhitespace }).lowercased() == "rel" else { return false }
            let words = pair[1].lowercased().split { $0.isWhitespace || $0 == "\"" }
            return words.contains("next")
        }
    }
}
