import CCurl
import Glibc
import TrawlCore

/// One libcurl easy handle: options in, body, headers and timing out.
///
/// Belongs to one device for its whole life, so that its connection and TLS session are used again and nothing of one
/// device can reach another.
///
/// Touched only on its loop's thread.
@safe final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// The transfer that runs on the handle now; libcurl's callbacks and the loop find it here.
    var transfer: Transfer?
    /// The connection that the handle opened and libcurl keeps, by socket and local port.
    var keptConnection: (socket: Int32, localPort: Int)?
    private(set) var body: [UInt8] = []
    private(set) var headerBlock: [UInt8] = []
    private(set) var overflow: DeviceError.Code?
    /// The length that the running answer told first.
    private var toldLength: UInt64?
    /// Whether it told another one as well.
    private(set) var hasTwoLengths = false
    /// Whether the connection of the running transfer stands, so that it no longer counts as connecting.
    private(set) var isConnected = false

    /// A header field that must show nowhere else.
    private struct Token: Equatable {
        var field: String
        var secret: Secret
    }

    let device: Device
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var connectionAge: Duration?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var headerFields: [HTTPField] = []
    private var headerToken: Token?
    /// The token of the session that the request belongs to.
    private var token: Token?
    private var sendsPassword = false
    private var resolveList: UnsafeMutablePointer<curl_slist>?
    private var connectToList: UnsafeMutablePointer<curl_slist>?
    private var path: String?
    private var method: String?
    private var hasBody = false
    private var limits: TransferLimits?
    private var headerBytes = 0
    /// Whether the blank line after the headers came; libcurl takes an end before it for an empty answer.
    private(set) var hasWholeHeaders = false
    /// Whether the TCP connection stood and TLS began on it.
    var hasBegunTLS = false
    /// The SHA-256 of the certificate that the device showed in the running transfer, or has on its kept connection.
    var presented: CertificateFingerprint?
    var socket: Int32?
    private let sockets: SocketWatch

    /// Header bytes of one response, trailers included; libcurl's own cap does not see trailers.
    ///
    /// Below libcurl's own 300 KB, so that it ends with a code of its own.
    static let headerLimit = 256 << 10

    /// Makes a handle for a device.
    ///
    /// - Parameters:
    ///   - device: The device.
    ///   - keepsAuthorities: Whether the authorities of its CA file may be those that another handle read a moment ago.
    ///   - sockets: Notes which sockets are open.
    init?(device: Device, keepsAuthorities: Bool = true, sockets: SocketWatch) {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
        self.device = device
        self.sockets = sockets
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setFixedOptions()
        setTLS(device.tls, keepsAuthorities: keepsAuthorities)
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe curl_slist_free_all(headerList)
        unsafe curl_slist_free_all(resolveList)
        unsafe curl_slist_free_all(connectToList)
        unsafe errorText.deallocate()
    }

    // MARK: Options

    private func setFixedOptions() {
        unsafe trawl_easy_set_pointer(pointer, CURLOPT_PRIVATE, Unmanaged.passUnretained(self).toOpaque())
        unsafe trawl_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
        // A timeout in a synchronous resolver would otherwise raise SIGALRM in the host process.
        // https://curl.se/libcurl/c/CURLOPT_NOSIGNAL.html
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_QUICK_EXIT, 1)
        // For ever: the addresses come from Trawl's own resolver, and pruning costs a walk after every transfer.
        set(CURLOPT_DNS_CACHE_TIMEOUT, -1)
        set(CURLOPT_PROTOCOLS_STR, device.scheme.rawValue)
        // An empty proxy also switches the environment's off.
        set(CURLOPT_PROXY, device.proxy ?? "")
        if let source = device.source { set(CURLOPT_INTERFACE, source) }
        // Basic alone, so that it is sent at once and no other scheme is ever negotiated.
        set(CURLOPT_HTTPAUTH, 1)
        unsafe trawl_easy_set_data_callback(pointer, CURLOPT_WRITEFUNCTION, receiveBody)
        unsafe trawl_easy_set_pointer(pointer, CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
        unsafe trawl_easy_set_data_callback(pointer, CURLOPT_HEADERFUNCTION, receiveHeader)
        unsafe trawl_easy_set_pointer(pointer, CURLOPT_HEADERDATA, Unmanaged.passUnretained(self).toOpaque())
        unsafe trawl_easy_set_socket_callback(pointer, noteSocket)
        unsafe trawl_easy_set_pointer(pointer, CURLOPT_SOCKOPTDATA, Unmanaged.passUnretained(self).toOpaque())
        unsafe trawl_easy_set_close_callback(pointer, closeSocket)
        // Not the handle, which a connection may outlive.
        unsafe trawl_easy_set_pointer(pointer, CURLOPT_CLOSESOCKETDATA, Unmanaged.passUnretained(sockets).toOpaque())
        unsafe trawl_easy_set_prerequest(pointer, noteConnected)
        unsafe trawl_easy_set_pointer(pointer, CURLOPT_PREREQDATA, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Says how long its connection may idle and still be used.
    func keepConnection(for age: Duration) {
        guard age != connectionAge else { return }
        connectionAge = age
        // Twice the interval and more, or a schedule slower than libcurl's 118 s would handshake every time.
        set(CURLOPT_MAXAGE_CONN, Int(age.components.seconds))
    }

    /// Readies the handle for one transfer; only what differs from the last one is set again.
    func prepare(_ transfer: Transfer, addresses: [String]?) {
        self.transfer = transfer
        let request = transfer.request
        body = []
        headerBlock.removeAll(keepingCapacity: true)
        headerBytes = 0
        overflow = nil
        toldLength = nil
        hasTwoLengths = false
        isConnected = false
        hasWholeHeaders = false
        hasBegunTLS = false
        presented = nil
        unsafe errorText.pointee = 0
        if request.path != path {
            set(CURLOPT_URL, url(path: request.path))
            path = request.path
        }
        setMethod(of: request)
        setAuthentication(request.authentication)
        setHeaders(request.headers)
        if transfer.limits != limits {
            let limits = transfer.limits
            set(CURLOPT_CONNECTTIMEOUT_MS, Int(max(1, limits.connectTimeout.milliseconds)))
            set(CURLOPT_TIMEOUT_MS, Int(max(1, limits.requestTimeout.milliseconds)))
            unsafe trawl_easy_set_offset(pointer, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(limits.responseSize))
            self.limits = limits
        }
        set(CURLOPT_FRESH_CONNECT, transfer.onFreshConnection ? 1 : 0)
        set(CURLOPT_CONNECT_ONLY, transfer.connectsOnly ? 1 : 0)
        set(CURLOPT_FORBID_REUSE, transfer.keepsConnection ? 0 : 1)
        setConnection(to: addresses)
    }

    private func url(path: String) -> String {
        let name = device.tls.serverName ?? device.address
        let host = name.contains(":") ? "[\(name)]" : name
        // Without the slash a path could be read as part of the port, or as another host.
        let slash = path.hasPrefix("/") ? "" : "/"
        return "\(device.scheme.rawValue)://\(host):\(device.port)\(slash)\(path)"
    }

    private func setMethod(of request: HTTPRequest) {
        if let body = request.body {
            set(CURLOPT_POST, 1)
            unsafe trawl_easy_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            // libcurl copies here: POSTFIELDS would keep a pointer that Swift may move.
            unsafe body.withUnsafeBytes { bytes in
                _ = unsafe trawl_easy_set_pointer(
                    pointer,
                    CURLOPT_COPYPOSTFIELDS,
                    UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                )
            }
        } else if method != request.method || hasBody {
            set(CURLOPT_HTTPGET, 1)
        }
        let implied = request.body == nil ? "GET" : "POST"
        if method != request.method || hasBody != (request.body != nil) {
            if request.method == "HEAD" { set(CURLOPT_NOBODY, 1) }
            if request.method == implied {
                unsafe trawl_easy_set_string(pointer, CURLOPT_CUSTOMREQUEST, nil)
            } else {
                set(CURLOPT_CUSTOMREQUEST, request.method)
            }
            method = request.method
            hasBody = request.body != nil
        }
    }

    /// Sends the user and password with this request, or not.
    private func setAuthentication(_ authentication: HTTPAuthentication) {
        let sendsPassword: Bool
        switch authentication {
        case .password:
            (sendsPassword, token) = (true, nil)
        case .token(let field, let secret, let withPassword):
            (sendsPassword, token) = (withPassword, Token(field: field, secret: secret))
        case .none:
            (sendsPassword, token) = (false, nil)
        }
        guard let credential = device.credential, sendsPassword != self.sendsPassword else { return }
        if sendsPassword {
            set(CURLOPT_USERNAME, credential.username)
            set(CURLOPT_PASSWORD, credential.password.reveal())
        } else {
            unsafe trawl_easy_set_string(pointer, CURLOPT_USERNAME, nil)
            unsafe trawl_easy_set_string(pointer, CURLOPT_PASSWORD, nil)
        }
        self.sendsPassword = sendsPassword
    }

    private func setHeaders(_ fields: [HTTPField]) {
        let isFirst = unsafe headerList == nil
        guard isFirst || fields != headerFields || token != headerToken else { return }
        // libcurl would wait a second for "100 Continue" before larger bodies.
        var list = unsafe curl_slist_append(nil, "Expect:")
        for field in fields {
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            unsafe list = curl_slist_append(list, line)
        }
        if let token { unsafe list = curl_slist_append(list, "\(token.field): \(token.secret.reveal())") }
        unsafe trawl_easy_set_list(pointer, CURLOPT_HTTPHEADER, list)
        unsafe curl_slist_free_all(headerList)
        unsafe headerList = list
        headerFields = fields
        headerToken = token
    }

    /// Where to connect: the inventory's address behind the name that TLS checks, and Trawl's own resolver's answer.
    private func setConnection(to addresses: [String]?) {
        if device.tls.serverName != nil, unsafe connectToList == nil {
            let address = device.address.contains(":") ? "[\(device.address)]" : device.address
            unsafe connectToList = curl_slist_append(nil, "::\(address):\(device.port)")
            unsafe trawl_easy_set_list(pointer, CURLOPT_CONNECT_TO, connectToList)
        }
        guard let addresses else { return }
        let list = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }.joined(separator: ",")
        let fresh = unsafe curl_slist_append(nil, "\(device.address):\(device.port):\(list)")
        unsafe trawl_easy_set_list(pointer, CURLOPT_RESOLVE, fresh)
        unsafe curl_slist_free_all(resolveList)
        unsafe resolveList = fresh
    }

    func set(_ option: CURLoption, _ value: Int) {
        _ = unsafe trawl_easy_set_long(pointer, option, value)
    }

    func set(_ option: CURLoption, _ value: String) {
        _ = unsafe trawl_easy_set_string(pointer, option, value)
    }

    /// The body of the transfer that ended, handed on without a copy.
    func takeBody() -> [UInt8] {
        defer { body = [] }
        return body
    }

    // MARK: Callbacks

    fileprivate func received(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let limit = limits?.responseSize ?? 0
        if body.isEmpty {
            // One buffer, sized from Content-Length as far as a device can be believed.
            let announced = Int(clamping: offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T))
            body.reserveCapacity(min(max(announced, bytes.count), limit, 4 << 20))
        }
        guard body.count + bytes.count <= limit else {
            overflow = .responseTooLarge
            return false
        }
        unsafe body.append(contentsOf: bytes)
        return true
    }

    fileprivate func receivedHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // A status line begins a new block: the one before was a 1xx.
        if unsafe bytes.starts(with: "HTTP/".utf8) {
            headerBlock.removeAll(keepingCapacity: true)
            headerBytes = 0
            toldLength = nil
        }
        headerBytes += bytes.count
        guard headerBytes <= Self.headerLimit else {
            overflow = .headersTooLarge
            return false
        }
        guard unsafe noteLength(in: bytes) else { return false }
        if unsafe bytes.first == UInt8(ascii: "\r") || bytes.first == UInt8(ascii: "\n") { hasWholeHeaders = true }
        // Trailers are counted and not kept.
        if body.isEmpty { unsafe headerBlock.append(contentsOf: bytes) }
        return true
    }

    private static let lengthName: StaticString = "content-length:"

    /// Notes the length that a header line tells; false where it contradicts an earlier one, which libcurl lets pass.
    private func noteLength(in line: UnsafeRawBufferPointer) -> Bool {
        // Every header line of every answer comes by here, and few begin like this.
        guard line.count > Self.lengthName.utf8CodeUnitCount, unsafe line[0] | 0x20 == UInt8(ascii: "c") else {
            return true
        }
        let name = unsafe UnsafeBufferPointer(
            start: Self.lengthName.utf8Start,
            count: Self.lengthName.utf8CodeUnitCount
        )
        guard unsafe zip(line, name).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else { return true }
        // The number, or for what is none anything that differs where the text does.
        let length = unsafe line[name.count...].reduce(into: UInt64(0)) { length, byte in
            if byte > UInt8(ascii: " ") { length = length &* 10 &+ UInt64(byte &- UInt8(ascii: "0")) }
        }
        hasTwoLengths = toldLength != nil && toldLength != length
        toldLength = length
        return !hasTwoLengths
    }

    fileprivate func opened(_ socket: Int32) {
        self.socket = socket
        sockets.opened(socket)
    }

    /// A connection stands and the request is about to be sent; false where it must not be.
    fileprivate func connected() -> Bool {
        guard hasPinnedCertificate() else { return false }
        guard !isConnected else { return true }
        isConnected = true
        if let transfer { transfer.channel.loop.connectionStands(of: transfer) }
        return true
    }
}

// libcurl hands each callback the handle's own address. The handle outlives its transfers: the loop holds it while one
// runs, and its channel afterwards.

private let receiveBody: trawl_data_callback = { bytes, size, count, context in
    guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
    let handle = unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
    return unsafe handle.received(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private let receiveHeader: trawl_data_callback = { bytes, size, count, context in
    guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
    let handle = unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
    return unsafe handle.receivedHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private let noteSocket: curl_sockopt_callback = { context, socket, _ in
    if let context = unsafe context {
        unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue().opened(socket)
    }
    return CURL_SOCKOPT_OK
}

private let closeSocket: curl_closesocket_callback = { context, socket in
    if let context = unsafe context {
        unsafe Unmanaged<SocketWatch>.fromOpaque(context).takeUnretainedValue().closed(socket)
    }
    return close(socket)
}

private let noteConnected: trawl_prerequest_callback = { context, _, _, _, _ in
    guard let context = unsafe context else { return CURL_PREREQFUNC_OK }
    let isFine = unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue().connected()
    return isFine ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
