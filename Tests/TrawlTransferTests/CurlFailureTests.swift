import CCurl
import Glibc
import Testing
import TrawlCore

@testable import TrawlTransfer

@Suite(.timeLimit(.minutes(1)))
struct CurlFailureTests {
    private func code(
        _ result: CURLcode,
        _ text: String = "",
        _ change: (inout CurlFailure) -> Void = { _ in }
    ) -> DeviceError.Code {
        var failure = CurlFailure(result: result.rawValue, text: text)
        change(&failure)
        return failure.code
    }

    @Test(arguments: [
        (CURLE_COULDNT_RESOLVE_HOST.rawValue, DeviceError.Code.nameUnknown),
        (CURLE_COULDNT_RESOLVE_PROXY.rawValue, .proxyFailed), (CURLE_INTERFACE_FAILED.rawValue, .sourceUnusable),
        (CURLE_SSL_CERTPROBLEM.rawValue, .tlsFileUnusable), (CURLE_SSL_CACERT_BADFILE.rawValue, .tlsFileUnusable),
        (CURLE_SSL_CIPHER.rawValue, .tlsFileUnusable), (CURLE_SSL_CLIENTCERT.rawValue, .clientCertificateRequired),
        (CURLE_GOT_NOTHING.rawValue, .connectionClosed), (CURLE_PARTIAL_FILE.rawValue, .truncated),
        (CURLE_SEND_ERROR.rawValue, .connectionReset), (CURLE_WEIRD_SERVER_REPLY.rawValue, .notHTTP),
        (CURLE_UNSUPPORTED_PROTOCOL.rawValue, .notHTTP), (CURLE_FILESIZE_EXCEEDED.rawValue, .responseTooLarge),
        (CURLE_BAD_CONTENT_ENCODING.rawValue, .brokenFraming), (CURLE_OUT_OF_MEMORY.rawValue, .localResources),
        (CURLE_ABORTED_BY_CALLBACK.rawValue, .connectFailed),
    ])
    func `each result of libcurl has a code`(result: UInt32, code: DeviceError.Code) {
        #expect(CurlFailure(result: result, text: "").code == code)
    }

    @Test(arguments: [
        (ECONNREFUSED, DeviceError.Code.connectionRefused), (ENETUNREACH, .noRoute), (EHOSTUNREACH, .noRoute),
        (EACCES, .noRoute), (ETIMEDOUT, .connectTimeout), (ECONNRESET, .connectionReset), (EMFILE, .localResources),
        (EADDRNOTAVAIL, .localResources),
        (0, .connectFailed),
    ])
    func `a connect fails as its errno says`(errno: Int32, expected: DeviceError.Code) {
        #expect(code(CURLE_COULDNT_CONNECT) { $0.errno = errno } == expected)
    }

    @Test(arguments: [
        (false, false, DeviceError.Code.connectTimeout), (true, false, .handshakeTimeout),
        (true, true, .requestTimeout),
    ])
    func `a timeout is named by what had stood`(connected: Bool, ready: Bool, expected: DeviceError.Code) {
        let found = code(CURLE_OPERATION_TIMEDOUT) { failure in
            failure.connected = connected
            failure.ready = ready
        }
        #expect(found == expected)
    }

    @Test(arguments: [
        (0, DeviceError.Code.certificateWrongHost), (1, .certificateWrongHost), (62, .certificateWrongHost),
        (9, .certificateNotYetValid),
        (10, .certificateExpired), (18, .certificateUntrusted), (19, .certificateUntrusted),
        (20, .certificateUntrusted),
        (21, .certificateUntrusted), (66, .certificateWeak), (68, .certificateWeak),
    ])
    func `a certificate is refused as OpenSSL says`(verdict: Int, expected: DeviceError.Code) {
        #expect(code(CURLE_PEER_FAILED_VERIFICATION) { $0.verifyResult = verdict } == expected)
    }

    @Test(arguments: [
        ("OpenSSL/3.0.17: error:0A00010B:SSL routines::wrong version number", DeviceError.Code.notTLS),
        ("error:0A00009C:SSL routines::http request", .notTLS),
        ("error:0A0000C6:SSL routines::packet length too long", .notTLS),
        ("error:0A000410:SSL routines::sslv3 alert handshake failure", .noCommonCipher),
        ("error:0A00042E:SSL routines::tlsv1 alert protocol version", .noCommonCipher),
        ("error:0A00018A:SSL routines::dh key too small", .noCommonCipher),
        ("error:0A000102:SSL routines::unsupported protocol", .noCommonCipher),
        ("error:0A00014D:SSL routines::legacy sigalg disallowed or unsupported", .noCommonCipher),
        ("error:0A000152:SSL routines::unsafe legacy renegotiation disabled", .noCommonCipher),
        ("error:0A00045C:SSL routines::tlsv13 alert certificate required", .clientCertificateRequired),
        ("OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to leaf1:443", .connectionReset),
        ("OpenSSL SSL_connect: Connection reset by peer in connection to leaf1:443", .connectionReset),
        ("error:0A000126:SSL routines::unexpected eof while reading", .connectionReset),
        ("something else", .tlsFailed), ("", .tlsFailed),
    ])
    func `a handshake fails as OpenSSL's words say`(text: String, expected: DeviceError.Code) {
        #expect(code(CURLE_SSL_CONNECT_ERROR, text) == expected)
    }

    @Test(arguments: [
        ("chunk hex-length char not a hex digit: 0x7a", DeviceError.Code.brokenFraming),
        ("Illegal or missing hexadecimal sequence", .brokenFraming),
        ("Recv failure: Connection reset by peer", .connectionReset),
        ("Invalid Content-Length: header", .invalidHTTP),
        ("tlsv13 alert certificate required", .clientCertificateRequired),
    ])
    func `a broken answer is named by libcurl's words`(text: String, expected: DeviceError.Code) {
        #expect(code(CURLE_RECV_ERROR, text) == expected)
    }

    @Test
    func `what libcurl calls out of memory is a header that is too long, once the connection stands`() {
        #expect(code(CURLE_OUT_OF_MEMORY) { $0.ready = true } == .invalidHTTP)
    }
}
