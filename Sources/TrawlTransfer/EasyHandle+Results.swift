import CCurl
import TrawlCore

/// What libcurl knows of a transfer that ended.
extension EasyHandle {
    /// How many connections the ended transfer opened; 0 when a kept one was used.
    var openedConnections: Int { long(CURLINFO_NUM_CONNECTS) }

    /// The status of the final response; 0 where there was none.
    var status: Int { long(CURLINFO_RESPONSE_CODE) }

    /// How long each phase of the ended transfer took.
    func timing() -> Timing {
        let resolved = microseconds(CURLINFO_NAMELOOKUP_TIME_T)
        let connected = microseconds(CURLINFO_CONNECT_TIME_T)
        let secured = microseconds(CURLINFO_APPCONNECT_TIME_T)
        // A connection that never stood was not opened either.
        let isReused = openedConnections == 0 && isConnected
        return Timing(
            resolve: .microseconds(resolved),
            connect: .microseconds(isReused ? 0 : max(0, connected - resolved)),
            tls: .microseconds(isReused ? 0 : max(0, secured - connected)),
            firstByte: .microseconds(microseconds(CURLINFO_STARTTRANSFER_TIME_T)),
            total: .microseconds(microseconds(CURLINFO_TOTAL_TIME_T)),
            bytes: body.count,
            reused: isReused
        )
    }

    /// What is known about a transfer that ended badly.
    func failure(result: CURLcode) -> CurlFailure {
        var text = unsafe String(cString: errorText)
        if text.isEmpty { text = unsafe String(cString: curl_easy_strerror(result)) }
        var failure = CurlFailure(result: result.rawValue, text: text)
        failure.errno = Int32(truncatingIfNeeded: long(CURLINFO_OS_ERRNO))
        failure.verifyResult = long(CURLINFO_SSL_VERIFYRESULT)
        failure.connected = hasBegunTLS || microseconds(CURLINFO_CONNECT_TIME_T) > 0
        failure.ready = isConnected || microseconds(CURLINFO_PRETRANSFER_TIME_T) > 0
        return failure
    }

    /// The connection that the ended transfer used: its socket and local port, by which it is known again.
    ///
    /// The socket is the last one that was opened, as CURLINFO_ACTIVESOCKET walks over all connections of the shard.
    func lastConnection() -> (socket: Int32, localPort: Int)? {
        guard let socket else { return nil }
        return (socket, long(CURLINFO_LOCAL_PORT))
    }

    private func microseconds(_ info: CURLINFO) -> Int64 { Int64(offset(info)) }

    func offset(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        _ = unsafe trawl_easy_get_offset(pointer, info, &value)
        return Int64(value)
    }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = unsafe trawl_easy_get_long(pointer, info, &value)
        return value
    }
}
