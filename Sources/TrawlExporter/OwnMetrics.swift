import Foundation
import Trawl
import TrawlCore
package import TrawlMetrics

/// What Trawl tells about itself.
extension Exporter {
    /// Every family of Trawl's own, with its rows now.
    package var ownMetrics: [SampleGroup] {
        let (queue, reload, outputs, generation) = withState { ($0.queue, $0.reload, $0.outputs, $0.generation) }
        let engine = poller.statistics
        let logins = poller.loginReport
        let fit = generation.fit
        var groups: [SampleGroup] = []
        func add(_ name: String, _ help: String, _ value: MetricValue, _ labels: [MetricLabel] = []) {
            let kind: MetricFamily.Kind =
                name.hasSuffix("_total") ? .counter : name.hasSuffix("_info") ? .info : .gauge
            let stem = name.hasSuffix("_total") ? String(name.dropLast(6)) : name
            let unit = ["seconds", "bytes", "ratio"].first { stem.hasSuffix("_" + $0) }
            let family = MetricFamily(name: name, help: help, kind: kind, unit: unit)
            if groups.last?.family == family {
                groups[groups.count - 1].rows.append(SampleRow(labels, value))
            } else {
                groups.append(SampleGroup(family, [SampleRow(labels, value)]))
            }
        }
        func count(_ value: Int) -> MetricValue { .integer(Int64(value)) }
        add("trawl_build_info", "Trawl's version.", count(1), [MetricLabel("version", TrawlVersion.number)])
        add("trawl_devices", "Devices on the schedule.", count(generation.devices.count))
        add("trawl_polls_in_flight", "Devices that are polled now.", count(queue.underWay))
        groups.append(startLag.group)
        add("trawl_transfers_total", "HTTP exchanges that ended.", count(engine.transfers))
        add("trawl_connections", "Connections to devices that are open.", count(engine.openConnections))
        add("trawl_connections_opened_total", "Connections that were opened.", count(engine.connections))
        add("trawl_tls_handshakes_total", "TLS handshakes that were finished.", count(engine.handshakes))
        add("trawl_curl_handles_made_total", "libcurl's handles that were made.", count(engine.handles))
        add("trawl_sessions", "Devices that can be asked without a login.", count(poller.openSessions))
        let results = [("accepted", logins.accepted), ("rejected", logins.rejected)]
        for (result, number) in results {
            add(
                "trawl_logins_total",
                "Calls with user and password, by what became of them.",
                count(number),
                [MetricLabel("result", result)]
            )
        }
        add(
            "trawl_login_resting_devices",
            "Devices that are not logged into now, because they rejected their user.",
            count(logins.restingDevices)
        )
        for user in logins.restingUsers {
            add(
                "trawl_user_stopped",
                "1 for a user that is not tried anywhere now, because it was rejected too often in a row.",
                count(1),
                [MetricLabel("username", user.username), MetricLabel("aaa", user.domain)]
            )
        }
        add(
            "trawl_schedule_needed_ratio",
            "The share of its interval that the tightest part of the schedule needs at least.",
            .real(fit.needed)
        )
        add("trawl_schedule_headroom_ratio", "What is left of the interval beside that.", .real(1 - fit.needed))
        add(
            "trawl_config_last_reload_successful",
            "Whether the last reload took effect.",
            count(reload.isSuccessful ? 1 : 0)
        )
        add(
            "trawl_config_last_reload_success_timestamp_seconds",
            "When the configuration that is served took effect.",
            .real(reload.date.timeIntervalSince1970)
        )
        groups += store.metrics
        groups += Self.merged(outputs.all.flatMap(\.metrics))
        groups += ProcessMetrics.groups(since: started)
        return groups
    }

    /// Groups of one family put together: each output tells its own.
    private static func merged(_ groups: [SampleGroup]) -> [SampleGroup] {
        var places: [String: Int] = [:]
        var merged: [SampleGroup] = []
        for group in groups {
            if let place = places[group.family.name] {
                merged[place].rows += group.rows
            } else {
                places[group.family.name] = merged.count
                merged.append(group)
            }
        }
        return merged
    }
}
