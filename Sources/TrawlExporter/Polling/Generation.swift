import Trawl
import TrawlCollections
import TrawlCore
import TrawlMetrics

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

    /// The series that the outcomes of one device's poll give.
    ///
    /// - Parameters:
    ///   - outcomes: The outcomes, without what there was nothing to ask.
    ///   - known: How many series each request had when it was last asked.
    /// - Returns: Each outcome with its series, or with why there are none.
    func evaluate(
        _ outcomes: [Outcome],
        besides known: [MetricStore.Key: Int] = [:]
    ) -> [(outcome: Outcome, evaluation: Evaluation)] {
        let asked = Set(outcomes.map(\.key))
        var others: [String: Int] = [:]
        for (key, series) in known where !asked.contains(key) { others[key.collection, default: 0] += series }
        return Dictionary(grouping: outcomes, by: \.collection).flatMap { collection, outcomes in
            guard let place = collections[collection] else { return outcomes.map { ($0, Evaluation()) } }
            let evaluations = evaluators[place].samples(of: outcomes, besides: others[collection] ?? 0)
            return Array(zip(outcomes, evaluations))
        }
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

extension Outcome {
    /// Whose series it gives.
    var key: MetricStore.Key { MetricStore.Key(device: device.name, collection: collection, request: request) }
}
