/// The whole catalogue of what must survive, and who shows it.
enum FaultCatalogue {
    /// The catalogue's parts in its order.
    static let parts: [(title: String, rows: [FaultRow])] = [
        ("Reaching the device", reaching), ("Time", time), ("Broken transfers and framing", framing),
        ("Status, retry, redirects", status), ("Authentication", authentication), ("TLS", tls),
        ("JSON-RPC and NX-API", answers), ("Size and data", data), ("Limits, schedule, isolation", limits),
        ("Process, files, configuration, serve", process),
    ]

    static var rows: [FaultRow] { parts.flatMap(\.rows) }

    private static let underWay = FaultRow.Proof.notYet("its test is under way")

    private static let reaching: [FaultRow] = [
        .init(1, "nobody listens on the port", "the message has the system's word for it"),
        .init(2, "no answer to the first packet", "", "3", by: underWay),
        .init(3, "closed as soon as accepted", "tried again with backoff, as any passing trouble is"),
        .init(4, "reset as soon as accepted"),
        .init(5, "the address is a name that does not exist", "", "3", by: underWay),
        .init(6, "the resolver says nothing", "", "3", by: underWay),
        .serve(7, "the address of a name changes between polls"),
        .init(8, "no route", "", "3", by: underWay),
        .init(
            9,
            "few open files for many devices",
            "one warning, lower concurrency, every device polled",
            "0",
            by: .test("SimulateTests", "few open files are fitted to, with one warning")
        ),
        .init(10, "few local ports for many connections", "", "0", by: underWay),
    ]

    private static let time: [FaultRow] = [
        .init(11, "no answer"),
        .init(12, "header lines drip"),
        .init(13, "the body drips", "what came of it is discarded"),
        .init(14, "chunks come fast and for ever"),
        .init(15, "1xx answers for ever"),
        .init(16, "the answer comes after the timeout", "the next try has a connection and an answer of its own"),
        .init(17, "slow, but in time", "the record has the time", "0"),
        .serve(18, "slower each time"),
        .init(19, "the TLS handshake never begins", "by the connect timeout"),
        .init(20, "the TLS handshake is slow", "decided by the connect timeout", "0 or 3"),
        .init(21, "the run's timeout passes", "", "3", by: underWay),
        .serve(22, "a device is slower than the interval"),
        .serve(23, "the clock steps"),
        .serve(24, "the host sleeps"),
    ]

    private static let framing: [FaultRow] = [
        .init(25, "closed unanswered"),
        .init(26, "reset unanswered"),
        .init(27, "fewer bytes than told", "nothing is kept, even where the text would parse"),
        .init(28, "reset within the body", "nothing is kept"),
        .init(29, "fewer bytes than the JSON needs, and no length told"),
        .init(30, "the device closes its half", "at once, without waiting for the timeout"),
        .init(31, "the last chunk is missing"),
        .init(32, "a chunk's size is broken or too large", "tried again with backoff, as any passing trouble is"),
        .init(33, "the device closes an idle connection", "a new connection, no failure", "0"),
        .init(34, "a kept connection dies with the second request", "one request more at most", "0"),
        .init(35, "an answer comes twice", "each request has its own", "0"),
        .init(36, "an answer comes again while the connection is idle", "never in a result, ids or not", "0"),
        .init(37, "no HTTP"),
        .init(38, "101 unasked"),
        .init(39, "lengths that contradict, are negative or huge"),
        .init(40, "a length and chunks", "the chunks count", "0"),
        .init(41, "a NUL in a header"),
        .init(42, "a giant header, or a thousand", "never called a lack of memory", "0 or 3"),
        .init(43, "headers without end", "in little time"),
        .init(44, "trailers without end", "in little time, by Trawl's own cap"),
        .init(45, "HTTP that is odd and legal", "", "0"),
        .init(46, "100 Continue unasked", "and Trawl never asks for it", "0"),
        .init(47, "encodings that nobody offered", "none is decoded", "0 or 3"),
    ]

