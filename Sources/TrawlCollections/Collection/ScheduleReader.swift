import Trawl

/// Turns a checked `schedule` into a value, and notes a timeout that lets polls overlap.
enum ScheduleReader {
    /// The schedule of a collection, its requests' own intervals considered; `nil` where the file says nothing of it.
    static func schedule(_ root: YAMLNode, log: inout ProblemLog) -> Schedule? {
        let node = root["schedule"]
        let every = node?["every"]?.text.flatMap(Duration.init(written:)) ?? Schedule().every
        let own = (root["requests"]?.items ?? []).compactMap { $0["every"] }
        guard node != nil || !own.isEmpty else { return nil }
        let intervals = own.compactMap { $0.text.flatMap(Duration.init(written:)) }
        let shortest = intervals.reduce(every, min)
        guard let timeout = node?.entry("timeout"), let text = timeout.value.text,
            let length = Duration(written: text)
        else { return Schedule(every: every, timeout: min(.seconds(20), shortest)) }
        if length > shortest {
            log.error(
                at: timeout.value.mark,
                "the timeout \(text.quoted) is longer than the shortest interval of the collection",
                hint: "polls of one device never overlap: make it at most the interval"
            )
        }
        return Schedule(every: every, timeout: length)
    }
}
