// MARK: Reaching the device

extension DeviceError.Code {
    /// The resolver knows no such name.
    public static let nameUnknown = Self(
        "name-unknown",
        .unreachable,
        "the device's name has no address",
        hint: "check `address` in the inventory, and DNS on this host"
    )
    /// The resolver did not answer in time, or could not for now.
    public static let resolverTimeout = Self(
        "resolver-timeout",
        .unreachable,
        "DNS gave no answer within the connect timeout",
        hint: "check this host's resolver, or write the address in the inventory",
        transient: true
    )
    /// Nobody listens on the port.
    public static let connectionRefused = Self(
        "connection-refused",
        .unreachable,
        "nothing listens on the device's port",
        hint: "is the API enabled, and on this port?",
        transient: true
    )
    /// The network has no way there.
    public static let noRoute = Self(
        "no-route",
        .unreachable,
        "no route to the device",
        hint: "check routing and VRF between this host and the device",
        transient: true
    )
    /// No answer to the TCP connect.
    public static let connectTimeout = Self(
        "connect-timeout",
        .unreachable,
        "the device did not accept a connection within the connect timeout",
        hint: "device down, wrong address, or a filter on the way",
        transient: true
    )
    /// The connection could not be opened for another reason.
    public static let connectFailed = Self(
        "connect-failed",
        .unreachable,
        "the connection could not be opened",
        transient: true
    )
    /// The local address or interface in `source` cannot be used.
    public static let sourceUnusable = Self(
        "source-unusable",
        .unreachable,
        "the local address or interface in `source` cannot be used",
        hint: "check `source` in the inventory against this host's interfaces"
    )
    /// The proxy could not be reached or refused.
    public static let proxyFailed = Self(
        "proxy-failed",
        .unreachable,
        "the proxy could not be used",
        hint: "check `proxy` in the inventory",
        transient: true
    )
    /// This host has no descriptor, port or memory left.
    public static let localResources = Self(
        "local-resources",
        .unreachable,
        "this host ran out of descriptors, ports or memory",
        hint: "lower `--concurrency`, or raise `ulimit -n`",
        transient: true
    )

    /// The device closed the connection before the answer was whole.
    public static let connectionClosed = Self(
        "connection-closed",
        .transport,
        "the device closed the connection without a whole answer",
        transient: true
    )
    /// The device reset the connection.
    public static let connectionReset = Self(
        "connection-reset",
        .transport,
        "the connection was reset",
        transient: true
    )
    /// The answer ended before its announced length.
    public static let truncated = Self(
        "truncated",
        .transport,
        "the answer ended before its announced length",
        transient: true
    )

    /// No whole answer within the request's timeout.
    public static let requestTimeout = Self(
        "request-timeout",
        .timeout,
        "the device did not answer within the request's timeout",
        hint: "raise `limits.timeout.request`, or the request's own `timeout`",
        transient: true
    )
    /// No finished TLS handshake within the connect timeout.
    public static let handshakeTimeout = Self(
        "handshake-timeout",
        .timeout,
        "the TLS handshake did not end within the connect timeout",
        hint: "raise `limits.timeout.connect` for slow management CPUs",
        transient: true
    )
}

// MARK: Trust

extension DeviceError.Code {
    /// Past its validity.
    public static let certificateExpired = Self(
        "certificate-expired",
        .tls,
        "the device's certificate has expired",
        hint: "renew the certificate on the device"
    )
    /// Before its validity.
    public static let certificateNotYetValid = Self(
        "certificate-not-yet-valid",
        .tls,
        "the device's certificate is not valid yet",
        hint: "check the clocks of this host and the device"
    )
    /// No chain to a trusted authority.
    public static let certificateUntrusted = Self(
        "certificate-untrusted",
        .tls,
        "no trusted authority signed the device's certificate",
        hint: "set `tls.ca_file`, or pin this one certificate: `trawl trust` shows and writes `tls.pin`"
    )
    /// Made out to another name.
    public static let certificateWrongHost = Self(
        "certificate-wrong-host",
        .tls,
        "the device's certificate is made out to another name",
        hint: "set `tls.server_name` to the name in the certificate"
    )
    /// Another certificate than the pinned one.
    public static let pinMismatch = Self(
        "pin-mismatch",
        .tls,
        "the device shows another certificate than the one that `tls.pin` names; nothing was sent",
        hint: "was it renewed? Compare it on the device, then `trawl trust DEVICE --write`"
    )
    /// Signed with a key or hash that is too weak.
    public static let certificateWeak = Self(
        "certificate-weak",
        .tls,
        "the device's certificate uses a key or signature that is too weak",
        hint: "renew it, or set `tls.ciphers: DEFAULT:@SECLEVEL=0` for this device"
    )
    /// Versions or ciphers do not overlap.
    public static let noCommonCipher = Self(
        "no-common-cipher",
        .tls,
        "the device and Trawl share no TLS version or cipher",
        hint: "for an old device set `tls.ciphers: DEFAULT:@SECLEVEL=0` and `tls.minimum_version: 1.0`"
    )
    /// The port does not speak TLS.
    public static let notTLS = Self(
        "not-tls",
        .tls,
        "the port does not speak TLS",
        hint: "does the device speak plain HTTP there? Say `scheme: http` if so"
    )
    /// The device asks for a client certificate.
    public static let clientCertificateRequired = Self(
        "client-certificate-required",
        .tls,
        "the device asks for a client certificate",
        hint: "set `tls.client_certificate` and `tls.client_key`"
    )
    /// A local PEM file cannot be used.
    public static let tlsFileUnusable = Self(
        "tls-file-unusable",
        .tls,
        "a CA, certificate or key file of the inventory cannot be used",
        hint: "check the file's path, mode and PEM content"
    )
    /// Another failure of the handshake.
    public static let tlsFailed = Self("tls-failed", .tls, "the TLS handshake failed")
}

