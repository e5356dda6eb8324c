package import TrawlCore

/// Which API a device has, found out by questions that say nothing of who asks.
///
/// Each API is asked for at its own path, without user and password, and one path that no API has is asked for beside
/// them. An API is proven where its path is known and the other one is not: whatever answers 401 to everything, as a
/// printer does, proves nothing. So passwords go only where an API was found, as if the inventory had named it.
package enum DialectSearch {
    /// One question, and what it asks for; `nil` for what no device has.
    package struct Question: Sendable {
        package var dialect: DialectName?
        package var request: HTTPRequest
    }

    /// What came back for a question.
    package struct Answer: Sendable {
        package var dialect: DialectName?
        package var response: HTTPResponse

        package init(dialect: DialectName?, response: HTTPResponse) {
            self.dialect = dialect
            self.response = response
        }
    }

    /// The APIs that are looked for, the one that is taken first where a device has several.
    package static let dialects: [DialectName] = [.eapi, .nxapi, .nvue, .junos, .restconf]

    private static let paths: [DialectName: (method: String, path: String)] = [
        .eapi: ("HEAD", "/command-api"), .nxapi: ("GET", "/ins"), .nvue: ("GET", "/nvue_v1/system"),
        .junos: ("GET", "/rpc/get-software-information"), .restconf: ("GET", "/.well-known/host-meta"),
    ]

    /// The ports where APIs are looked for: the device's own, or those where APIs listen.
    package static func ports(of device: Device) -> [Int] {
        guard device.port == 0 else { return [device.port] }
        var ports: [Int] = []
        for dialect in dialects.compactMap(DialectRegistry.dialect(named:)) {
            let port = dialect.defaultPort(for: device.scheme)
            if !ports.contains(port) { ports.append(port) }
        }
        return ports
    }

    /// What is asked on a port; of a port that the inventory names, every API.
    package static func questions(of device: Device, port: Int) -> [Question] {
        let possible = dialects.filter { name in
            device.port != 0 || DialectRegistry.dialect(named: name)?.defaultPort(for: device.scheme) == port
        }
        return [question(nil, "GET", "/trawl-looks-for-an-api")]
            + possible.compactMap { name in paths[name].map { question(name, $0.method, $0.path) } }
    }

    private static func question(_ dialect: DialectName?, _ method: String, _ path: String) -> Question {
        Question(dialect: dialect, request: HTTPRequest(method: method, path: path, authentication: .none))
    }

    /// The API that the answers of one port prove; `nil` where they prove none.
    package static func dialect(in answers: [Answer]) -> DialectName? {
        guard let control = answers.first(where: { $0.dialect == nil }), control.response.status == 404 else {
            return nil
        }
        return dialects.first { name in
            answers.contains { $0.dialect == name && proves(name, $0.response) }
        }
    }

    private static func proves(_ dialect: DialectName, _ response: HTTPResponse) -> Bool {
        switch (dialect, response.status) {
        // Who asks comes first, or asking so is not done: either way the path is known.
        case (_, 401), (.eapi, 200), (.eapi, 405), (.nxapi, 405): true
        // NVUE is closed while the default password is set.
        case (.nvue, 403): true
        case (.restconf, 200): HostMeta.restconfRoot(in: response.body) != nil
        default: false
        }
    }

    /// What the answers of all ports were, in one line.
    package static func summary(of answers: [(port: Int, answers: [Answer])]) -> String {
        answers.map { port, answers in
            let found = answers.map { answer in
                let path = answer.dialect.flatMap { paths[$0]?.path } ?? "a path that no API has"
                return "\(answer.response.status) for \(path)"
            }
            return "port \(port): \(found.joined(separator: ", "))"
        }.joined(separator: "; ")
    }
}
