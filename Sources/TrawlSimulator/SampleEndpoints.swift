import TrawlServer

/// Plain JSON resources for the `http` dialect, the same on every platform.
enum SampleEndpoints {
    /// Answers a GET; `nil` where there is no such resource.
    static func answer(_ request: ServerRequest, _ context: CommandContext) -> ServerResponse? {
        let value: JSONValue
        switch request.path {
        case let path where path.hasPrefix("/api/pages/"): return SamplePages.answer(request, context)
        case "/api/system": value = system(context)
        case "/api/arp": value = arp(context)
        case "/api/interfaces": value = interfaces(context)
        case "/api/banner":
            return ServerResponse(contentType: "text/plain", text: "\(context.device.fullName), authorised use only\n")
        default: return nil
        }
        var response = ServerResponse(contentType: "application/json", text: "")
        response.body = value.bytes
        return response
    }

    private static func system(_ context: CommandContext) -> JSONValue {
        let device = context.device
        return [
            "name": .string(device.name), "fqdn": .string(device.fullName), "model": .string(device.model),
            "serial": .string(device.serialNumber), "uptime_seconds": .double(device.uptime(at: context.time)),
            "healthy": true,
            // The largest 64-bit counter: every reader has to keep its digits.
            "octets": .unsigned(UInt64.max),
        ]
    }

    private static func arp(_ context: CommandContext) -> JSONValue {
        let device = context.device
        let peers = device.neighbors.map { neighbor -> JSONValue in
            [
                "address": "\(neighbor.address)", "mac": .string(neighbor.portMAC.colons),
                "interface": .string(device.portName(neighbor.link.port)),
            ]
        }
        let hosts = device.hosts.map { host -> JSONValue in
            ["address": "\(host.address)", "mac": .string(host.mac.colons), "interface": "Vlan\(host.vlan)"]
        }
        return ["entries": .array(peers + hosts)]
    }

    private static func interfaces(_ context: CommandContext) -> JSONValue {
        let rows = context.device.interfaces.filter(\.hasPort).map { interface -> JSONValue in
            let counters = interface.counters(at: context.time)
            return [
                "name": .string(interface.port.map(context.device.portName) ?? "management"),
                "up": .bool(interface.isUp), "in_octets": .unsigned(counters.inOctets),
                "out_octets": .unsigned(counters.outOctets),
            ]
        }
        return ["interfaces": .array(rows)]
    }
}
