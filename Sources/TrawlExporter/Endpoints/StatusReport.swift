package import FoundationEssentials

/// How `serve` gets on, for a person who looks at the status page.
package struct StatusReport: Sendable, Hashable {
    /// A collection that is served.
    package struct Collection: Sendable, Hashable {
        /// Its name.
        package var name: String
        /// How often it is polled.
        package var interval: Duration
        /// How many devices it has.
        package var devices: Int
        /// How many requests it asks of each.
        package var requests: Int

        /// Makes one.
        package init(name: String, interval: Duration, devices: Int, requests: Int) {
            self.name = name
            self.interval = interval
            self.devices = devices
            self.requests = requests
        }
    }

    /// How many devices are in which state; those of no state have not been polled yet.
    package struct Devices: Sendable, Hashable {
        /// All.
        package var total = 0
        /// Those whose last polls were answered.
        package var up = 0
        /// Those whose last poll failed.
        package var failing = 0
        /// Those that are left alone for a while, as they failed too often.
        package var resting = 0

        /// Makes counts.
        package init(total: Int = 0, up: Int = 0, failing: Int = 0, resting: Int = 0) {
            self.total = total
            self.up = up
            self.failing = failing
            self.resting = resting
        }
    }

    /// How many devices fail for one reason.
    package struct Failures: Sendable, Hashable {
        /// The error's class, such as `timeout`.
        package var errorClass: String
        /// How many.
        package var count: Int

        /// Makes one.
        package init(errorClass: String, count: Int) {
            self.errorClass = errorClass
            self.count = count
        }
    }

    /// A device that fails.
    package struct Failing: Sendable, Hashable {
        /// The device's name.
        package var device: String
        /// The collection's name.
        package var collection: String
        /// The error's class and code, such as `timeout / request-timeout`.
        package var reason: String
        /// What was said.
        package var message: String

        /// Makes one.
        package init(device: String, collection: String, reason: String, message: String) {
            self.device = device
            self.collection = collection
            self.reason = reason
            self.message = message
        }
    }

    /// A poll, and a time that belongs to it.
    package struct Poll: Sendable, Hashable {
        /// The device's name.
        package var device: String
        /// The collection's name.
        package var collection: String
        /// How long it took, or how long until it begins.
        package var time: Duration

        /// Makes one.
        package init(device: String, collection: String, time: Duration) {
            self.device = device
            self.collection = collection
            self.time = time
        }
    }

    /// An output besides being scraped.
    package struct Output: Sendable, Hashable {
        /// Its name.
        package var name: String
        /// Samples or bytes that wait.
        package var queued: Int
        /// What was dropped since the start.
        package var dropped: Int
        /// What went wrong last; `nil` where all is well.
        package var problem: String?

        /// Makes one.
        package init(name: String, queued: Int, dropped: Int, problem: String? = nil) {
            self.name = name
            self.queued = queued
            self.dropped = dropped
            self.problem = problem
        }
    }

    /// The last time that the files were read anew.
    package struct Reload: Sendable, Hashable {
        /// When.
        package var date: Date
        /// Why the configuration before it goes on; `nil` where it was taken.
        package var problem: String?

        /// Makes one.
        package init(date: Date, problem: String? = nil) {
            self.date = date
            self.problem = problem
        }
    }

    /// Trawl's version.
    package var version: String
    /// When `serve` began.
    package var started: Date
    /// When this was told.
    package var date: Date
    /// The collections in the order of the command line.
    package var collections: [Collection] = []
    /// The devices' states.
    package var devices = Devices()
    /// Why devices fail, the most frequent reason first.
    package var failures: [Failures] = []
    /// Devices that fail, some of them where they are many.
    package var failing: [Failing] = []
    /// The slowest of the last polls, the slowest first.
    package var slowest: [Poll] = []
    /// The polls that begin next.
    package var next: [Poll] = []
    /// Outputs besides being scraped.
    package var outputs: [Output] = []
    /// The last reload; `nil` where there was none.
    package var reload: Reload?

    /// Makes a report with nothing in it.
    package init(version: String, started: Date, date: Date) {
        self.version = version
        self.started = started
        self.date = date
    }
}
