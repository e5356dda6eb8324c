public import Trawl

/// A way out of `trawl serve`, as a collection says it, and where it says so.
public struct OutputDefinition: Sendable {
    /// What is sent, and where to.
    public var way: OutputWay
    /// The collection file.
    public var file: String
    /// The line of the entry, counted from 1; 0 for one that was made in code.
    public var line: Int
    /// The column of the entry, counted from 1.
    public var column: Int

    /// Makes one.
    public init(_ way: OutputWay, file: String = "", line: Int = 0, column: Int = 0) {
        self.way = way
        self.file = file
        self.line = line
        self.column = column
    }

    /// The files that its password or token is read from.
    public var secretFiles: [String] {
        switch way {
        case .remoteWrite(let push), .influx(let push):
            [push.password, push.token].compactMap { source in
                if case .file(let path)? = source { path } else { nil as String? }
            }
        case .jsonLines: []
        }
    }
}

/// What is sent, and where to; two that are equal are one output.
public enum OutputWay: Sendable, Hashable {
    /// Samples by Prometheus' remote write.
    case remoteWrite(PushDefinition)
    /// Samples in InfluxDB's line protocol.
    case influx(PushDefinition)
    /// Outcome records, one a line.
    case jsonLines(LinesDefinition)
}

/// How samples are pushed to a receiver.
public struct PushDefinition: Sendable, Hashable {
    /// Where to.
    public var url: ReceiverURL
    /// The user that the receiver knows Trawl as.
    public var username: String?
    /// Where the user's password comes from.
    public var password: CredentialSource?
    /// Where the token comes from, in place of a user.
    public var token: CredentialSource?
    /// Further header fields, in the file's order.
    public var headers: [HTTPField] = []
    /// What the receiver's certificate is checked against.
    public var tls = TLSPolicy()
    /// How long one request may take.
    ///
    /// Default: 30 s.
    public var timeout = Duration.seconds(30)
    /// What may wait in memory.
    public var buffer = BufferLimits()
    /// The samples of one request.
    ///
    /// Default: 2,000.
    public var batch = 2000
    /// How long a sample waits for others to travel with.
    ///
    /// Default: 5 s.
    public var flush = Duration.seconds(5)
    /// Labels that every series gets where it has none of the name.
    public var labels: [String: String] = [:]
    /// Where what is not sent survives a restart; `nil` keeps it in memory alone.
    public var queue: QueueDefinition?

    /// Makes one with the defaults.
    public init(url: ReceiverURL) {
        self.url = url
    }
}

/// How outcome records are written.
public struct LinesDefinition: Sendable, Hashable {
    /// The file; `nil` for standard output.
    public var path: String?
    /// The size that a file is put aside before; `nil` for none.
    public var rotateSize: Int?
    /// The age at which a file is put aside; `nil` for none.
    public var rotateEvery: Duration?
    /// How many files are kept beside the one that is written.
    ///
    /// Default: 5.
    public var keep = 5
    /// What may wait in memory; in place of samples, records are counted.
    public var buffer = BufferLimits()

    /// Makes one with the defaults.
    public init(path: String?) {
        self.path = path
    }
}

/// A queue on disk.
public struct QueueDefinition: Sendable, Hashable {
    /// A directory of one output's own.
    public var directory: String
    /// The most that it holds, in bytes.
    ///
    /// Default: 1 GiB.
    public var size = 1 << 30

    /// Makes one with the default size.
    public init(directory: String) {
        self.directory = directory
    }
}

/// What may wait for an output in memory.
public struct BufferLimits: Sendable, Hashable {
    /// The most bytes, as they are sent, before compression.
    ///
    /// Default: 64 MiB.
    public var bytes = 64 << 20
    /// The most samples.
    ///
    /// Default: 10 million, which is beyond what the bytes hold.
    public var samples = 10_000_000

    /// Makes the defaults.
    public init() {}

    /// Reads a size, as `64MiB`, or a number of samples; `nil` for anything else.
    init?(written text: String) {
        if let size = ByteCount.written(text) {
            bytes = size
        } else if let number = Int(text), String(number) == text, (1...999_999_999).contains(number) {
            samples = number
            // Longer than a sample with its labels mostly is, so that it is the number that binds.
            bytes = max(bytes, number * 512)
        } else {
            return nil
        }
    }
}
