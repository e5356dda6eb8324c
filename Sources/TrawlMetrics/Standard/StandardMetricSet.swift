package import TrawlModels

/// The metrics that `metrics: standard` draws from one model.
package struct StandardMetricSet: Sendable {
    /// The model.
    package let model: any NormalizedModel.Type
    private let definitions: [MetricDefinition]

    /// Makes a set.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - each: Where the rows of most of its metrics are; `nil` where the whole model is one.
    ///   - labels: What tells these rows apart.
    ///   - prose: The labels that hold what somebody wrote, a neighbour among them, and that are cut where they are too long.
    ///   - metrics: The metrics.
    init(
        _ model: any NormalizedModel.Type,
        each: MetricPath? = nil,
        by labels: KeyValuePairs<String, MetricPath> = [:],
        cutting prose: Set<String> = [],
        _ metrics: [StandardMetric]
    ) {
        self.model = model
        definitions = metrics.map { metric in
            var definition = metric.definition(each: each, labels: labels)
            for index in definition.labels.indices {
                definition.labels[index].isCut = prose.contains(definition.labels[index].name)
            }
            return definition
        }
    }

    /// The metrics of a request that has this model.
    package func definitions(from request: String) -> [MetricDefinition] {
        definitions.map { definition in
            var definition = definition
            definition.request = request
            return definition
        }
    }

    /// The set of a model; `nil` for a model that is not Trawl's.
    package static func of(_ model: any NormalizedModel.Type) -> StandardMetricSet? {
        all.first { $0.model == model }
    }

    /// A set for every model, in the order of the models.
    ///
    /// A new model's set is one line here.
    package static let all: [StandardMetricSet] = [
        facts, interfaces, interfaceCounters, interfaceAddresses, arp, macTable, vlans, vrfs, lldpNeighbors,
        lldpNeighborsDetail, bgpNeighbors, bgpNeighborsDetail, ospfNeighbors, environment, memory, optics,
        hardwareInventory, routesTo, cdpNeighbors, portChannels, mlag, ntpServers, ntpPeers, ntpAssociations, snmp,
        users, config,
    ]
}
