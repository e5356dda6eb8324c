/// The routes of an Arista switch: `show ip route` and `show ip bgp` of a destination.
enum EOSRoutes {
    static let commands: [String: SimulatedCommand] = {
        var commands: [String: SimulatedCommand] = [:]
        let route = SimulatedCommand(json: routes, text: routesText)
        let filters = ["", " bgp", " connected", " static", " ospf", " isis", " rip"]
        for version in ["ip", "ipv6"] {
            let bgp = SimulatedCommand(json: bgp, text: { _ in "" })
            for place in ["", " vrf <vrf>"] {
                for filter in filters { commands["show \(version) route\(place)\(filter)"] = route }
                commands["show \(version) bgp\(place)"] = bgp
                for longer in ["", " longer-prefixes"] {
                    for filter in filters {
                        for detail in ["", " detail"] {
                            commands["show \(version) route\(place) <destination>\(longer)\(filter)\(detail)"] = route
                        }
                    }
                    commands["show \(version) bgp <destination>\(longer)\(place)"] = bgp
                }
            }
        }
        return commands
    }()

    /// What the words of a command ask for.
    private struct Question {
        var vrf = "default"
        var destination = ""
        var longer = false
        var source: String?

        init(_ words: [String]) {
            var words = words.dropFirst(3)
            while let word = words.popFirst() {
                switch word {
                case "vrf": vrf = words.popFirst() ?? vrf
                case "longer-prefixes": longer = true
                case "detail": break
                default:
                    if word.first?.isNumber == true { destination = word } else { source = word }
                }
            }
        }

        /// The VRFs that are asked about, as they are configured whatever the case of the question.
        var vrfs: [String] { ["MGMT", "default"].filter { vrf == "all" || vrf.uppercased() == $0.uppercased() } }
    }

    private static func found(_ question: Question, in vrf: String, _ context: CommandContext) -> [SimulatedRoute] {
        // Nobody here has IPv6.
        guard context.words.count > 1, context.words[1] == "ip" else { return [] }
        let routes = context.device.routes(
            to: question.destination.isEmpty ? "0.0.0.0/0" : question.destination,
            inManagement: vrf == "MGMT",
            longer: question.longer || question.destination.isEmpty
        )
        return question.source.map { source in routes.filter { $0.source.rawValue == source } } ?? routes
    }

    private static func name(_ kind: SimulatedInterface.Kind) -> String {
        switch kind {
        case .management: "Management1"
        case .ethernet(let port): "Ethernet\(port)"
        case .loopback(let number): "Loopback\(number)"
        case .vlan(let number): "Vlan\(number)"
        }
    }

    private static func routes(_ context: CommandContext) -> JSONValue {
        let question = Question(context.words)
        let vrfs = question.vrfs.map { vrf -> (key: String, value: JSONValue) in
            let routes = found(question, in: vrf, context).map { ($0.prefix, value(of: $0)) }
            return (
                vrf,
                [
                    "routingDisabled": false, "allRoutesProgrammedHardware": true, "allRoutesProgrammedKernel": true,
                    "defaultRouteState": "reachable", "routes": .object(routes),
                ]
            )
        }
        return ["vrfs": .object(vrfs)]
    }

    private static func value(of route: SimulatedRoute) -> JSONValue {
        let vias = route.hops.map { hop -> JSONValue in
            let interface: JSONValue = ["interface": .string(name(hop.interface))]
            return hop.address.map { interface.adding("nexthopAddr", "\($0)") } ?? interface
        }
        let kind = route.source == .bgp ? "eBGP" : route.source.rawValue
        return [
            "kernelProgrammed": true, "directlyConnected": .bool(route.source == .connected), "routeAction": "forward",
            "hardwareProgrammed": true, "routeType": .string(kind),
            "preference": .int(route.source == .bgp ? 200 : route.source == .fixed ? 1 : 0), "metric": 0,
            "vias": .array(vias),
        ]
    }

    private static func routesText(_ context: CommandContext) -> String {
        let question = Question(context.words)
        return question.vrfs.map { vrf in
            let lines = found(question, in: vrf, context).flatMap { route in
                route.hops.map { hop in
                    let mark = route.source == .bgp ? "B E" : route.source == .fixed ? "S  " : "C  "
                    let via = hop.address.map { "via \($0), " } ?? "is directly connected, "
                    return " \(mark)    \(route.prefix) \(via)\(name(hop.interface))\n"
                }
            }
            return "VRF: \(vrf)\n" + lines.joined()
        }.joined(separator: "\n")
    }

    private static func bgp(_ context: CommandContext) -> JSONValue {
        let question = Question(context.words)
        let device = context.device
        let vrfs = question.vrfs.map { vrf -> (key: String, value: JSONValue) in
            let entries = found(question, in: vrf, context).filter { $0.source == .bgp }
                .map { ($0.prefix, entry(of: $0, device)) }
            return (
                vrf,
                [
                    "routerId": "\(device.routerID)", "vrf": .string(vrf),
                    "asn": .string(String(device.autonomousSystem)), "bgpRouteEntries": .object(entries),
                ]
            )
        }
        return ["vrfs": .object(vrfs)]
    }

    private static func entry(of route: SimulatedRoute, _ device: SimulatedSwitch) -> JSONValue {
        let paths = route.hops.enumerated().map { index, hop in path(hop, isFirst: index == 0, of: route, device) }
        return [
            "address": "\(route.network)", "maskLength": .int(route.length), "bgpRoutePaths": .array(paths),
            "totalPaths": .int(paths.count),
        ]
    }

    private static func path(
        _ hop: SimulatedRoute.Hop,
        isFirst: Bool,
        of route: SimulatedRoute,
        _ device: SimulatedSwitch
    ) -> JSONValue {
        let peer: JSONValue = [
            "peerRouterId": "\(hop.routerID ?? device.routerID)", "peerAddr": "\(hop.address ?? device.routerID)",
        ]
        let systems = hop.path.map { String($0) }.joined(separator: " ")
        return [
            "asPathEntry": ["asPathType": "External", "asPath": "\(systems) i"], "med": 0, "localPreference": 100,
            "weight": 0, "nextHop": "\(hop.address ?? device.routerID)",
            "reasonNotBestpath": isFirst ? "noReason" : "ecmpFast", "peerEntry": peer,
            "routeType": [
                "active": .bool(true), "valid": true, "ecmp": .bool(route.hops.count > 1), "suppressed": false,
                "ecmpHead": .bool(isFirst && route.hops.count > 1),
            ],
            "routeDetail": ["origin": "Igp", "communityList": ["64512:100"], "peerEntry": peer],
        ]
    }
}
