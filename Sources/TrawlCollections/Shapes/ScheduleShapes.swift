import Trawl

extension Shape {
    /// What stands under `schedule`.
    static let schedule = Shape.mapping(
        MappingShape(
            keys: [
                KeyShape("every", "From one poll of a device to its next; 60s without it.", .scalar(.interval)),
                KeyShape(
                    "timeout",
                    "One poll of a device, everything included; 20s without it, at most the interval.",
                    .scalar(.duration)
                ),
            ]
        )
    )
}

extension ScalarKind {
    /// How far apart two polls may be: what devices bear, and what clocks can count.
    private static let intervals = Duration.seconds(1)...Duration.seconds(7 * 24 * 3600)

    /// An interval of a schedule.
    static let interval = readable(
        "an interval such as `60s`, from 1s to 168h",
        "^\(Quantity.durationPattern)$",
        forgetting: "s"
    ) { Duration(written: $0).map(intervals.contains) ?? false }
}
