/// How much one device may give in one collection; past any of it nothing of the answer is kept.
package struct MetricLimits: Sendable, Hashable {
    /// Series of a device.
    ///
    /// Default: 10,000.
    package var series: Int
    /// Bytes of one label's value.
    ///
    /// Default: 256.
    package var labelLength: Int
    /// Different values of one label of one metric.
    ///
    /// Default: 5,000.
    package var labelValues: Int

    /// Makes limits; the defaults are the collection file's.
    package init(series: Int = 10_000, labelLength: Int = 256, labelValues: Int = 5_000) {
        self.series = series
        self.labelLength = labelLength
        self.labelValues = labelValues
    }
}
