import Testing

@testable import TrawlMetrics

@Suite(.timeLimit(.minutes(1)))
struct MetricStoreTests {
    private let now = ContinuousClock.now
    private let entries = MetricFamily(name: "switch_arp_entries", help: "ARP entries.", unit: "entries")

    private func key(
        _ device: String = "leaf1",
        _ collection: String = "arp",
        _ request: String = "arp"
    )
        -> MetricStore.Key
    {
        MetricStore.Key(device: device, collection: collection, request: request)
    }

    private func group(_ family: MetricFamily, _ rows: [([String: String], MetricValue)]) -> SampleGroup {
        SampleGroup(
            family,
            rows.map { row in
                SampleRow(row.0.sorted { $0.key < $1.key }.map { MetricLabel($0.key, $0.value) }, row.1)
            }
        )
    }

    private func update(
        _ store: MetricStore,
        _ key: MetricStore.Key,
        values: [SampleGroup]?,
        freshness: [SampleGroup] = [],
        lasting: Duration = .seconds(60),
        labels: [MetricLabel] = [],
        after: Duration = .zero
    ) {
        store.update(
            key,
            labels: [MetricLabel("device", key.device)] + labels,
            values: values,
            freshness: freshness,
            expires: now + after + lasting,
            at: now + after
        )
    }

    private func text(
        _ store: MetricStore,
        as format: ExpositionFormat = .text,
        own: [SampleGroup] = [],
        device: String? = nil,
        after: Duration = .zero
    ) -> String {
        let chunks = store.write(as: format, own: own, device: device, at: now + after)
        return String(decoding: chunks.joined(), as: UTF8.self)
    }

