import ArgumentParser
import Foundation
import Trawl
import TrawlCollections

/// Which inventory, and which of its devices.
struct SelectionOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The inventory file; wins over the one that the collection names.")
    var inventory: String?

    @Option(name: .shortAndLong, help: "Only devices whose name matches; a glob, `!` excludes. May be repeated.")
    var device: [String] = []

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Only devices with this label. May be repeated.", valueName: "key=value")
    )
    var labels: [String] = []

    @Option(help: "Only this many of the devices, spread over the inventory.")
    var sample: Int?

    func validate() throws {
        for label in labels where !label.contains("=") {
            throw ValidationError("`--where \(label)` needs the form key=value")
        }
        if let sample, sample < 1 { throw ValidationError("`--sample` needs a number above 0") }
    }

    /// The filter that the flags spell.
    var filter: DeviceFilter {
        var values: [String: [String]] = [:]
        for label in labels {
            let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            values[parts[0], default: []] += parts[1].split(separator: ",").map(String.init)
        }
        return DeviceFilter(names: device, labels: values)
    }

    /// Reads the inventory: the flag's, one that a collection names, or `./inventory.yaml`.
    func readInventory(named candidates: [String] = []) throws -> Inventory {
        let fallback = FileManager.default.fileExists(atPath: "inventory.yaml") ? "inventory.yaml" : nil
        guard let path = inventory ?? candidates.first ?? fallback else {
            throw Stop(
                .unusable,
                "error: no inventory: neither the flag nor the collection names one, and there is no ./inventory.yaml",
                "  hint: say `--inventory FILE`, or make a fleet to try with: "
                    + "trawl simulate --devices 48 --inventory sim.yaml"
            )
        }
        if inventory == nil, Set(candidates).count > 1 {
            throw Stop(
                .unusable,
                "error: the collections name different inventories: \(Set(candidates).sorted().joined(separator: ", "))",
                "  hint: say which with `--inventory FILE`"
            )
        }
        let read = try reporting { () throws(FileProblems) in try Inventory(contentsOf: path) }
        for warning in read.warnings { Terminal.note("\(warning)") }
        return read
    }

    /// The devices that the flags mean.
    ///
    /// - Throws: ``Stop`` where there is none.
    func select(from inventory: Inventory) throws -> [Device] {
        let matching = inventory.devices.filter(filter.matches)
        guard !matching.isEmpty else {
            throw Stop(
                .unusable,
                "error: no device of \(inventory.path) is selected (it has \(inventory.devices.count))",
                "  hint: `trawl devices --inventory \(inventory.path)` shows names and labels"
            )
        }
        return sampled(matching)
    }

    /// `--sample`: evenly spread, so that the same flags ask the same devices.
    func sampled(_ devices: [Device]) -> [Device] {
        guard let sample, sample < devices.count else { return devices }
        // Where in its stretch each stands differs: devices of a kind often come at even distances.
        return (0..<sample).map { number in
            let begin = number * devices.count / sample
            let length = (number + 1) * devices.count / sample - begin
            return devices[begin + Self.spread(number) % length]
        }
    }

    /// Numbers without a pattern, the same in every run (Fibonacci hashing).
    private static func spread(_ number: Int) -> Int {
        Int((UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
}

/// Runs a reader of files; its problems become a report and the status 2, or 5 where only reads are missing.
func reporting<Value>(_ read: () throws(FileProblems) -> Value) throws -> Value {
    do throws(FileProblems) {
        return try read()
    } catch {
        throw Stop(error.isOnlyNotARead ? .unsafe : .unusable, "\(error)")
    }
}
