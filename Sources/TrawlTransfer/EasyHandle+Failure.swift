import CCurl
import TrawlCore

extension EasyHandle {
    /// The error of a transfer that ended badly on the handle.
    func error(for transfer: Transfer, result: CURLcode) -> DeviceError {
        let device = transfer.channel.device
        if let overflow {
            let limit =
                overflow == .responseTooLarge
                ? "\(transfer.limits.responseSize) bytes" : "\(EasyHandle.headerLimit >> 10) KiB of headers"
            return DeviceError(overflow, device: device.name, operation: "", detail: "the answer passed \(limit)")
        }
        if hasTwoLengths {
            let detail = "the answer tells two different lengths (\(device.endpoint))"
            return DeviceError(.invalidHTTP, device: device.name, operation: "", detail: detail, httpStatus: status)
        }
        guard result != CURLE_OK else {
            let detail = "the connection closed within the headers (\(device.endpoint))"
            return DeviceError(.truncated, device: device.name, operation: "", detail: detail)
        }
        if let pin = device.tls.pin, let presented, presented != pin {
            let detail = "pinned is SHA-256 \(pin), shown was \(presented) (\(device.endpoint))"
            return DeviceError(.pinMismatch, device: device.name, operation: "", detail: detail)
        }
        let failure = failure(result: result)
        var code = failure.code
        // A device that misses a certificate says no more than this; where nothing is in common it shows none itself.
        if code == .noCommonCipher, failure.isDevicesAlert, presented != nil, device.tls.clientCertificate == nil {
            code = .clientCertificateRequired
        }
        let text =
            switch code {
            // libcurl calls a header line past its own cap "out of memory".
            case .invalidHTTP where result == CURLE_OUT_OF_MEMORY: "a header line is too long"
            case .responseTooLarge: "the answer is told to be larger than \(transfer.limits.responseSize) bytes"
            // For libcurl that is a server that it could not connect to.
            case .connectionReset where result == CURLE_COULDNT_CONNECT:
                "the device took the connection and reset it at once"
            default: failure.text
            }
        var detail = "\(text) (\(device.endpoint))"
        if let presented, code.errorClass == .tls { detail += "; the certificate's SHA-256 is \(presented)" }
        return DeviceError(
            code,
            device: device.name,
            operation: "",
            detail: detail,
            httpStatus: status == 0 ? nil : status
        )
    }
}
