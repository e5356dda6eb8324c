public import TrawlCore

/// The memory of a switch: how much there is, and how much of it is in use.
public struct Memory: NormalizedModel, Hashable {
    /// Collections call it `memory`.
    public static let name = "memory"

    /// Memory there is.
    ///
    /// - Unit: bytes.
    /// - Source: eAPI `show version`, `memTotal`; NX-API `show system resources`, `memory_usage_total`.
    public var total: UInt64?

    /// Memory in use.
    ///
    /// - Unit: bytes.
    /// - Source: eAPI, the total without what is free; NX-API `memory_usage_used`.
    public var used: UInt64?

    /// Memory that is free: on EOS with what buffers and caches would give back.
    ///
    /// - Unit: bytes.
    /// - Source: eAPI `memFree`; NX-API `memory_usage_free`.
    public var free: UInt64?

    /// What the device thinks of it, in its own words.
    ///
    /// - Source: NX-API `current_memory_status`; eAPI does not say.
    public var status: String?

    private enum CodingKeys: String, CodingKey {
        case total = "total_bytes"
        case used = "used_bytes"
        case free = "free_bytes"
        case status
    }

    /// Makes a memory; what is not given is not known.
    public init(total: UInt64? = nil, used: UInt64? = nil, free: UInt64? = nil, status: String? = nil) {
        self.total = total
        self.used = used
        self.free = free
        self.status = status
    }

    /// One command on eAPI and NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show version")]
        case .nxapi: [.cli("show system resources")]
        default: nil
        }
    }

    /// Reads the memory.
    ///
    /// - Throws: ``DeviceError/Code/wrongShape`` where the answer says nothing of it.
    public init(from replies: inout Replies) throws(DeviceError) {
        let device = replies.device
        switch device.dialect {
        case .eapi: self = Self.eos(&replies)
        case .nxapi: self = Self.nxos(&replies)
        default: throw Self.noSpelling(on: device)
        }
        if self == Memory() {
            if let problem = replies.problem { throw problem }
            let title = replies[0]?.command.title ?? Self.name
            let detail = "no total, used or free memory in the answer to `\(title)`"
            throw DeviceError(.wrongShape, device: device.name, operation: title, detail: detail)
        }
    }

    private static func eos(_ replies: inout Replies) -> Memory {
        let version = replies.read(EOS.ShowVersion.self, at: 0)
        let total = Environment.bytes(of: version?.memTotal, times: 1024)
        let free = Environment.bytes(of: version?.memFree, times: 1024)
        let used = total.flatMap { total in free.flatMap { $0 <= total ? total - $0 : nil } }
        return Memory(total: total, used: used, free: free)
    }

    private static func nxos(_ replies: inout Replies) -> Memory {
        let resources = replies.read(NXOS.ShowSystemResources.self, at: 0)
        return Memory(
            total: Environment.bytes(of: resources?.totalMemory, times: 1024),
            used: Environment.bytes(of: resources?.usedMemory, times: 1024),
            free: Environment.bytes(of: resources?.freeMemory, times: 1024),
            status: resources?.memoryStatus
        )
    }
}