    private static let status: [FaultRow] = [
        .init(48, "400, 404, 405", "", "3", by: underWay),
        .init(49, "500 always", "", "3", by: underWay),
        .init(50, "500 once", "", "0", by: underWay),
        .init(51, "502, 504, 599", "", "3", by: underWay),
        .init(52, "503 for a while", "", "0", by: underWay),
        .init(53, "429 with Retry-After", "", "0", by: underWay),
        .init(54, "429 for a day", "", "3", by: underWay),
        .init(55, "429 with no Retry-After, or one that makes no sense", "", "0", by: underWay),
        .init(56, "a whole site answers 500", "", "3", by: underWay),
        .init(57, "204, 206, 304", "", "3", by: underWay),
        .init(58, "an HTML page with 200", "", "3", by: underWay),
        .init(59, "a redirect to another host", "", "3", by: underWay),
        .init(60, "a redirect to another port", "", "3", by: underWay),
        .init(61, "a redirect to itself, to a file, to gopher", "", "3", by: underWay),
    ]

    private static let authentication: [FaultRow] = [
        .init(62, "one device rejects the password", "", "3", by: underWay),
        .init(
            63,
            "fifty devices reject it",
            "two rejected logins at most, the others `credential-stopped`",
            "5",
            by: .test("RefusalTests", "a wrong password is tried on no more than two devices"),
            .test("PollTests", "a wrong password on fifty devices is tried twice at most, and the others are spared")
        ),
        .init(
            64,
            "one device among many has a password of its own",
            "one `auth`, everything else goes on",
            by: .test("PollTests", "one device with another password costs it alone")
        ),
        .serve(65, "a wrong password, polled again and again"),
        .serve(66, "the AAA server fails now and then"),
        .init(67, "other schemes than Basic are offered", "", "3", by: underWay),
        .init(68, "403", "", "3", by: underWay),
        .init(69, "407 from a device", "", "3", by: underWay),
        .init(70, "the session expires", "", "0", by: underWay),
        .init(71, "no session is ever accepted", "", "3", by: underWay),
        .init(72, "the login for a session is refused, or brings no cookie", "", "0 or 3", by: underWay),
        .init(73, "a netrc and proxies in the environment", "", "0", by: underWay),
        .init(74, "odd bytes in a password", "", "0", by: underWay),
        .init(75, "a password's file cannot be read, is empty or open to all", "", "2", by: underWay),
    ]

    private static let tls: [FaultRow] = [
        .init(76, "a certificate that is expired, not yet valid or another's", "", "3", by: underWay),
        .init(77, "no trusted authority", "", "3", by: underWay),
        .init(78, "a pinned certificate changes", "", "3", by: underWay),
        .init(79, "a weak key, an old version", "", "3", by: underWay),
        .init(80, "the name in the subject alone", "", "0", by: underWay),
        .init(81, "plain HTTP on the port", "", "3", by: underWay),
        .init(82, "a client's certificate is wanted", "", "3", by: underWay),
        .init(83, "reset in the handshake", "", "3", by: underWay),
        .init(84, "verification off for one device", "", "0", by: underWay),
    ]

    private static let answers: [FaultRow] = [
        .init(85, "one command of several refused", "", "3", by: underWay),
        .init(86, "an error without data, or of odd types", "", "3", by: underWay),
        .init(87, "errors of the envelope", "", "3", by: underWay),
        .init(88, "another id, `null`, none", "", "3", by: underWay),
        .init(89, "the id as text, no version", "", "0", by: underWay),
        .init(90, "more or fewer results, of another kind", "", "3", by: underWay),
        .init(91, "no JSON", "", "3", by: underWay),
        .init(92, "one row, none, rows within rows", "", "0", by: underWay),
        .init(93, "an error with 200", "", "3", by: underWay),
        .init(94, "an error with 500", "", "3", by: underWay),
        .init(95, "numbers as text, lists for objects", "", "0", by: underWay),
        .init(96, "another content type", "", "0", by: underWay),
    ]

