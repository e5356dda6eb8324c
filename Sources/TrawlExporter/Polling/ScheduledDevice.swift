import Trawl
import TrawlCollections
import TrawlCore
import TrawlMetrics

/// One device on the schedule.
struct ScheduledDevice: Sendable {
    /// The device.
    let device: Device
    /// What it is asked.
    let items: [Plan.Item]
    /// Whose series the answers are, item by item.
    let keys: [MetricStore.Key]
    /// When which of them is due.
    let timetable: Timetable
    /// How far apart two polls of each item are.
    let intervals: [Duration]
    /// How long a poll may take.
    let timeout: Duration

    init(_ entry: Plan.Entry, of plan: Plan, _ files: [CollectionFile]) {
        device = entry.device
        items = entry.items
        keys = entry.items.map {
            MetricStore.Key(
                device: entry.device.name,
                collection: plan.collections[$0.collection].name,
                request: plan.request(of: $0).name
            )
        }
        intervals = entry.items.map { plan.collections[$0.collection].interval(of: plan.request(of: $0)) }
        timetable = Timetable(device: entry.device.name, intervals: intervals)
        let schedules = Set(entry.items.map(\.collection)).map { plan.collections[$0].schedule ?? Schedule() }
        timeout = schedules.map(\.timeout).max() ?? Schedule().timeout
    }

    /// The labels of its series in a collection.
    func labels(_ names: [String]) -> [MetricLabel] {
        [MetricLabel("device", device.name)]
            + names.compactMap { name in device.labels[name].map { MetricLabel(name, $0) } }
    }
}
