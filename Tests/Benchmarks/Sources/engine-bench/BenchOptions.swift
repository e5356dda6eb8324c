import Glibc
import Trawl

/// Where the server is, and how much is asked of it.
struct BenchOptions {
    /// Transfers in flight at once.
    static let inFlight = 256
    static let path = "/api/system"

    let port: Int
    let authorityFile: String
    let serverName: String
    var devices = 1000
    var sweeps = 30

    init?(_ arguments: [String]) {
        guard arguments.count >= 4, let port = Int(arguments[1]) else { return nil }
        self.port = port
        authorityFile = arguments[2]
        serverName = arguments[3]
        if arguments.count > 4 { devices = Int(arguments[4]) ?? devices }
        if arguments.count > 5 { sweeps = Int(arguments[5]) ?? sweeps }
    }

    /// The sweep as a plan, pressed as hard as it goes.
    func plan() throws -> Plan {
        let unlimited = Rate(perSecond: 1e6)
        let limits = Limits(
            concurrency: Self.inFlight,
            logins: unlimited,
            perHost: HostLimits(rate: unlimited, burst: 1000)
        )
        let request = Request(name: "system", commands: [.http: .get(Self.path)])
        let collection = RequestCollection(name: "bench", limits: limits, requests: [request])
        return try Plan(collections: [collection], devices: (0..<devices).map(device))
    }

    private func device(_ number: Int) -> Device {
        // 127.1.0.1 and the addresses after it.
        let host = 1 + number
        return Device(
            name: "switch\(number)",
            address: "127.1.\(host >> 8 & 255).\(host & 255)",
            port: port,
            dialect: .http,
            tls: TLSPolicy(caFile: authorityFile, serverName: serverName)
        )
    }
}

/// The limit of open files, which a thousand connections for each of two clients pass.
enum DescriptorCeiling {
    static func raise() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
