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
        guard result != CURLE_OK else {
            let detail = "the connection closed within the headers (\(device.endpoint))"
            return DeviceError(.truncated, device: device.name, operation: "", detail: detail)
        }
        let failure = failure(result: result)
        let code = failure.code
        return DeviceError(
            code,
            device: device.name,
            operation: "",
            detail: "\(failure.text) (\(device.endpoint))",
            httpStatus: status == 0 ? nil : status
        )
    }
}
