/// The routes of a Nexus switch: `show ip route` of a destination.
enum NXOSRoutes {
    static let commands: [String: SimulatedCommand] = {
        let route = SimulatedCommand(json: routes, text: routesText)
        var commands: [String: SimulatedCommand] = [:]
        for version in ["ip", "ipv6"] {
            for place in ["", " vrf <vrf>"] {
                commands["show \(version) route\(place)"] = route
                for longer in ["", " longer-prefixes"] {
                    commands["show \(version) route <destination>\(longer)\(place)"] = route
                }
            }
        }
        return commands
    }()

    private static func found(_ context: CommandContext) -> [(vrf: String, routes: [SimulatedRoute])] {
        let words = context.words
        let vrf = words.firstIndex(of: "vrf").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? "default"
        let destination = words.dropFirst(3).first.flatMap { $0 == "vrf" ? nil : $0 }
        return ["default", "management"].filter { vrf == "all" || vrf == $0 }.map { name in
            // Nobody here has IPv6.
            let routes =
                words[1] == "ipv6"
                ? []
                : context.device.routes(
                    to: destination ?? "0.0.0.0/0",
                    inManagement: name == "management",
                    longer: destination == nil || words.contains("longer-prefixes")
                )
            return (name, routes)
        }
    }

    private static func name(_ kind: SimulatedInterface.Kind) -> String {
        switch kind {
        case .management: "mgmt0"
        case .ethernet(let port): "Eth1/\(port)"
        case .loopback(let number): "Lo\(number)"
        case .vlan(let number): "Vlan\(number)"
        }
    }

    private static func client(_ route: SimulatedRoute, _ device: SimulatedSwitch) -> String {
        switch route.source {
        case .bgp: "bgp-\(device.autonomousSystem)"
        case .connected: "direct"
        case .fixed: "static"
        }
    }

    private static func preference(_ route: SimulatedRoute) -> Int {
        route.source == .bgp ? 20 : route.source == .fixed ? 1 : 0
    }

    private static func age(_ route: SimulatedRoute, _ context: CommandContext) -> String {
        let since = route.source == .bgp ? EOSRouting.established(context) : context.device.booted(at: context.time)
        return DurationText.short(Int(context.time.unix - since))
    }

    private static func routes(_ context: CommandContext) -> JSONValue {
        let vrfs = found(context).map { vrf, routes -> JSONValue in
            let prefixes = routes.map { route -> JSONValue in
                let paths = route.hops.map { hop -> JSONValue in
                    var path: [(key: String, value: JSONValue)] = []
                    if let address = hop.address { path.append(("ipnexthop", "\(address)")) }
                    path += [
                        ("ifname", .string(name(hop.interface))), ("uptime", .string(age(route, context))),
                        ("pref", NXOSTable.text(preference(route))), ("metric", "0"),
                        ("clientname", .string(client(route, context.device))), ("ubest", "true"),
                    ]
                    if route.source == .bgp { path.append(("type", "external")) }
                    return .object(path)
                }
                return .object(
                    [
                        ("ipprefix", .string(route.prefix)), ("ucast-nhops", NXOSTable.text(route.hops.count)),
                        ("mcast-nhops", "0"), ("attached", route.source == .connected ? "true" : "false"),
                    ] + NXOSTable.member("path", paths)
                )
            }
            let family = JSONValue.object(
                [("addrf", context.words[1] == "ipv6" ? "ipv6" : "ipv4")] + NXOSTable.member("prefix", prefixes)
            )
            return .object([("vrf-name-out", .string(vrf))] + NXOSTable.member("addrf", [family]))
        }
        return NXOSTable.object("vrf", vrfs)
    }

    private static func routesText(_ context: CommandContext) -> String {
        found(context).map { vrf, routes in
            let lines = routes.flatMap { route in
                ["\(route.prefix), ubest/mbest: \(route.hops.count)/0\n"]
                    + route.hops.map { hop in
                        let via = hop.address.map { "*via \($0), " } ?? "*via "
                        let source = client(route, context.device)
                        return
                            "    \(via)\(name(hop.interface)), [\(preference(route))/0], \(age(route, context)), \(source)\n"
                    }
            }
            return "IP Route Table for VRF \"\(vrf)\"\n\n" + (lines.isEmpty ? "Route not found\n" : lines.joined())
                + "\n"
        }.joined()
    }
}
