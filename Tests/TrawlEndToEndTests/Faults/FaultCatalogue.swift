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

    private static let reaching: [FaultRow] = [
        .init(1, "nobody listens on the port", "the message has the system's word for it"),
        .init(
            2,
            "no answer to the first packet",
            "`unreachable / connect-timeout`, by the connect timeout",
            by: .test("TransferFailureTests", "a connect that nobody answers is a connect timeout")
        ),
        .init(3, "closed as soon as accepted", "tried again with backoff, as any passing trouble is"),
        .init(4, "reset as soon as accepted"),
        .init(
            5,
            "the address is a name that does not exist",
            "`unreachable / name-unknown`, one try",
            by: .test("ReachingFaultTests", "row 5: an unknown name is not tried again")
        ),
        .init(
            6,
            "the resolver says nothing",
            "`unreachable / resolver-timeout`, by the connect timeout; nobody waits for the resolver",
            by: .test(
                "ReachingFaultTests",
                "row 6: a silent resolver costs its device the connect timeout, and others nothing"
            ),
            .test("ResolverTests", "a name that DNS cannot answer for now is tried again")
        ),
        .init(
            7,
            "the address of a name changes between polls",
            "the next connection goes to the new one, told in the log; the certificate's name is still checked",
            "",
            by: .test(
                "ServeTests",
                "a name whose address changes is followed by the next connection, and the log says so"
            )
        ),
        .init(
            8,
            "no route",
            "`unreachable / no-route`, at once and tried again",
            by: .test("ReachingFaultTests", "row 8: without a route there is no wait")
        ),
        .init(
            9,
            "few open files for many devices",
            "one warning, lower concurrency, every device polled",
            "0",
            by: .test("SimulateTests", "few open files are fitted to, with one warning")
        ),
        .init(
            10,
            "few local ports for many connections",
            "waited for; no failure",
            "0",
            by: .test("ReachingFaultTests", "row 10: few local ports are waited for")
        ),
    ]

    private static let time: [FaultRow] = [
        .init(11, "no answer"),
        .init(12, "header lines drip"),
        .init(13, "the body drips", "what came of it is discarded"),
        .init(14, "chunks come fast and for ever"),
        .init(
            15,
            "1xx answers for ever",
            "in flat memory",
            by: .cases,
            .test("DataFaultTests", "an endless answer costs no more memory than an answer may")
        ),
        .init(16, "the answer comes after the timeout", "the next try has a connection and an answer of its own"),
        .init(17, "slow, but in time", "the record has the time", "0"),
        .init(
            18,
            "slower each time",
            "well until the timeout, then `timeout`; no overlap, missed polls are counted",
            "",
            by: .test(
                "ExporterTests",
                "a device that is slower each time is well until the timeout, and never asked twice at once"
            )
        ),
        .init(19, "the TLS handshake never begins", "by the connect timeout"),
        .init(20, "the TLS handshake is slow", "decided by the connect timeout", "0 or 3"),
        .init(
            21,
            "the run's timeout passes",
            "`cancelled / run-deadline`; what is finished is kept",
            by: .test("LimitFaultTests", "row 21: a run ends at its timeout, and keeps what is finished")
        ),
        .init(
            22,
            "a device is slower than the interval",
            "one poll at a time, every second one skipped and counted",
            "",
            by: .test(
                "ExporterTests",
                "a device that is slower than the interval is polled without overlap, and skips are counted"
            ),
            .test(
                "PollQueueTests",
                "a device that is slower than the interval is polled every second time, and skips are counted"
            )
        ),
        .init(
            23,
            "the clock steps",
            "polls go on; timestamps follow the clock",
            "",
            by: .test("ServeTests", "a clock that steps changes no poll, and timestamps follow it")
        ),
        .init(
            24,
            "the host sleeps",
            "at most one poll a device afterwards, each at its own time",
            "",
            by: .test("ServeTests", "a host that slept polls each device once at most, at its own time")
        ),
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
        .init(
            43,
            "headers without end",
            "in little time and flat memory",
            by: .cases,
            .test("DataFaultTests", "an endless answer costs no more memory than an answer may")
        ),
        .init(
            44,
            "trailers without end",
            "in little time and flat memory, by Trawl's own cap",
            by: .cases,
            .test("DataFaultTests", "an endless answer costs no more memory than an answer may")
        ),
        .init(45, "HTTP that is odd and legal", "", "0"),
        .init(46, "100 Continue unasked", "and Trawl never asks for it", "0"),
        .init(47, "encodings that nobody offered", "none is decoded", "0 or 3"),
    ]

    private static let status: [FaultRow] = [
        .init(48, "400, 404, 405", "with a hint at the API"),
        .init(49, "500 always"),
        .init(50, "500 once"),
        .init(51, "502, 504, 599"),
        .init(52, "503 for a while", "where tries outlast it"),
        .init(53, "429 with Retry-After", "nothing is sent earlier"),
        .init(54, "429 for a day", "at once"),
        .init(55, "429 with no Retry-After, or one that makes no sense", "a second at least lies between two tries"),
        .init(
            56,
            "a whole site answers 500",
            "a fifth more requests at most",
            by: .test("LimitFaultTests", "row 56: a site in trouble gets a fifth more, not three times as much")
        ),
        .init(57, "204, 206, 304"),
        .init(58, "an HTML page with 200", "its first words, escaped"),
        .init(59, "a redirect to another host", "its target is told without user and password; nothing arrives there"),
        .init(60, "a redirect to another port"),
        .init(61, "a redirect to itself, to a file, to gopher", "one request"),
    ]

    private static let authentication: [FaultRow] = [
        .init(62, "one device rejects the password", "one request", by: .cases),
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
            by: .test("LoginFaultTests", "row 64: one device with a wrong credential of its own among fifty"),
            .test("PollTests", "one device with another password costs it alone")
        ),
        .init(
            65,
            "a wrong password, polled again and again",
            "one try, then `auth / login-resting` until the credential changes, or for 15 minutes and longer each time",
            "",
            by: .test("ExporterTests", "a wrong password is tried once, and another one after a reload"),
            .test(
                "LoginRestsTests",
                "a device that rejects a login is left alone, longer each time, until the credential changes"
            )
        ),
        .init(
            66,
            "the AAA server fails now and then",
            "`auth` for that poll, and one more try at the next",
            "",
            by: .test("ExporterTests", "an AAA server that fails once is asked again at the next poll")
        ),
        .init(67, "other schemes than Basic are offered", "one request"),
        .init(68, "403", "and no rejection that counts"),
        .init(69, "407 from a device", "nothing is sent to a proxy"),
        .init(
            70,
            "the session expires",
            "a login an expiry, shared by all requests of the device",
            "0",
            by: .test("SessionTests", "sessions that end all the time cost a login each, and no outcome"),
            .test("SessionTests", "several calls of an EOS device share one login, which ends with them")
        ),
        .init(
            71,
            "no session is ever accepted",
            "`auth`, after one more login",
            by: .test("SessionTests", "a session that is never accepted fails after one more login")
        ),
        .init(
            72,
            "the login for a session is refused, or brings no cookie",
            "`auth`, after one login; without a cookie by user and password",
            "0 or 3",
            by: .test("SessionTests", "a rejected login is tried once on a device, however many calls wait for it"),
            .test("SessionTests", "a device without session login is asked by password")
        ),
        .init(
            73,
            "a netrc and proxies in the environment",
            "nothing is sent there",
            "0",
            by: .test("LoginFaultTests", "row 73: neither netrc nor the environment's proxies are used")
        ),
        .init(
            74,
            "odd bytes in a password",
            "any text of one line is one",
            "0 or 2",
            by: .test("LoginFaultTests", "row 74: any text is a password"),
            .test("LoginFaultTests", "rows 74 and 75: what is no password is refused before anything is sent")
        ),
        .init(
            75,
            "a password's file cannot be read, is empty or open to all",
            "nothing is sent; the mode is warned about",
            "0 or 2",
            by: .test("RefusalTests", "a password that cannot be read is told before anything is sent"),
            .test("LoginFaultTests", "rows 74 and 75: what is no password is refused before anything is sent"),
            .test("LoginFaultTests", "row 75: a password's file that others may read is warned about")
        ),
    ]

    private static let tls: [FaultRow] = [
        .init(76, "a certificate that is expired, not yet valid or another's", "no request is sent"),
        .init(77, "no trusted authority", "with the fingerprint to pin; no request is sent"),
        .init(78, "a pinned certificate changes", "both fingerprints are told", by: .cases),
        .init(79, "a weak key, an old version", "with the keys to set"),
        .init(80, "the name in the subject alone", "as libcurl has it: accepted under a trusted authority"),
        .init(81, "plain HTTP on the port", "never spoken in return"),
        .init(82, "a client's certificate is wanted"),
        .init(83, "reset in the handshake"),
        .init(
            84,
            "verification off for one device",
            "for it alone; named in every summary",
            by: .cases,
            .test("RunSummaryTests", "devices that were not verified are named")
        ),
    ]

    private static let answers: [FaultRow] = [
        .init(
            85,
            "one command of several refused",
            "the others are kept; those after it are asked again without it",
            by: .test("FailureTests", "a failure costs only itself"),
            .test("PollTests", "requests of a device travel together, and a refused one costs only itself")
        ),
        .init(86, "an error without data, or of odd types"),
        .init(87, "errors of the envelope"),
        .init(88, "another id, `null`, none", "nothing is kept"),
        .init(89, "the id as text, no version"),
        .init(90, "more or fewer results, of another kind", "nothing is given to the wrong command"),
        .init(91, "no JSON", "with its place"),
        .init(
            92,
            "one row, none, rows within rows",
            "",
            "0",
            by: .cases,
            .test("NXOSTableTests", "a table has its rows in any shape")
        ),
        .init(93, "an error with 200", "in the device's words"),
        .init(94, "an error with 500", "the body is read; not tried again"),
        .init(
            95,
            "numbers as text, a bare object for a list",
            "Trawl speaks JSON-RPC alone, so this is not about `ins_api`"
        ),
        .init(96, "another content type"),
    ]

    private static let data: [FaultRow] = [
        .init(
            97,
            "1 GiB, told",
            "before the body",
            by: .cases,
            .test("DataFaultTests", "an endless answer costs no more memory than an answer may")
        ),
        .init(
            98,
            "1 GiB, chunked",
            "",
            by: .cases,
            .test("DataFaultTests", "an endless answer costs no more memory than an answer may")
        ),
        .init(
            99,
            "a gzip bomb",
            "never unpacked, as nothing packed is asked for",
            by: .test("DataFaultTests", "row 99: a gzip bomb stays packed")
        ),
        .init(
            100,
            "50 MB, 2 MB",
            "50 MB where the limit is raised",
            "0 or 3",
            by: .cases,
            .test("DataFaultTests", "row 100: fifty megabytes are taken where they are allowed")
        ),
        .init(
            101,
            "deep nesting",
            "on a small stack too",
            by: .cases,
            .test("DataFaultTests", "row 101: a deep answer needs no deep stack")
        ),
        .init(
            102,
            "20,000 interfaces",
            "`serve`: `toolarge / too-many-series`, and no series of the device",
            "0",
            by: .cases,
            .test(
                "MetricFaultTests",
                "row 102: a device with 20,000 interfaces is refused whole, and the limit is named"
            )
        ),
        .init(
            103,
            "numbers that are none, other types, missing keys",
            "a type that a model does not expect is told with its path",
            "0 or 3",
            by: .cases,
            .test("FactsTests", "another shape is an error that names the place")
        ),
        .init(
            104,
            "64-bit counters",
            "every digit, in tables and metrics too",
            "0",
            by: .cases,
            .test("MetricFaultTests", "row 104: metrics have every digit of a 64-bit counter"),
            .test("DataFaultTests", "rows 104, 108, 109 and 113: a table shows hostile text as text, in its columns")
        ),
        .init(105, "a key twice", "both are kept, in their order"),
        .init(106, "byte order marks, UTF-16, bad UTF-8", "what is replaced is counted in the record"),
        .init(107, "NUL, half a surrogate pair"),
        .init(
            108,
            "terminal escapes",
            "shown as text",
            "0",
            by: .cases,
            .test("DataFaultTests", "rows 104, 108, 109 and 113: a table shows hostile text as text, in its columns")
        ),
        .init(
            109,
            "newlines, templates, HTML",
            "one line, one row",
            "0",
            by: .cases,
            .test("DataFaultTests", "rows 104, 108, 109 and 113: a table shows hostile text as text, in its columns")
        ),
        .init(
            110,
            "formulas in CSV",
            "text, quoted as RFC 4180 has it",
            "0",
            by: .test("DataFaultTests", "row 110: a formula in CSV is text")
        ),
        .init(
            111,
            "text that breaks out of a metric",
            "a label's value; promtool takes it",
            "0",
            by: .test("MetricFaultTests", "row 111: text that breaks out of a metric stays a label's value")
        ),
        .init(
            112,
            "names that are paths",
            "no file outside the directory",
            "0 or 2",
            by: .test("DataFaultTests", "row 112: a name leads nowhere outside the output directory")
        ),
        .init(
            113,
            "names that are huge, empty or foreign",
            "cut in tables; a device is who the inventory says",
            "0",
            by: .cases,
            .test("DataFaultTests", "rows 104, 108, 109 and 113: a table shows hostile text as text, in its columns")
        ),
        .init(
            114,
            "the same row twice",
            "the first is a series, the others are counted",
            "0",
            by: .test(
                "MetricFaultTests",
                "row 114: of rows with the same labels the first is a series, the others are counted"
            )
        ),
        .init(
            115,
            "counters shrink",
            "passed on as they are",
            "0",
            by: .test("MetricFaultTests", "row 115: counters that shrink are passed on as they are")
        ),
    ]

    private static let limits: [FaultRow] = [
        .init(
            116,
            "tries against the rate limit",
            "counted like calls",
            by: .test("LimitFaultTests", "row 116: tries and calls together keep the rate"),
            .test("PollTests", "a device is asked no faster than its rate")
        ),
        .init(
            117,
            "tries against the connection limit",
            "never exceeded",
            "0",
            by: .test(
                "LimitFaultTests",
                "rows 117 and 118: a slow device sees one call at a time, and one for many requests"
            ),
            .test("PollTests", "an address that two devices of the inventory have is asked as one")
        ),
        .init(
            118,
            "a slow device that does one thing at a time",
            "one call at a time, for all requests that can travel together",
            "0",
            by: .test(
                "LimitFaultTests",
                "rows 117 and 118: a slow device sees one call at a time, and one for many requests"
            )
        ),
        .init(
            119,
            "one bad device among good ones",
            "in every section: the good ones are done first",
            by: .cases,
            .test("HostileTests", "all faults at once cost healthy devices nothing, and memory stays flat")
        ),
        .init(
            120,
            "a device dies and recovers",
            "rests after three failures in a row, is probed, and recovers by itself; its requests are `device-resting` meanwhile",
            by: .test(
                "BreakerPollTests",
                "a device that dies rests, is probed and recovers by itself, and its neighbour is polled"
            ),
            .test("ExporterTests", "a device that dies loses its values at once, rests, and comes back by itself")
        ),
        .init(
            121,
            "one connection in ten is reset",
            "no failure; the tries are in the records",
            "0",
            by: .test("LimitFaultTests", "row 121: a reset of every tenth connection fails nothing")
        ),
        .init(
            122,
            "the start of many devices",
            "spread over the interval; the same phases after a restart",
            "",
            by: .test("PollQueueTests", "the start of many devices is spread over the interval"),
            .test("TimetableTests", "phases follow from the name, lie within the interval and are spread over it")
        ),
    ]

    private static let process: [FaultRow] = [
        .init(
            123,
            "YAML bombs and broken files",
            "with their place, soon",
            "2",
            by: .test("ProcessFaultTests", "row 123: a broken file is refused with its place, and soon")
        ),
        .init(
            124,
            "commands that are no reads",
            "no device hears of it",
            "5 (2 where it is no command)",
            by: .test("ProcessFaultTests", "row 124: what is no plain read reaches nobody"),
            .test("RefusalTests", "a command that is no read is refused with its file and line")
        ),
        .init(
            125,
            "the same device or address twice",
            "a device twice is refused; an address twice shares one limiter",
            "2 or 0",
            by: .test("ProcessFaultTests", "row 125: a device that is there twice is refused"),
            .test("PollTests", "an address that two devices of the inventory have is asked as one")
        ),
        .init(
            126,
            "Ctrl-C, SIGTERM",
            "what is finished is written",
            "130, 143",
            by: .test("InterruptTests", "a signal ends a run within a second, with what is finished written"),
            .test("InterruptTests", "files are whole after Ctrl-C")
        ),
        .init(
            127,
            "SIGKILL while writing",
            "whole lines, or the old file; `--resume` asks for the rest alone",
            "137",
            by: .test(
                "ResumeTests",
                "a run that is killed again and again is complete in the end, and asks nothing twice that it kept"
            )
        ),
        .init(128, "the disk is full", "", "6", by: .test("WritingTests", "a full disk is status 6")),
        .init(
            129,
            "the reader leaves, or is slow",
            "a quiet end; a slow reader holds the run up",
            "0 or 141",
            by: .test("WritingTests", "a reader that has enough is no error worth a word"),
            .test("RunEndTests", "a slow reader slows the run down, so that outcomes do not pile up")
        ),
        .init(
            130,
            "standard error blocks",
            "polling goes on; lines of the log are dropped and counted",
            "0",
            by: .test(
                "ProcessFaultTests",
                "row 130: a reader of standard error that stands still does not hold the run up"
            )
        ),
        .init(
            131,
            "the file of failures is corrupt, a link or another's",
            "moved aside with a warning; a link is not followed",
            "",
            by: .test("FailureMemoryTests", "a corrupt file is moved aside with a warning"),
            .test("FailureMemoryTests", "a link is neither read nor written through"),
            .test("FailureMemoryTests", "somebody else's file is refused")
        ),
        .init(
            132,
            "little memory",
            "endless answers of twenty devices at once stay below 256 MiB",
            by: .test("DataFaultTests", "row 132: all of them at once fit into 256 MiB"),
            .test("HostileTests", "all faults at once cost healthy devices nothing, and memory stays flat")
        ),
        .init(
            133,
            "a crash",
            "neither a core nor a report, which could hold passwords",
            "",
            by: .test("SecretTests", "a crash shows no password, and leaves no core")
        ),
        .init(
            134,
            "secrets where others may look",
            "nowhere, in no spelling",
            "",
            by: .test("SecretTests", "a run with --debug shows no password, in no file and not in the process table"),
            .test("SecretTests", "a rejected password is not told"),
            .test("SecretTests", "a password in the inventory is not shown")
        ),
        .init(
            135,
            "a reload with a bad file",
            "the old configuration goes on; `trawl_config_last_reload_successful` is 0",
            "",
            by: .test(
                "ServeTests",
                "a bad file changes nothing and is told, a good one takes effect by signal, by HTTP and by itself"
            )
        ),
        .init(
            136,
            "a reload without a device",
            "its polls and its series end, it is logged out of, its connection is closed",
            "",
            by: .test(
                "ExporterTests",
                "a reload adds, changes and removes devices and leaves the others' connections alone"
            )
        ),
        .init(
            137,
            "a probe of a foreign target",
            "400, nothing is sent",
            "",
            by: .test("EndpointTests", "what is no name of the inventory is refused in plain text")
        ),
        .init(
            138,
            "a storm of probes",
            "one poll, one answer for all",
            "",
            by: .test("ExporterTests", "probes of one device share one poll, and end at their deadline")
        ),
        .init(
            139,
            "scrapers that are slow or leave",
            "dropped within bounds, others are served",
            "",
            by: .test("WebServerTests", "a client that reads slowly is dropped, and others are served"),
            .test("WebServerTests", "a client that goes away frees its place and ends the work for it"),
            .test("EndpointTests", "a thousand idle connections leave others served")
        ),
        .init(
            140,
            "a scrape's timeout",
            "an answer before it, `trawl_up` 0 for what is not known",
            "",
            by: .test("EndpointTests", "a device of the inventory is probed, with a deadline before the scraper's"),
            .test("ExporterTests", "probes of one device share one poll, and end at their deadline")
        ),
        .init(
            141,
            "odd methods and paths",
            "400, 404, 405, 414; own metrics have closed labels",
            "",
            by: .test("EndpointTests", "odd methods and paths are refused"),
            .test("EndpointTests", "requests are counted by page and status")
        ),
        .init(
            142,
            "two instances with one state",
            "the second one is refused",
            "2",
            by: .test("ServeTests", "a second one of the same files is refused")
        ),
        .init(
            143,
            "ports, users and scopes in a host's field",
            "an address is a host and nothing else; a password in it is not shown",
            "2 or 3",
            by: .cases,
            .test("ProcessFaultTests", "row 143: an address is a host and nothing else")
        ),
        .init(144, "the coordination engine is lost", "", "", by: .scaleOut),
    ]
}
