import TrawlJSON

/// The file of one device in a directory, `NAME.jsonl`: what an interrupted run left in it.
enum DeviceFile {
    /// The lines of a run's outcomes that did not fail, each with its line feed.
    static func lines(in content: [UInt8], of run: String) -> [(key: OutcomeKey, line: [UInt8])] {
        content.split(separator: 0x0A).compactMap { bytes in
            // A line that is no record is nothing that this run wrote.
            guard let record = try? JSONSlice(parsing: Array(bytes)), record["run"]?.string == run,
                let status = record["status"]?.string, status != "failed",
                let device = record["device"]?.string, let collection = record["collection"]?.string,
                let request = record["request"]?.string
            else { return nil }
            return (OutcomeKey(device: device, collection: collection, request: request), Array(bytes) + [0x0A])
        }
    }

    /// The outcomes of a run that are in the files of devices, and did not fail.
    static func kept(in directory: String, of run: String, devices: [String]) throws(OutputError) -> Set<OutcomeKey> {
        var names = FileNames(knowing: devices)
        var kept: Set<OutcomeKey> = []
        for device in devices {
            let content = try OutputDirectory.content(of: "\(directory)/\(names.name(for: device)).jsonl")
            for (key, _) in lines(in: content, of: run) where key.device == device { kept.insert(key) }
        }
        return kept
    }
}
