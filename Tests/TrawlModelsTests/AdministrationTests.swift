import Testing
import TrawlCore
import TrawlModels

/// SNMP, users and configurations, which have secrets in them.
@Suite(.timeLimit(.minutes(1)))
struct AdministrationTests {
    // MARK: SNMP

    private let communities = """
        snmp-server community public ro
        snmp-server community parts view system ro
        snmp-server community far rw ipv6 NMS6 NMS4
        """
    private let configuration = """
        !Command: show running-config
        !Time: Sat Nov 21 18:00:00 2026

        version 9.3(8) Bios:version 05.52
        username admin password 5 $5$HASH  role network-admin
        username tom password 5 !  role priv-7
        username tom role network-operator
        username tom passphrase  lifetime 99999 warntime 14 gracetime 3
        username tom sshkey ssh-rsa AAAAB3 tom@host
        snmp-server contact noc@example.net
        snmp-server location "hall 2, row 7"
        snmp-server community public group network-operator
        snmp-server community public use-acl NMS
        snmp-server community own group own-role
        snmp-server user admin network-admin auth md5 0x1234 priv 0x1234 localizedkey
        """

    @Test func `EOS says who may ask by SNMP`() throws {
        let bodies = [#"{"chassisId":"JPE1"}"#, #"{"location":"\"hall 2\""}"#, #"{"contact":""}"#, communities]
        let expected = #"""
            {"chassis_id":"JPE1","location":"hall 2","communities":[{"name":"public","access":"ro"},\#
            {"name":"parts","access":"ro","view":"system"},\#
            {"name":"far","access":"rw","acl":"NMS4","ipv6_acl":"NMS6"}]}
            """#
        #expect(try Answers.json(SNMP.self, Answers.eos, bodies) == expected)
        let (model, _) = try Answers.read(SNMP.self, Answers.eos, bodies, ["sanitized": "true"])
        #expect(Set(model.communities.map(\.name)) == ["<removed>"])
        #expect(try Answers.json(SNMP.self, Answers.eos, ["{}", "{}", "{}", ""]) == #"{"communities":[]}"#)
    }

    @Test func `NX-OS says who may ask by SNMP in its configuration`() throws {
        let expected = #"""
            {"location":"hall 2, row 7","contact":"noc@example.net","communities":[{"name":"public","access":"ro",\#
            "group":"network-operator","acl":"NMS"},{"name":"own","group":"own-role"}]}
            """#
        let (model, problems) = try Answers.read(SNMP.self, Answers.nxos, [configuration])
        #expect(problems.isEmpty)
        #expect(try Answers.json(model) == expected)
        let napalm = #"""
            {"chassis_id":"","location":"hall 2, row 7","contact":"noc@example.net","community":{"public":\#
            {"mode":"network-operator","acl":"NMS"},"own":{"mode":"own-role","acl":""}}}
            """#
        #expect(try Answers.json(AnyEncodable(model.napalm())) == napalm)
        let nothing = try Answers.read(SNMP.self, Answers.nxos, ["version 9.3(8)"]).model
        #expect(try Answers.json(AnyEncodable(nothing.napalm())) == "{}")
    }

    @Test func `a community that does not fit is told without its name`() throws {
        let eos = communities + "\nsnmp-server community hidden ro a b c"
        let first = try Answers.read(SNMP.self, Answers.eos, ["{}", "{}", "{}", eos])
        #expect(first.model.communities.count == 3)
        let finding = "SNMPCommunitySection: community 4: expected the end of the line, found 2 more words"
        #expect(first.problems.map(\.detail) == [finding])
        let nxos = "snmp-server community hidden magic"
        let second = try Answers.read(SNMP.self, Answers.nxos, [nxos])
        #expect(second.problems.map(\.detail).allSatisfy { $0.contains("found `magic`") && !$0.contains("hidden") })
        #expect(second.problems.count == 1)
    }

    // MARK: Users

    @Test func `EOS tells its users`() throws {
        let body = #"""
            {"users":{"admin":{"username":"admin","privLevel":15,"role":"network-admin","secret":"$6$HASH",
              "sshAuthorizedKey":"ssh-rsa AAAAB3 admin@host"},"old":{"privLevel":0,"password":"$1$HASH"},
             "new":{"privLevel":1,"sshAuthorizedKeys":["ssh-ed25519 AAAAC3",""]},"odd":{"privLevel":"high"}}}
            """#
        let expected = #"""
            [{"name":"admin","level":15,"role":"network-admin","password":"$6$HASH",\#
            "ssh_keys":["ssh-rsa AAAAB3 admin@host"]},{"name":"old","level":0,"password":"$1$HASH","ssh_keys":[]},\#
            {"name":"new","level":1,"ssh_keys":["ssh-ed25519 AAAAC3"]}]
            """#
        let (model, problems) = try Answers.read(Users.self, Answers.eos, [body])
        #expect(try Answers.json(model) == expected)
        #expect(problems.map(\.detail).allSatisfy { $0.contains("users.odd.privLevel") })
        #expect(problems.count == 1)
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(napalm.contains(#""old":{"level":0,"password":"","sshkeys":[]}"#))
        #expect(napalm.contains(#""new":{"level":1,"password":"","sshkeys":[]}"#))
        let clean = try Answers.read(Users.self, Answers.eos, [body], ["sanitized": "true"]).model
        #expect(clean.entries.map(\.password) == ["<removed>", "<removed>", nil])
        #expect(try !Answers.json(AnyEncodable(clean.napalm())).contains("HASH"))
        #expect(try Answers.json(Users.self, Answers.eos, [#"{"users":{}}"#]) == "[]")
    }

    @Test func `NX-OS has its users in its configuration`() throws {
        let expected = #"""
            [{"name":"admin","level":15,"role":"network-admin","password":"$5$HASH","ssh_keys":[]},\#
            {"name":"tom","level":7,"role":"priv-7","password":"!","ssh_keys":["ssh-rsa AAAAB3 tom@host"]}]
            """#
        let (model, problems) = try Answers.read(Users.self, Answers.nxos, [configuration])
        #expect(problems.isEmpty)
        #expect(try Answers.json(model) == expected)
        #expect(try Answers.json(AnyEncodable(model.napalm())).contains(#""sshkeys":["AAAAB3 tom@host"]"#))
        let odd = try Answers.read(
            Users.self,
            Answers.nxos,
            ["username\nusername ann sshkey ssh-rsa\nusername eve role"]
        )
        #expect(odd.problems.count == 3)
        #expect(odd.model.entries.map(\.name) == ["ann", "eve"])
        #expect(try Answers.json(Users.self, Answers.nxos, ["version 9.3(8)"]) == "[]")
    }

    // MARK: Configurations

    @Test(arguments: [
        ([:], ["show running-config", "show startup-config"]), (["retrieve": "running"], ["show running-config"]),
        (["retrieve": "startup", "full": "true"], ["show startup-config"]), (["retrieve": "candidate"], []),
        (["retrieve": "running", "full": "true"], ["show running-config all"]),
    ])
    func `only the wanted configurations are asked for`(values: [String: String], commands: [String]) {
        let arguments = ModelArguments(values)
        #expect(arguments.objection(by: Config.self) == nil)
        for dialect in [DialectName.eapi, .nxapi] {
            #expect(Config.commands(for: dialect, with: arguments)?.map(\.title) == commands)
        }
        #expect(Config.commands(for: .nvue, with: arguments) == nil)
    }

    @Test func `NX-OS's configuration comes without the time`() throws {
        let (model, _) = try Answers.read(
            Config.self,
            Answers.nxos,
            [configuration, "\n!Time: now\nversion 9.3(8)\n\n"]
        )
        #expect(model.running?.hasPrefix("version 9.3(8) Bios") == true)
        #expect(model.startup == "version 9.3(8)")
    }

    @Test func `secrets are taken out where that is asked for, by the device where it can`() throws {
        let sanitized: ModelArguments = ["sanitized": "true"]
        let titles = Config.commands(for: .eapi, with: sanitized)?.map(\.title)
        #expect(titles == ["show running-config sanitized", "show startup-config"])
        let (model, _) = try Answers.read(Config.self, Answers.nxos, [configuration, configuration], sanitized)
        #expect(model.running == model.startup)
        let text = try #require(model.running)
        for secret in ["$5$HASH", "0x1234", "public", "own-role"] { #expect(!text.contains(secret)) }
        #expect(text.contains("username admin password 5 <removed>"))
        #expect(text.contains("\nsnmp-server community <removed>\n"))
    }

    @Test(arguments: [
        ("snmp-server community public ro", "snmp-server community <removed>"),
        (
            "snmp-server host 192.0.2.1 version 2c public udp-port 163",
            "snmp-server host 192.0.2.1 version 2c <removed> udp-port 163"
        ),
        ("snmp-server host 192.0.2.1 use-vrf management", "snmp-server host 192.0.2.1 use-vrf management"),
        ("username admin privilege 15 secret sha512 $6$HASH", "username admin privilege 15 secret sha512 <removed>"),
        ("aaa root secret 5 $1$HASH", "aaa root secret 5 <removed>"),
        ("enable secret 5 $1$HASH", "enable secret 5 <removed>"),
        ("   neighbor 192.0.2.1 password 7 0822", "   neighbor 192.0.2.1 password <removed>"),
        ("    password 3 9125d59c18a9b015", "    password <removed>"),
        ("tacacs-server host 192.0.2.1 key 7 0822 port 49", "tacacs-server host 192.0.2.1 key <removed>"),
        ("radius-server key 7 0822", "radius-server key <removed>"),
        ("  key-string 7 0822", "  key-string <removed>"),
        ("  key 7 0822", "  key 7 <removed>"), ("key chain KEYS", "key chain KEYS"), ("  key 1", "  key 1"),
        ("ntp authentication-key 1 md5 7 0822", "ntp authentication-key 1 md5 7 <removed>"),
        ("ntp authentication-key 1 md5 fewhg 7", "ntp authentication-key 1 md5 <removed> 7"),
        ("ntp server 192.0.2.1 key 1", "ntp server 192.0.2.1 key 1"),
        ("   ip ospf message-digest-key 1 md5 7 0822", "   ip ospf message-digest-key 1 md5 7 <removed>"),
        ("  authentication text secret1", "  authentication text <removed>"),
        ("no password strength-check", "no password strength-check"),
        ("   description the password is secret", "   description the password is secret"),
        ("hostname leaf1", "hostname leaf1"), ("", ""),
        ("username bob secret 5 <removed>", "username bob secret 5 <removed>"),
    ])
    func `a line keeps everything but its secret`(line: String, expected: String) throws {
        let (model, _) = try Answers.read(Config.self, Answers.nxos, [nil, "x\n\(line)\ny"], ["sanitized": "true"])
        #expect(model.startup == "x\n\(expected)\ny")
    }
}