    /// What is written without the ages of data, of which a test of its own speaks.
    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { !$0.contains("trawl_data_age_seconds") }
    }

    @Test
    func `the samples of a family are together under one heading`() {
        let store = MetricStore()
        for device in ["leaf1", "leaf2"] {
            let rows = [(["vrf": "default"], MetricValue.integer(3)), (["vrf": "MGMT"], .integer(1))]
            update(store, key(device), values: [group(entries, rows)], labels: [MetricLabel("role", "leaf")])
        }
        #expect(
            lines(text(store)) == [
                "# HELP switch_arp_entries ARP entries.",
                "# TYPE switch_arp_entries gauge",
                #"switch_arp_entries{device="leaf1",role="leaf",vrf="default"} 3"#,
                #"switch_arp_entries{device="leaf1",role="leaf",vrf="MGMT"} 1"#,
                #"switch_arp_entries{device="leaf2",role="leaf",vrf="default"} 3"#,
                #"switch_arp_entries{device="leaf2",role="leaf",vrf="MGMT"} 1"#,
            ]
        )
        #expect(lines(text(store, device: "leaf2")).count == 4)
        #expect(text(MetricStore()) == "")
        #expect(text(MetricStore(), as: .openMetrics) == "# EOF\n")
    }

    @Test(arguments: [
        (MetricValue.integer(0), "0"), (.integer(.max), "9223372036854775807"),
        (.integer(.min), "-9223372036854775808"),
        (.unsigned(.max), "18446744073709551615"), (.real(.nan), "NaN"), (.real(.infinity), "+Inf"),
        (.real(-.infinity), "-Inf"), (.real(0.1), "0.1"), (.real(-1.5e300), "-1.5e+300"), (.real(1e16), "1e+16"),
        (.real(3), "3.0"), (.real(.leastNonzeroMagnitude), "5e-324"),
    ])
    func `values are spelled as Prometheus reads them`(value: MetricValue, text: String) {
        let store = MetricStore()
        #expect(
            self.text(store, own: [group(MetricFamily(name: "x", help: ""), [([:], value)])]).hasSuffix("\nx \(text)\n")
        )
    }

    @Test(arguments: [
        ("plain", "plain"), (#"a"b"#, #"a\"b"#), (#"a\b"#, #"a\\b"#), ("a\nb", #"a\nb"#), ("a\r\nb", "a\r\\nb"),
        ("x\"} 1\nevil_metric{a=\"b", #"x\"} 1\nevil_metric{a=\"b"#), ("ünï\u{1F600}", "ünï\u{1F600}"), ("a b", "a b"),
        ("\u{0}", "\u{0}"),
    ])
    func `what a device says stays inside of its label`(value: String, escaped: String) {
        let store = MetricStore()
        update(store, key(), values: [group(entries, [(["vrf": value], .integer(1))])])
        #expect(lines(text(store)).last == #"switch_arp_entries{device="leaf1",vrf="\#(escaped)"} 1"#)
        #expect(lines(text(store, as: .openMetrics)).dropLast().last?.hasSuffix(#"vrf="\#(escaped)"} 1"#) == true)
    }

    @Test
    func `help is escaped as each format wants it`() {
        let own = [group(MetricFamily(name: "x", help: "a \"b\" \\ c\nd"), [([:], .integer(1))])]
        #expect(text(MetricStore(), own: own) == "# HELP x a \"b\" \\\\ c\\nd\n# TYPE x gauge\nx 1\n")
        let open = "# HELP x a \\\"b\\\" \\\\ c\\nd\n# TYPE x gauge\nx 1\n# EOF\n"
        #expect(text(MetricStore(), as: .openMetrics, own: own) == open)
    }

    @Test
    func `a label without a value is none, and the first of one name holds`() {
        let store = MetricStore()
        let row = SampleRow([MetricLabel("b", ""), MetricLabel("device", "mine"), MetricLabel("a", "1")], .integer(1))
        update(store, key(), values: [SampleGroup(entries, [row])])
        #expect(lines(text(store)).last == #"switch_arp_entries{device="leaf1",a="1"} 1"#)
    }

    @Test
    func `names that are none are left out and counted`() {
        let store = MetricStore()
        let bad = MetricFamily(name: "evil metric", help: "")
        update(
            store,
            key(),
            values: [
                group(bad, [([:], .integer(1))]),
                group(
                    entries,
                    [(["1x": "a"], .integer(1)), (["__name__": "a"], .integer(1)), (["ok": "a"], .integer(1))]
                ),
            ]
        )
        #expect(lines(text(store)).count == 3)
        #expect(store.statistics.misnamed == 3)
        #expect(store.statistics.series == 1)
    }

    @Test(arguments: [
        (MetricFamily.Kind.counter, "x_total", "x", "counter", "counter"),
        (.counter, "x", "x", "counter", "unknown"),
        (.info, "x_info", "x", "gauge", "info"),
        (.info, "x", "x", "gauge", "gauge"),
        (.gauge, "x_total", "x_total", "gauge", "gauge"),
        (.stateset, "x", "x", "gauge", "gauge"),
    ])
    func `OpenMetrics names kinds and families in its own way`(
        kind: MetricFamily.Kind,
        name: String,
        family: String,
        text: String,
        open: String
    ) {
        let own = [group(MetricFamily(name: name, help: "H.", kind: kind), [(["a": "b"], .integer(1))])]
        let line = #"\#(name){a="b"} 1"#
        #expect(self.text(MetricStore(), own: own) == "# HELP \(name) H.\n# TYPE \(name) \(text)\n\(line)\n")
        let expected = "# HELP \(family) H.\n# TYPE \(family) \(open)\n\(line)\n# EOF\n"
        #expect(self.text(MetricStore(), as: .openMetrics, own: own) == expected)
    }

    @Test
    func `states are states where a label has the family's name`() {
        let family = MetricFamily(name: "x", help: "", kind: .stateset)
        let own = [group(family, [(["x": "up"], .integer(1)), (["x": "down"], .integer(0))])]
        #expect(text(MetricStore(), as: .openMetrics, own: own).hasPrefix("# TYPE x stateset\n"))
        #expect(text(MetricStore(), own: own).hasPrefix("# TYPE x gauge\n"))
    }

    @Test
    func `a stem that is another family's name is not taken`() {
        let own = [
            group(MetricFamily(name: "x", help: ""), [([:], .integer(1))]),
            group(MetricFamily(name: "x_total", help: "", kind: .counter), [([:], .integer(1))]),
            group(MetricFamily(name: "x_info", help: "", kind: .info), [([:], .integer(1))]),
        ]
        let lines = lines(text(MetricStore(), as: .openMetrics, own: own)).filter { $0.hasPrefix("#") }
        #expect(lines == ["# TYPE x gauge", "# TYPE x_info gauge", "# TYPE x_total unknown", "# EOF"])
    }

    @Test(arguments: [("x_bytes", true), ("x_bytes_total", true), ("bytes", false), ("x_seconds", false)])
    func `a unit is told where the name has it`(name: String, isTold: Bool) {
        let kind: MetricFamily.Kind = name.hasSuffix("_total") ? .counter : .gauge
        let own = [group(MetricFamily(name: name, help: "", kind: kind, unit: "bytes"), [([:], .integer(1))])]
        #expect(text(MetricStore(), as: .openMetrics, own: own).contains("# UNIT x_bytes bytes\n") == isTold)
        #expect(!text(MetricStore(), own: own).contains("UNIT"))
    }

    @Test
    func `the first words about a family hold while it is there`() {
        let store = MetricStore()
        let other = MetricFamily(name: entries.name, help: "Other words.", kind: .counter)
        update(store, key("leaf1"), values: [group(entries, [([:], .integer(1))])])
        update(store, key("leaf2"), values: [group(other, [([:], .integer(2))])])
        #expect(lines(text(store)).filter { $0.hasPrefix("#") }.count == 2)
        #expect(text(store).contains("ARP entries."))
        store.remove(device: "leaf1")
        #expect(text(store).contains("Other words."))
    }

    @Test
    func `values end when they are too old, and freshness does not`() {
        let store = MetricStore()
        let up = MetricFamily(name: "trawl_up", help: "")
        let fresh = [group(up, [(["collection": "arp", "request": "arp"], .integer(1))])]
        update(store, key(), values: [group(entries, [([:], .integer(1))])], freshness: fresh, lasting: .seconds(20))
        #expect(text(store, after: .milliseconds(19_999)).contains("switch_arp_entries"))
        #expect(!text(store, after: .seconds(20)).contains("switch_arp_entries"))
        let later = lines(text(store, after: .seconds(9999)))
        #expect(later == ["# TYPE trawl_up gauge", #"trawl_up{device="leaf1",collection="arp",request="arp"} 1"#])
    }

    @Test
    func `the age of data is what has passed since there was some`() {
        let store = MetricStore()
        let line = { (age: String) in
            #"trawl_data_age_seconds{device="leaf1",role="leaf",collection="arp",request="arp"} \#(age)"#
        }
        update(store, key(), values: nil, labels: [MetricLabel("role", "leaf")])
        #expect(!text(store).contains("trawl_data_age_seconds"))
        update(store, key(), values: [], labels: [MetricLabel("role", "leaf")], after: .seconds(1))
        #expect(text(store, after: .milliseconds(1042)).contains(line("0.042")))
        update(store, key(), values: nil, labels: [MetricLabel("role", "leaf")], after: .seconds(3))
        #expect(text(store, after: .seconds(100)).contains(line("99.000")))
        store.removeValues(key())
        #expect(text(store, as: .openMetrics, after: .seconds(61)).contains(line("60.000")))
        #expect(text(store, as: .openMetrics).contains("# UNIT trawl_data_age_seconds seconds\n"))
    }

    @Test
    func `what is removed is gone`() {
        let store = MetricStore()
        for device in ["a", "b"] {
            for request in ["arp", "mac"] {
                update(store, key(device, "c", request), values: [group(entries, [(["r": request], .integer(1))])])
            }
        }
        #expect(store.statistics.series == 4)
        store.remove(key("a", "c", "arp"))
        #expect(text(store).contains(#"{device="a",r="mac"}"#))
        #expect(!text(store).contains(#"{device="a",r="arp"}"#))
        store.remove(device: "a")
        #expect(!text(store).contains(#"device="a""#))
        update(store, key("c"), values: [group(entries, [([:], .integer(1))])])
        #expect(lines(text(store)).count == 5)
        #expect(store.statistics.series == 3)
        store.remove(device: "b")
        store.remove(device: "c")
        #expect(store.statistics == MetricStore.Statistics())
        #expect(text(store) == "")
    }

    @Test
    func `of one series in two collections the first collection's stays`() {
        let store = MetricStore(collections: ["zeta", "alpha"])
        let both = [(["vrf": "a"], MetricValue.integer(1)), (["vrf": "b"], .integer(1))]
        let more = [(["vrf": "b"], MetricValue.integer(2)), (["vrf": "c"], .integer(2))]
        update(store, key("leaf1", "alpha"), values: [group(entries, more)])
        update(store, key("leaf1", "zeta"), values: [group(entries, both)], lasting: .seconds(10))
        let series = { lines(text(store, after: $0)).filter { !$0.hasPrefix("#") } }
        let line = { (vrf: String, value: Int) in
            #"switch_arp_entries{device="leaf1",vrf="\#(vrf)"} \#(value)"#
        }
        #expect(series(.zero) == [line("a", 1), line("b", 1), line("c", 2)])
        #expect(store.statistics.duplicates == 0)
        update(store, key("leaf1", "alpha"), values: [group(entries, more)])
        #expect(series(.zero) == [line("a", 1), line("b", 1), line("c", 2)])
        #expect(store.statistics.duplicates == 1)
        // A request that has nothing to do with it changes nothing.
        update(store, key("leaf1", "alpha", "other"), values: [group(MetricFamily(name: "other", help: ""), both)])
        #expect(series(.zero).filter { $0.hasPrefix("switch") } == [line("a", 1), line("b", 1), line("c", 2)])
        store.remove(key("leaf1", "alpha", "other"))
        // Where the first one's are too old, the other one's are exposed again.
        #expect(series(.seconds(10)) == [line("b", 2), line("c", 2)])
        // Another device has nothing to do with it.
        update(store, key("leaf2", "alpha"), values: [group(entries, more)])
        #expect(store.statistics.duplicates == 1)
        store.order(["alpha", "zeta"])
        #expect(series(.zero).filter { $0.contains("leaf1") } == [line("b", 2), line("c", 2), line("a", 1)])
    }

    @Test
    func `one series twice in a poll is exposed once`() {
        let store = MetricStore()
        let rows = [
            (["vrf": "a"], MetricValue.integer(1)), (["vrf": "a"], .integer(2)), (["vrf": "a", "b": ""], .integer(3)),
        ]
        update(store, key(), values: [group(entries, rows), group(entries, rows)])
        #expect(lines(text(store)).count == 3)
        #expect(store.statistics.duplicates == 5)
        #expect(store.metrics.flatMap(\.rows).contains(SampleRow([MetricLabel("reason", "duplicate")], .integer(5))))
    }

    @Test
    func `scrapes and polls at once see whole blocks`() async {
        let store = MetricStore()
        await withTaskGroup(of: Void.self) { group in
            for device in 0..<4 {
                group.addTask { @concurrent in
                    for round in 0..<200 {
                        let rows = (0..<20).map { (["i": "\($0)"], MetricValue.integer(Int64(round))) }
                        update(store, key("d\(device)"), values: [self.group(entries, rows)])
                        if round % 50 == 49 { store.remove(device: "d\(device)") }
                    }
                }
            }
            group.addTask { @concurrent in
                for _ in 0..<200 {
                    let series = lines(text(store)).filter { !$0.hasPrefix("#") }
                    #expect(series.count % 20 == 0)
                    for device in Dictionary(grouping: series, by: { $0.prefix(29) }).values {
                        #expect(Set(device.map { $0.split(separator: " ").last }).count == 1)
                    }
                }
            }
        }
        #expect(store.statistics.series == 0)
    }
}
