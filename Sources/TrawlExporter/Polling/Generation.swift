package import Trawl
package import TrawlCollections
import TrawlCore
import TrawlMetrics

/// What `serve` is configured to do: collections over devices whose passwords are read.
package struct ExporterConfiguration: Sendable {
    /// The collection files, in the order of the command line.
    package var files: [CollectionFile]
    /// What they ask of which devices; its collections are those of the files.
    package var plan: Plan
    /// The outputs that the files name, with their secrets.
    package var outputs: [ResolvedOutput]

    /// Makes a configuration.
    package init(files: [CollectionFile], plan: Plan, outputs: [ResolvedOutput] = []) {
        self.files = files
        self.plan = plan
        self.outputs = outputs
    }
}

extension ExporterConfiguration {
    /// Whether another configuration's collections ask the same, and draw the same series from it.
    func asksTheSame(as other: ExporterConfiguration) -> Bool {
        guard files.count == other.files.count else { return false }
        return zip(files, other.files).allSatisfy { mine, others in
            let (these, those) = (mine.collection.requests, others.collection.requests)
            return mine.collection.name == others.collection.name && mine.metrics == others.metrics
                && mine.labels == others.labels && mine.metricLimits == others.metricLimits
                && these.map(\.name) == those.map(\.name) && these.map(\.commands) == those.map(\.commands)
                && these.map { $0.model?.name } == those.map { $0.model?.name }
                && these.map(\.arguments.values) == those.map(\.arguments.values)
        }
    }
}

/// A configuration at work, from one reload to the next.
final class Generation: Sendable {
    /// What is served.
    let configuration: ExporterConfiguration
    /// Counts configurations, from 1.
    let number: Int
    /// Polls its devices.
    let watch: Watch
    /// Its devices, by name.
    let devices: [String: ScheduledDevice]
    /// What the schedule needs of the time there is.
    let fit: ScheduleFit
    private let evaluators: [MetricEvaluator]

    init(_ configuration: ExporterConfiguration, number: Int, watch: Watch) {
        self.configuration = configuration
        self.number = number
        self.watch = watch
        fit = ScheduleFit(of: configuration.plan)
        evaluators = configuration.files.map {
            MetricEvaluator(definitions: $0.metrics, limits: $0.metricLimits)
        }
        let places = Dictionary(
            configuration.files.enumerated().map { ($1.collection.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        collections = places
        devices = Dictionary(
            watch.plan.entries.map { ($0.device.name, ScheduledDevice($0, of: watch.plan, configuration.files)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private let collections: [String: Int]

    /// The place of a collection among the files.
    func place(of collection: String) -> Int? { collections[collection] }

    /// The series that an outcome gives.
    ///
    /// - Parameters:
    ///   - outcome: The outcome.
    ///   - others: How many series the device's other requests of the collection have.
    /// - Returns: The series, or why there are none.
    func evaluate(_ outcome: Outcome, besides others: Int = 0) -> Evaluation {
        guard let place = collections[outcome.collection] else { return Evaluation() }
        return evaluators[place].samples(of: outcome, besides: others)
    }

    /// What is asked of every device.
    var keys: Set<MetricStore.Key> { Set(devices.values.flatMap(\.keys)) }

    /// Whether a device is what it was in another generation, and is asked the same.
    func hasSame(_ device: String, as other: Generation) -> Bool {
        guard let mine = devices[device], let others = other.devices[device] else { return false }
        return mine.device == others.device && mine.keys == others.keys
    }

    /// Whether what a poll of another generation, or of this one, gave is still wanted.
    func wants(_ key: MetricStore.Key, of other: Generation) -> Bool {
        if self === other { return true }
        guard let mine = devices[key.device], let others = other.devices[key.device] else { return false }
        return mine.device == others.device && mine.keys.contains(key)
    }

    /// The names of a collection's requests.
    func requests(of collection: String) -> [String] {
        collections[collection].map { configuration.files[$0].collection.requests.map(\.name) } ?? []
    }

    /// The labels of the inventory that a collection's series carry.
    func labelNames(of collection: String) -> [String] {
        collections[collection].map { configuration.files[$0].labels } ?? []
    }

    /// The interval of what an outcome answers.
    func interval(of outcome: Outcome) -> Duration {
        guard let place = collections[outcome.collection] else { return Schedule().every }
        let collection = configuration.files[place].collection
        return collection.requests.first { $0.name == outcome.request }.map(collection.interval)
            ?? Schedule().every
    }
}

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
