import Foundation
import Testing
import TrawlCore
import TrawlModels

/// Every value of an answer is in turn of another kind, gone, or twice there: the model is read or says what does not fit.
@Suite(.timeLimit(.minutes(3)))
struct ChangedAnswersTests {
    private static var strange: [Any] {
        [NSNull(), "", "x", -1, 1e300, true, [String: Any](), ["x"]]
    }

    /// The value with one part of it replaced, once for each part and each strange value.
    private static func mutations(of value: Any) -> [Any] {
        var found = strange
        if let object = value as? [String: Any] {
            for (key, part) in object {
                found += mutations(of: part).map { object.merging([key: $0]) { $1 } }
                found.append(object.filter { $0.key != key })
            }
        } else if let list = value as? [Any] {
            for index in list.indices {
                found += mutations(of: list[index]).map { Array(list[..<index]) + [$0] + Array(list[(index + 1)...]) }
                found.append(Array(list[..<index] + list[(index + 1)...]))
                found.append(list + [list[index]])
            }
        }
        return found
    }

    private func check<Model: ListModel & Sendable>(
        _ model: Model.Type,
        _ device: Device,
        _ bodies: [String?]
    ) throws -> Int {
        var count = 0
        for (index, body) in bodies.enumerated() {
            guard let body, body.hasPrefix("{") else { continue }
            let value = try JSONSerialization.jsonObject(with: Data(body.utf8))
            for mutation in Self.mutations(of: value) where mutation is [String: Any] || mutation is [Any] {
                var changed = bodies
                let bytes = try JSONSerialization.data(withJSONObject: mutation)
                changed[index] = String(decoding: bytes, as: UTF8.self)
                let (found, problems) = try Answers.read(model, device, changed)
                _ = try Answers.json(found)
                if let known = found as? any NAPALMConvertible { _ = try Answers.json(AnyEncodable(known.napalm())) }
                for problem in problems {
                    #expect(problem.code == .wrongShape)
                    #expect(problem.detail.contains(": "), "\(problem.detail)")
                }
                count += 1
            }
        }
        return count
    }

    @Test func `nothing that a device says is more than an error`() throws {
        let (bgp, detail, ospf) = (BGPNeighborsTests(), BGPNeighborsDetailTests(), OSPFNeighborsTests())
        let (inside, optics, parts) = (EnvironmentTests(), OpticsTests(), HardwareInventoryTests())
        let (eos, nxos) = (Answers.eos, Answers.nxos)
        var count = 0
        count += try check(BGPNeighbors.self, eos, [bgp.summary, bgp.nobody, bgp.peers, bgp.nobody])
        count += try check(BGPNeighbors.self, nxos, [bgp.nxos])
        count += try check(BGPNeighborsDetail.self, eos, [detail.text, "", detail.summary, detail.nobody, ""])
        count += try check(OSPFNeighbors.self, eos, [ospf.eos])
        count += try check(OSPFNeighbors.self, nxos, [ospf.nxos])
        count += try check(
            Environment.self,
            eos,
            [inside.version, inside.cooling, inside.heat, inside.top, inside.power]
        )
        count += try check(Environment.self, nxos, [inside.nxos, inside.processes, inside.shared, inside.resources])
        count += try check(Optics.self, eos, [optics.eos])
        count += try check(Optics.self, nxos, [optics.nxos])
        count += try check(HardwareInventory.self, eos, [parts.eos])
        count += try check(HardwareInventory.self, nxos, [parts.parts, parts.optics])
        #expect(count > 1000)
    }
}
