import CCurl
import Glibc
package import TrawlCore

/// What libcurl and OpenSSL say about a failed transfer, before it is put into Trawl's words.
package struct CurlFailure: Sendable {
    /// The result of the transfer.
    package var result: UInt32
    /// libcurl's own text.
    package var text: String
    /// The `errno` of a failed connect or socket call; 0 for none.
    package var errno: Int32 = 0
    /// OpenSSL's verdict on the certificate; 0 for none.
    package var verifyResult = 0
    /// Whether the TCP connection stood.
    package var connected = false
    /// Whether the TLS handshake, or the TCP connect where there is no TLS, was finished.
    package var ready = false

    package init(result: UInt32, text: String) {
        self.result = result
        self.text = text
    }

    /// The code of the failure, as one table of libcurl's results.
    package var code: DeviceError.Code {
        switch CURLcode(result) {
        case CURLE_COULDNT_RESOLVE_HOST: .nameUnknown
        case CURLE_COULDNT_RESOLVE_PROXY: .proxyFailed
        case CURLE_COULDNT_CONNECT: connectCode
        case CURLE_INTERFACE_FAILED: .sourceUnusable
        case CURLE_OPERATION_TIMEDOUT: timeoutCode
        case CURLE_PEER_FAILED_VERIFICATION: certificateCode
        case CURLE_SSL_CONNECT_ERROR: handshakeCode
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_CRL_BADFILE: .tlsFileUnusable
        case CURLE_USE_SSL_FAILED, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ISSUER_ERROR: .tlsFailed
        case CURLE_SSL_CLIENTCERT: .clientCertificateRequired
        case CURLE_GOT_NOTHING: .connectionClosed
        case CURLE_PARTIAL_FILE: .truncated
        case CURLE_SEND_ERROR: .connectionReset
        case CURLE_RECV_ERROR: receiveCode
        // Past a status line it is HTTP, and not as HTTP allows.
        case CURLE_WEIRD_SERVER_REPLY where says("Nul byte") || says("Content-Length"): .invalidHTTP
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: .notHTTP
        case CURLE_FILESIZE_EXCEEDED: .responseTooLarge
        case CURLE_BAD_CONTENT_ENCODING: .brokenFraming
        // A header line past libcurl's own cap ends as "out of memory".
        case CURLE_OUT_OF_MEMORY: ready ? .invalidHTTP : .localResources
        default: ready ? .invalidHTTP : .connectFailed
        }
    }

    private var connectCode: DeviceError.Code {
        switch errno {
        case ECONNREFUSED: .connectionRefused
        case ENETUNREACH, EHOSTUNREACH, EACCES, EPERM: .noRoute
        case ETIMEDOUT: .connectTimeout
        // The device accepted and reset before libcurl looked.
        case ECONNRESET, EPIPE: .connectionReset
        case EMFILE, ENFILE, EADDRNOTAVAIL, ENOBUFS, ENOMEM: .localResources
        default: .connectFailed
        }
    }

    private var timeoutCode: DeviceError.Code {
        if ready { return .requestTimeout }
        return connected ? .handshakeTimeout : .connectTimeout
    }

    // The numbers are OpenSSL's X509_V_ERR_*; libcurl checks the name itself and leaves the verdict at 0, or at the 1
    // that it began with.
    private var certificateCode: DeviceError.Code {
        switch verifyResult {
        case 0, 1, 62, 63, 64: .certificateWrongHost
        case 9, 13: .certificateNotYetValid
        case 10, 14: .certificateExpired
        case 66, 67, 68: .certificateWeak
        default: .certificateUntrusted
        }
    }

    private var handshakeCode: DeviceError.Code {
        if says("wrong version number") || says("http request") || says("packet length too long") { return .notTLS }
        if says("certificate required") || says("bad certificate") { return .clientCertificateRequired }
        if says("handshake failure") || says("protocol version") || says("unsupported protocol")
            || says("no shared cipher") || says("no protocols available") || says("dh key too small")
            || says("no ciphers available") || says("legacy sigalg") || says("unsafe legacy renegotiation")
        {
            return .noCommonCipher
        }
        if says("SSL_ERROR_SYSCALL") || says("Connection reset") || says("unexpected eof") { return .connectionReset }
        return .tlsFailed
    }

    /// Whether the device refused the handshake, rather than this host what the device offered.
    var isDevicesAlert: Bool { says("handshake failure") }

    private var receiveCode: DeviceError.Code {
        if says("certificate required") { return .clientCertificateRequired }
        if says("chunk") || says("hexadecimal") { return .brokenFraming }
        if says("header") { return .invalidHTTP }
        return .connectionReset
    }

    private func says(_ words: String) -> Bool {
        text.range(of: words) != nil
    }
}

extension String {
    /// The first place of other text, by its bytes.
    fileprivate func range(of words: String) -> Int? {
        let text = Array(utf8)
        let words = Array(words.utf8)
        guard !words.isEmpty, text.count >= words.count else { return nil }
        return (0...(text.count - words.count)).first { text[$0..<($0 + words.count)].elementsEqual(words) }
    }
}
