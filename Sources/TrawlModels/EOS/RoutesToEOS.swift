import TrawlCore

extension RoutesTo {
    /// The routes of each VRF once the VRFs are known, then BGP's words where a route is its.
    static func eosFollowUps(to replies: Replies) -> [Command] {
        var replies = replies
        guard let destination = replies.arguments.prefix("destination") else { return [] }
        let version = destination.address.version == .v6 ? "ipv6" : "ip"
        let longer = replies.arguments.isTrue("longer") ? " longer-prefixes" : ""
        let found = replies.read(EOS.ShowVRF.self, at: 0)?.vrfs.compactMap { VRFName($0.key) } ?? []
        let wanted = replies.arguments.vrf()
        let vrfs = found.filter { $0.isPlainWord && (wanted == nil || $0 == wanted) }
            .sorted { $0.description < $1.description }
        if replies.all.count == 1 {
            let filter = replies.arguments["protocol"].map { " \($0)" } ?? ""
            return vrfs.map { .cli("show \(version) route vrf \($0) \(destination)\(longer)\(filter) detail") }
        }
        guard replies.all.count == 1 + vrfs.count else { return [] }
        return vrfs.enumerated().compactMap { index, vrf in
            let routes = replies.read(EOS.ShowIPRoute.self, at: 1 + index)?.vrfs ?? []
            let isBGP = routes.contains { ($0.row.routes?.wrappedValue ?? []).contains(where: Self.isBGP) }
            return isBGP ? .cli("show \(version) bgp \(destination)\(longer) vrf \(vrf)") : nil
        }
    }

    private static func isBGP(_ route: Keyed<EOS.ShowIPRoute.Route>) -> Bool {
        route.row.routeType?.contains("BGP") == true || route.row.routeType?.hasPrefix("bgp") == true
    }

    /// The routes of each VRF, those of BGP path by path.
    static func eos(_ replies: inout Replies) -> [Entry] {
        var paths: [VRFName: (asn: String?, routes: [String: [EOS.ShowIPBGP.Path]])] = [:]
        for index in replies.all.indices where replies[index]?.command.title.contains(" bgp ") == true {
            guard replies[index]?.command.title.contains(" route ") == false,
                let answer = replies.read(EOS.ShowIPBGP.self, at: index)
            else { continue }
            for vrf in answer.vrfs {
                guard let name = VRFName(vrf.key) else { continue }
                let routes = (vrf.row.bgpRouteEntries?.wrappedValue ?? [])
                    .map { ($0.key, $0.row.bgpRoutePaths?.wrappedValue ?? []) }
                paths[name] = (vrf.row.asn, Dictionary(routes, uniquingKeysWith: { first, _ in first }))
            }
        }
        var entries: [Entry] = []
        for index in replies.all.indices where replies[index]?.command.title.contains(" route ") == true {
            for vrf in replies.read(EOS.ShowIPRoute.self, at: index)?.vrfs ?? [] {
                guard let name = VRFName(vrf.key) else { continue }
                for route in vrf.row.routes?.wrappedValue ?? [] {
                    guard let prefix = IPPrefix(route.key) else {
                        let finding = "ShowIPRoute: routes: expected an IP prefix, found `\(route.key.prefix(60))`"
                        replies.note(finding, during: replies[index]?.command.title ?? Self.name)
                        continue
                    }
                    let known = isBGP(route) ? paths[name]?.routes[route.key] ?? [] : []
                    entries += Self.entries(of: route.row, to: prefix, in: name, known, asn: paths[name]?.asn)
                }
            }
        }
        return entries
    }

    private static func entries(
        of route: EOS.ShowIPRoute.Route,
        to prefix: IPPrefix,
        in vrf: VRFName,
        _ paths: [EOS.ShowIPBGP.Path],
        asn: String?
    ) -> [Entry] {
        let vias = route.vias?.wrappedValue ?? []
        guard !paths.isEmpty else {
            return vias.map { via in
                Entry(
                    prefix: prefix,
                    vrf: vrf,
                    protocol: route.routeType,
                    active: true,
                    nextHop: via.nexthopAddr,
                    interface: via.interface,
                    preference: route.preference,
                    metric: route.metric
                )
            }
        }
        return paths.map { path in
            Entry(
                prefix: prefix,
                vrf: vrf,
                protocol: route.routeType,
                active: path.routeType?.active ?? false,
                nextHop: path.nextHop,
                interface: vias.first { $0.nexthopAddr == path.nextHop }?.interface,
                preference: route.preference,
                metric: path.med,
                bgp: bgp(path, asn: asn.flatMap(Self.number(ofAS:)))
            )
        }
    }

    private static func bgp(_ path: EOS.ShowIPBGP.Path, asn: UInt32?) -> BGP {
        let asPath = path.asPathEntry?.asPath ?? ""
        let last = asPath.split { " ()[]{},i?".contains($0) }.last.flatMap { number(ofAS: String($0)) }
        return BGP(
            asPath: asPath,
            localAS: asn,
            remoteAS: last ?? asn,
            peer: path.peerEntry?.peerAddr ?? path.routeDetail?.peerEntry?.peerAddr,
            localPreference: path.localPreference,
            weight: path.weight,
            communities: path.routeDetail?.communityList?.wrappedValue ?? [],
            reasonNotBest: path.reasonNotBestpath
        )
    }

    /// An autonomous system's number: `65000`, or `1.5` for 65536 + 5.
    static func number(ofAS text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return UInt32(text) }
        guard let high = UInt16(parts[0]), let low = UInt16(parts[1]) else { return nil }
        return UInt32(high) << 16 | UInt32(low)
    }
}