// MARK: HTTP

extension DeviceError.Code {
    /// What came back is no HTTP.
    public static let notHTTP = Self(
        "not-http",
        .protocol,
        "the answer is not HTTP",
        hint: "is this the API's port?"
    )
    /// HTTP with a broken header or an unasked upgrade.
    public static let invalidHTTP = Self(
        "invalid-http",
        .protocol,
        "the answer is not as HTTP allows"
    )
    /// A broken chunk or length.
    public static let brokenFraming = Self(
        "broken-framing",
        .protocol,
        "the answer's chunks or length are broken",
        transient: true
    )
    /// A status that the dialect does not expect.
    public static let httpStatus = Self("http-status", .http, "the device answered with an unexpected HTTP status")
    /// Nothing at the API's path.
    public static let apiNotFound = Self(
        "api-not-found",
        .http,
        "the device's web server does not know the API's path",
        hint: "is the API enabled on the device, and `dialect` right?"
    )
    /// 5xx.
    public static let httpServerError = Self(
        "http-server-error",
        .http,
        "the device's web server failed (5xx)",
        transient: true
    )
    /// A redirect; refused.
    public static let redirectRefused = Self(
        "redirect-refused",
        .redirect,
        "the device redirects elsewhere; Trawl never follows",
        hint: "put the final address, port and `scheme` in the inventory"
    )
    /// 429, or 503 with Retry-After.
    public static let throttled = Self(
        "throttled",
        .throttled,
        "the device asks to be left alone for a while",
        hint: "lower `limits.per_host.rate`",
        transient: true
    )
    /// 401.
    public static let loginRejected = Self(
        "login-rejected",
        .auth,
        "the device rejected the user name or password",
        hint: "check the credential's username and password; a rejected login is never tried again"
    )
    /// 403.
    public static let notAllowed = Self(
        "not-allowed",
        .auth,
        "the user may not use the API (403)",
        hint: "check the user's role, and access lists on the API"
    )
    /// A session refused as soon as it was opened.
    public static let sessionRejected = Self(
        "session-rejected",
        .auth,
        "the device does not accept the session that it handed out",
        hint: "set `session: never` for the device, so that every call carries user and password"
    )
    /// Too many body bytes.
    public static let responseTooLarge = Self(
        "response-too-large",
        .toolarge,
        "the answer is larger than `response_size`",
        hint: "raise `limits.response_size` if the answer is meant to be that large"
    )
    /// Too many header bytes.
    public static let headersTooLarge = Self(
        "headers-too-large",
        .toolarge,
        "the answer's headers or trailers are too large"
    )
    /// More pages than are asked for.
    public static let tooManyPages = Self(
        "too-many-pages",
        .toolarge,
        "the answer has more pages than are asked for",
        hint: "raise `most` under `paging`, or ask for less"
    )
    /// JSON nested too deep.
    public static let tooDeep = Self("too-deep", .toolarge, "the answer's JSON is nested too deep")
    /// More series of one device than a collection may give.
    public static let tooManySeries = Self(
        "too-many-series",
        .toolarge,
        "the device gives more series than `limits.metrics.series`; none of them is kept",
        hint: "raise `limits.metrics.series`, or take fewer metrics or labels"
    )
    /// A label that is too long.
    public static let labelTooLong = Self(
        "label-too-long",
        .toolarge,
        "a label of the device's series is longer than `limits.metrics.label_length`; none of them is kept",
        hint: "raise `limits.metrics.label_length`, or leave that label out"
    )
    /// Too many values of one label.
    public static let tooManyLabelValues = Self(
        "too-many-label-values",
        .toolarge,
        "a label of the device's series has more values than `limits.metrics.label_values`; none of them is kept",
        hint: "raise `limits.metrics.label_values`, or leave that label out"
    )
}

// MARK: Answers

