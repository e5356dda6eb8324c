import Testing
import Trawl

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct InventoryTests {
    private func full() throws -> [String: Device] {
        let fixture = try #require(Fixture.valid.first { $0.name == "inventory-full" })
        var source = try fixture.source()
        source.path = "net/inventory.yaml"
        let devices = try Inventory(source, vocabulary: .fixed).devices
        return Dictionary(uniqueKeysWithValues: devices.map { ($0.name, $0) })
    }

    @Test
    func `a device wins over its later group, that over an earlier one, that over the defaults`() throws {
        let device = try #require(try full()["leaf1"])
        #expect(device.address == "10.0.0.1")
        #expect(device.dialect == .nxapi)
        #expect(device.port == 8443)
        #expect(device.labels == ["site": "dc3", "rack": "01", "vendor": "any", "role": "leaf"])
        #expect(device.tls.caFile == "net/lab-ca.pem")
        #expect(device.tls.serverName == "nexus.example.net")
        #expect(device.tls.minimumVersion == .tls10)
        #expect(device.tls.ciphers == "DEFAULT:@SECLEVEL=0")
        #expect(device.tls.verify)
        #expect(
            device.credential == Credential(name: "lab", username: "admin", password: Secret(""), enable: Secret(""))
        )
    }

    @Test
    func `every setting of a device is read`() throws {
        let devices = try full()
        let ranged = try #require(devices["r2-sw01"])
        #expect(ranged.address == "10.1.2.1")
        #expect(ranged.scheme == .http)
        #expect(ranged.port == 80)
        #expect(ranged.source == "10.0.0.9")
        #expect(ranged.proxy == "http://proxy.example.net:3128")
        #expect(ranged.session == .auto)
        #expect(devices["service"]?.session == .never)
        let bare = try #require(devices["bare-six"])
        #expect(bare.address == "fe80::1%eth0")
        #expect(!bare.tls.verify)
        #expect(bare.tls.clientCertificate == "net/c.pem")
        #expect(bare.tls.clientKey == "/etc/c.key")
        #expect(devices["pinned"]?.tls.pin?.bytes == (0..<32).map { UInt8($0 * 8 + 7) })
        #expect(devices["pinned-too"]?.tls.pin == devices["pinned"]?.tls.pin)
        #expect(devices["six"]?.tls.pin == nil)
        #expect(devices["six"]?.address == "2001:db8::1")
        #expect(devices["six"]?.credential?.username == "jürgen %n")
        #expect(devices["six"]?.credential?.enable == nil)
        #expect(devices["leaf003"]?.address == "leaf003.dc1.example.net")
        #expect(devices["plain.example.net"]?.address == "plain.example.net")
    }

    @Test
    func `devices stand in the file's order`() throws {
        let text = "defaults: { dialect: eapi }\ndevices: { z: , \"b[1-2]\": , a: }\n"
        #expect(try inventory(text).devices.map(\.name) == ["z", "b1", "b2", "a"])
    }

    @Test(arguments: [("", 443), ("scheme: http", 80), ("scheme: http, port: 8080", 8080), ("port: 65535", 65_535)])
    func `the port is the dialect's unless somebody says`(settings: String, port: Int) throws {
        let devices = try inventory("devices: { a: { dialect: eapi, \(settings) } }").devices
        #expect(devices.map(\.port) == [port])
    }

    @Test
    func `no credentials is legal`() throws {
        #expect(try inventory("devices: { a: { dialect: eapi } }").devices.first?.credential == nil)
    }

    @Test
    func `one address for many devices is warned about`() throws {
        let inventory = try inventory("devices: { \"a[1-3]\": { dialect: eapi, address: 10.0.0.1 } }")
        #expect(inventory.devices.map(\.address) == ["10.0.0.1", "10.0.0.1", "10.0.0.1"])
        #expect(inventory.warnings.map(\.message) == ["3 devices have this one address"])
    }

    @Test
    func `a password in a file of its owner alone is warned about, and shown nowhere`() throws {
        let text = "credentials:\n  lab: { username: admin, password: hunter2 }\ndevices: { a: { dialect: eapi } }\n"
        let inventory = try inventory(text)
        let warning = try #require(inventory.warnings.first)
        #expect(warning.line == 2)
        #expect(!warning.description.contains("hunter2"))
        var dumped = ""
        dump(inventory, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }

    @Test(arguments: [0o644, 0o640, 0o604])
    func `a password in a file that others may read is refused`(mode: Int) async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/inventory.yaml"
            let text = "credentials: { lab: { username: a, password: hunter2 } }\ndevices: { a: { dialect: eapi } }\n"
            try write(text, to: path, mode: mode)
            let error = try #require(throws: FileProblems.self) { try Inventory(contentsOf: path, vocabulary: .fixed) }
            #expect(error.problems.map(\.message) == ["a password in a file that others may read"])
            #expect(!error.description.contains("hunter2"))
            try write(text, to: path, mode: 0o600)
            #expect(try Inventory(contentsOf: path, vocabulary: .fixed).devices.count == 1)
        }
    }

    @Test
    func `a fleet of 28000 is read whole`() throws {
        var text =
            "defaults: { dialect: eapi }\ngroups: { nexus: { dialect: nxapi, labels: { vendor: cisco } } }\ndevices:\n"
        for number in 0..<28_000 {
            text +=
                "  sw\(number): { address: 10.\(number >> 8).\(number & 255).1, groups: [nexus], labels: { role: leaf } }\n"
        }
        let devices = try inventory(text).devices
        #expect(devices.count == 28_000)
        #expect(devices.last?.labels == ["vendor": "cisco", "role": "leaf"])
    }
}
