package import TrawlMetrics

/// A way out of `serve` besides being scraped: takes what polls give, and sends it on in its own time.
package protocol ExporterOutput: AnyObject, Sendable {
    /// The name in messages and in the label `output` of its metrics, such as `remote-write:prometheus.example.net:9090`.
    var name: String { get }

    /// Takes what a poll gave; returns at once, whatever becomes of it.
    func offer(_ polled: PolledRequest)

    /// Says that series end: those of a device, or of one request of it, that is not asked any more.
    func ended(device: String, request: (collection: String, name: String)?)

    /// Says whose polls come from now on, and in what order: of equal series of a device the first collection's is sent, as on
    /// the metrics page. Series of other collections end.
    func order(_ collections: [String])

    /// Sends until it is cancelled; everything that takes time happens here.
    func run() async

    /// Ends ``run()``, sends what is still queued, as far as that goes in the time, and lets go of everything.
    func finish(within limit: Duration) async

    /// What it took and will send no more, such as a receiver that is gone leaves; not what is on disk for the next run, and
    /// nothing that its protocol has no spelling for.
    var unsent: Int { get }

    /// What keeps it from getting on, in one line, as its log says it; `nil` where nothing does.
    var problem: String? { get }

    /// How it gets on: its families among Trawl's own metrics, rows labelled `output`.
    var metrics: [SampleGroup] { get }
}
