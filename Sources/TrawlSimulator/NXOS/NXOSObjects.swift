import Foundation
import TrawlCore
import TrawlServer

/// A Nexus switch's managed objects: NX-API REST, also called DME.
///
/// Every attribute is a string, an object that does not exist is an empty list, and an error comes in the place of
/// the first object, with whatever status.
enum NXOSObjects {
    /// Whether a path is one of the objects' API.
    static func serves(_ path: String) -> Bool {
        ["/api/mo/", "/api/class/", "/api/node/mo/", "/api/node/class/", "/api/aaa"].contains(where: path.hasPrefix)
    }

    /// Answers a GET of `/api/mo/DN.json` or `/api/class/CLASS.json`.
    static func answer(_ request: ServerRequest, _ call: CallContext) -> ServerResponse {
        let path = (request.path.removingPercentEncoding ?? request.path).replacing("/api/node/", with: "/api/")
        guard path.hasSuffix(".json") else { return error(400, code: "400", "Unsupported format") }
        let subject = String(path.dropFirst("/api/".count).dropLast(".json".count))
        call.record(subject)
        switch call.fault(subject.lowercased()) {
        case .refused?: return error(400, code: "12", "unknown class")
        case .failed(let message)?: return error(200, code: "500", message)
        case nil: break
        }
        let query: NXOSObjectQuery
        do throws(NXOSObjectQuery.Mistake) {
            query = try NXOSObjectQuery(request.target)
        } catch {
            return self.error(400, code: "107", error.text)
        }
        let root = NXOSObject.tree(call.context)
        let found: [NXOSObject]
        if subject.hasPrefix("class/") {
            let name = String(subject.dropFirst("class/".count))
            guard NXOSObject.classes.contains(name) else { return error(400, code: "12", "unknown class \(name)") }
            found = root.subtree.filter { $0.name == name }
        } else {
            found = root.subtree.filter { $0.dn == subject.dropFirst("mo/".count) }
        }
        return reply(query.applied(to: found))
    }

    /// An answer with objects, `total` being how many there are on all pages.
    private static func reply(_ answer: (objects: [JSONValue], total: Int)) -> ServerResponse {
        let value: JSONValue = [
            "totalCount": .string(String(answer.total)), "imdata": .array(answer.objects),
        ]
        return ServerResponse(headers: [HTTPField("Content-Type", "application/json")], body: value.bytes)
    }

    /// An error, in the place of the first object.
    static func error(_ status: Int, code: String, _ text: String) -> ServerResponse {
        let value: JSONValue = [
            "totalCount": "1",
            "imdata": [["error": ["attributes": ["code": .string(code), "text": .string(text)]]]],
        ]
        return ServerResponse(
            status: status,
            headers: [HTTPField("Content-Type", "application/json")],
            body: value.bytes
        )
    }

    /// What a token that is none, or none any more, is answered with.
    static let tokenInvalid = error(403, code: "403", "Token was invalid (Error: Token timeout)")
}

/// One managed object of a simulated switch, with those below it.
struct NXOSObject {
    var name: String
    var dn: String
    var attributes: [(key: String, value: String)]
    var children: [NXOSObject] = []

    static let classes: Set<String> = ["topSystem", "interfaceEntity", "l1PhysIf", "ethpmPhysIf", "l2BD", "bdEntity"]

    /// The object, and everything below it.
    var subtree: [NXOSObject] { [self] + children.flatMap(\.subtree) }

    /// The value of an attribute.
    func attribute(_ key: String) -> String? {
        key == "dn" ? dn : attributes.first { $0.key == key }?.value
    }

    /// The object as JSON, with these objects below it.
    func json(with children: [JSONValue] = []) -> JSONValue {
        let attributes = JSONValue.object([("dn", .string(dn))] + attributes.map { ($0.key, .string($0.value)) })
        var content: JSONValue = ["attributes": attributes]
        if !children.isEmpty { content = content.adding("children", .array(children)) }
        return .object([(name, content)])
    }

    /// The objects of a switch, from its system down.
    static func tree(_ context: CommandContext) -> NXOSObject {
        let device = context.device
        let interfaces = device.interfaces.compactMap { interface -> NXOSObject? in
            guard let port = interface.port else { return nil }
            let dn = "sys/intf/phys-[eth1/\(port)]"
            return NXOSObject(
                name: "l1PhysIf",
                dn: dn,
                attributes: [
                    ("id", "eth1/\(port)"), ("descr", interface.description),
                    ("adminSt", interface.isEnabled ? "up" : "down"), ("mtu", String(interface.mtu)),
                ],
                children: [
                    NXOSObject(
                        name: "ethpmPhysIf",
                        dn: dn + "/phys",
                        attributes: [
                            ("operSt", interface.isUp ? "up" : "down"),
                            ("operSpeed", "\(interface.bandwidth / 1_000_000_000)G"),
                            ("backplaneMac", interface.mac.colons.uppercased()),
                        ]
                    )
                ]
            )
        }
        let vlans = device.vlans.map { vlan in
            NXOSObject(
                name: "l2BD",
                dn: "sys/bd/bd-[vlan-\(vlan.id)]",
                attributes: [("fabEncap", "vlan-\(vlan.id)"), ("id", String(vlan.id)), ("name", vlan.name)]
            )
        }
        return NXOSObject(
            name: "topSystem",
            dn: "sys",
            attributes: [
                ("name", device.name), ("serial", device.serialNumber), ("version", NXOSSystem.version),
                ("systemUpTime", String(Int(device.uptime(at: context.time)))),
            ],
            children: [
                NXOSObject(name: "interfaceEntity", dn: "sys/intf", attributes: [], children: interfaces),
                NXOSObject(name: "bdEntity", dn: "sys/bd", attributes: [], children: vlans),
            ]
        )
    }
}