    private static let data: [FaultRow] = [
        .init(97, "1 GiB, told", "", "3", by: underWay),
        .init(98, "1 GiB, chunked", "", "3", by: underWay),
        .init(99, "a gzip bomb", "", "3", by: underWay),
        .init(100, "50 MB, 2 MB", "", "0 or 3", by: underWay),
        .init(101, "deep nesting", "", "3", by: underWay),
        .init(102, "20,000 interfaces", "", "0", by: underWay),
        .init(103, "numbers that are none, other types, missing keys", "", "3", by: underWay),
        .init(104, "64-bit counters", "", "0", by: underWay),
        .init(105, "a key twice", "", "0", by: underWay),
        .init(106, "byte order marks, UTF-16, bad UTF-8", "", "0 or 3", by: underWay),
        .init(107, "NUL, half a surrogate pair", "", "0 or 3", by: underWay),
        .init(108, "terminal escapes", "", "0", by: underWay),
        .init(109, "newlines, templates, HTML", "", "0", by: underWay),
        .init(110, "formulas in CSV", "", "0", by: underWay),
        .serve(111, "text that breaks out of a metric"),
        .init(112, "names that are paths", "", "0 or 2", by: underWay),
        .init(113, "names that are huge, empty or foreign", "", "0", by: underWay),
        .serve(114, "the same row twice"),
        .serve(115, "counters shrink"),
    ]

    private static let limits: [FaultRow] = [
        .init(116, "tries against the rate limit", "", "3", by: underWay),
        .init(117, "tries against the connection limit", "", "3", by: underWay),
        .init(118, "a slow device that does one thing at a time", "", "0", by: underWay),
        .init(119, "one bad device among good ones", "in every section: the good ones are done first"),
        .init(120, "a device dies and recovers", "", "3", by: underWay),
        .init(121, "one connection in ten is reset", "", "0", by: underWay),
        .serve(122, "the start of many devices"),
    ]

    private static let process: [FaultRow] = [
        .init(123, "YAML bombs and broken files", "", "2", by: underWay),
        .init(124, "commands that are no reads", "", "5", by: underWay),
        .init(125, "the same device or address twice", "", "2 or 0", by: underWay),
        .init(
            126,
            "Ctrl-C, SIGTERM",
            "what is finished is written",
            "130, 143",
            by: .test("InterruptTests", "a signal ends a run within a second, with what is finished written"),
            .test("InterruptTests", "files are whole after Ctrl-C")
        ),
        .init(127, "SIGKILL while writing", "", "137", by: underWay),
        .init(128, "the disk is full", "", "6", by: .test("WritingTests", "a full disk is status 6")),
        .init(
            129,
            "the reader leaves, or is slow",
            "a quiet end; a slow reader holds the run up",
            "0 or 141",
            by: .test("WritingTests", "a reader that has enough is no error worth a word"),
            .test("RunEndTests", "a slow reader slows the run down, so that outcomes do not pile up")
        ),
        .init(130, "standard error blocks", "", "0", by: underWay),
        .init(
            131,
            "the file of failures is corrupt, a link or another's",
            "moved aside with a warning; a link is not followed",
            "",
            by: .test("FailureMemoryTests", "a corrupt file is moved aside with a warning"),
            .test("FailureMemoryTests", "a link is neither read nor written through"),
            .test("FailureMemoryTests", "somebody else's file is refused")
        ),
        .init(132, "little memory", "", "3", by: underWay),
        .init(133, "a crash", "", "", by: underWay),
        .init(
            134,
            "secrets where others may look",
            "nowhere, in no spelling",
            "",
            by: .test("SecretTests", "a run with --debug shows no password, in no file and not in the process table"),
            .test("SecretTests", "a rejected password is not told"),
            .test("SecretTests", "a password in the inventory is not shown")
        ),
        .serve(135, "a reload with a bad file"),
        .serve(136, "a reload without a device"),
        .serve(137, "a probe of a foreign target"),
        .serve(138, "a storm of probes"),
        .serve(139, "scrapers that are slow or leave"),
        .serve(140, "a scrape's timeout"),
        .serve(141, "odd methods and paths"),
        .serve(142, "two instances with one state"),
        .init(143, "ports, users and scopes in a host's field", "", "2 or 3", by: .cases, underWay),
        .init(144, "the coordination engine is lost", "", "", by: .scaleOut),
    ]
}