extension DeviceError.Code {
    /// Another request's answer.
    public static let wrongID = Self("wrong-id", .rpc, "the answer belongs to another request")
    /// Not the envelope that was asked for.
    public static let wrongEnvelope = Self(
        "wrong-envelope",
        .rpc,
        "the answer is JSON, but not the envelope that was asked for"
    )
    /// More or fewer results than commands.
    public static let wrongResultCount = Self(
        "wrong-result-count",
        .rpc,
        "the answer has another number of results than there were commands"
    )
    /// The device understood no part of the request.
    public static let requestRefused = Self("request-refused", .rpc, "the device refused the whole request")
    /// Not JSON.
    public static let notJSON = Self("not-json", .decode, "the answer is not JSON")
    /// JSON of another shape than the model's.
    public static let wrongShape = Self("wrong-shape", .decode, "the answer does not have the model's shape")
    /// Parsed, but refused.
    public static let commandRefused = Self(
        "command-refused",
        .command,
        "the device does not know the command, or not in this form"
    )
    /// Ran and failed.
    public static let commandFailed = Self("command-failed", .command, "the device could not run the command")
    /// AAA refused the command.
    public static let commandUnauthorized = Self(
        "command-unauthorized",
        .command,
        "the user may not run the command",
        hint: "check the user's role or command authorisation"
    )
    /// The privileged mode was refused.
    public static let enableRefused = Self(
        "enable-refused",
        .command,
        "the device refused privileged mode",
        hint: "check the credential's `enable`"
    )
}

// MARK: Not asked, or not to the end

extension DeviceError.Code {
    /// Ctrl-C or SIGTERM.
    public static let interrupted = Self("interrupted", .cancelled, "the run was interrupted")
    /// The run's own timeout.
    public static let runDeadline = Self(
        "run-deadline",
        .cancelled,
        "the run's timeout passed",
        hint: "raise `limits.timeout.run` or `--timeout`"
    )
    /// The schedule's timeout of one poll.
    public static let pollDeadline = Self(
        "poll-deadline",
        .timeout,
        "the device's poll took longer than the schedule allows",
        hint: "raise `schedule.timeout`, or ask less at once"
    )
    /// The schedule's timeout passed while the device waited for others; nothing is known of it.
    public static let noTurn = Self(
        "no-turn",
        .stopped,
        "the device's turn did not come in the time that the schedule allows",
        hint: "raise `schedule.timeout`, or what was waited for"
    )
    /// It rejected its user in an earlier poll, which is not tried again yet.
    public static let loginResting = Self(
        "login-resting",
        .auth,
        "not asked: this device rejected the login in an earlier poll",
        hint: "change the credential and reload, or wait: it is tried again once after a long rest"
    )
    /// Its credential was stopped.
    public static let credentialStopped = Self(
        "credential-stopped",
        .stopped,
        "not asked: its user was rejected too often elsewhere",
        hint: "check the credential's password; nothing was sent here, so the account is not locked by it"
    )
    /// Its login was rejected earlier in the run.
    public static let loginRejectedBefore = Self(
        "login-rejected-before",
        .stopped,
        "not asked: this device rejected the login earlier in the run"
    )
    /// It failed too often in a row.
    public static let deviceResting = Self(
        "device-resting",
        .stopped,
        "not asked: its calls failed again and again, and it is left alone for a while",
        hint: "it is probed by one call after the rest, and asked again once that works"
    )
    /// No command for its dialect.
    public static let noSpelling = Self(
        "no-spelling",
        .stopped,
        "nothing to ask: the request has no command for the device's dialect"
    )

    /// A command before it failed, where commands may change the device.
    public static let earlierCommandFailed = Self(
        "earlier-command-failed",
        .stopped,
        "not sent, or not run: a command before it failed, and it may rest on that one"
    )

    /// Every code, in the order of docs/errors.md.
    public static let all: [Self] = [
        .nameUnknown, .resolverTimeout, .connectionRefused, .noRoute, .connectTimeout, .connectFailed,
        .sourceUnusable, .proxyFailed, .localResources,
        .connectionClosed, .connectionReset, .truncated,
        .requestTimeout, .handshakeTimeout,
        .certificateExpired, .certificateNotYetValid, .certificateUntrusted, .certificateWrongHost, .pinMismatch,
        .certificateWeak,
        .noCommonCipher, .notTLS, .clientCertificateRequired, .tlsFileUnusable, .tlsFailed,
        .notHTTP, .invalidHTTP, .brokenFraming,
        .httpStatus, .apiNotFound, .httpServerError,
        .loginRejected, .notAllowed, .sessionRejected,
        .throttled,
        .redirectRefused,
        .wrongID, .wrongEnvelope, .wrongResultCount, .requestRefused,
        .notJSON, .wrongShape,
        .commandRefused, .commandFailed, .commandUnauthorized, .enableRefused,
        .responseTooLarge, .headersTooLarge, .tooManyPages, .tooDeep, .tooManySeries, .labelTooLong,
        .tooManyLabelValues,
        .interrupted, .runDeadline, .pollDeadline, .noTurn, .loginResting,
        .credentialStopped, .loginRejectedBefore, .deviceResting, .noSpelling, .earlierCommandFailed,
    ]
}
