/// Where a server listens, as a command line says it: `127.0.0.1:9273`, `[::1]:9273`, `0.0.0.0:9273`, `:9273`.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IP address or a name of this host; `::` takes every address, of both kinds.
    package var host: String
    /// The TCP port; 0 takes any free one.
    package var port: Int

    /// Makes an address.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads an address, or gives `nil` where it is none.
    ///
    /// Without a host every address is meant.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), text.utf8.count <= 300 else { return nil }
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), port <= 65_535
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            // Which of the colons is the port's would be a guess.
            return nil
        }
        guard host.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"[]/@?#\\".utf8.contains($0) }) else { return nil }
        self.init(host: host.isEmpty ? "::" : String(host), port: port)
    }

    /// Whether nobody but this host can reach it.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    /// The address as it was written.
    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
