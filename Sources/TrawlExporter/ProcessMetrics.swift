import Foundation
import Glibc
import TrawlMetrics

/// What Linux tells about this process, by the names that Prometheus' client libraries use.
enum ProcessMetrics {
    /// The families with their rows now; what `/proc` does not tell is left out.
    static func groups(since start: Date) -> [SampleGroup] {
        var groups = [
            group(
                "process_start_time_seconds",
                "When the process started, in seconds since 1970.",
                .real(start.timeIntervalSince1970),
                unit: "seconds"
            )
        ]
        let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        let page = Int64(max(1, sysconf(Int32(_SC_PAGESIZE))))
        // Behind the name, which may hold blanks: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        let stat =
            contents(of: "/proc/self/stat").split(separator: ")").last?.split(separator: " ").map(String.init) ?? []
        if stat.count > 21, let user = Double(stat[11]), let system = Double(stat[12]) {
            groups.append(
                group(
                    "process_cpu_seconds_total",
                    "CPU time, user and system.",
                    .real((user + system) / ticks),
                    kind: .counter,
                    unit: "seconds"
                )
            )
        }
        if stat.count > 21, let pages = Int64(stat[21]) {
            groups.append(
                group("process_resident_memory_bytes", "Resident memory.", .integer(pages * page), unit: "bytes")
            )
        }
        if stat.count > 20, let bytes = Int64(stat[20]) {
            groups.append(
                group("process_virtual_memory_bytes", "Virtual memory.", .integer(bytes), unit: "bytes")
            )
        }
        // Absent where /proc is hidden from the service.
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            groups.append(group("process_open_fds", "Open files and sockets.", .integer(Int64(open))))
        }
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            groups.append(
                group("process_max_fds", "How many may be open.", .integer(Int64(clamping: limit.rlim_cur)))
            )
        }
        return groups
    }

    private static func group(
        _ name: String,
        _ help: String,
        _ value: MetricValue,
        kind: MetricFamily.Kind = .gauge,
        unit: String? = nil
    ) -> SampleGroup {
        SampleGroup(MetricFamily(name: name, help: help, kind: kind, unit: unit), [SampleRow([], value)])
    }

    private static func contents(of path: String) -> String {
        // Absent where /proc is hidden from the service.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
