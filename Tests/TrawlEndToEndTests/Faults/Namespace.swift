import Foundation
import Glibc
import TestSupport

/// Linux namespaces: a network or a set of mounts for one script.
enum Namespace {
    /// Whether they can be made here: by root, with the tools of Debian's base.
    static let isAvailable = getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare")

    /// Runs a `bash` script in a namespace; in a network of its own loopback is up.
    static func run(_ script: String, kind: String, in sandbox: Sandbox) async throws -> ProgramResult {
        let start = kind.contains("n") ? "ip link set lo up || exit 99\n" : ""
        try sandbox.write(start + script, to: "namespace.sh")
        return try await runShell("exec unshare \(kind) bash namespace.sh", in: sandbox, timeout: .seconds(90))
    }

    /// Lines of a script that start a fleet with the inventory `sim.yaml`; its process is `$fleet`.
    static func simulation(devices: Int, flags: String = "") -> String {
        """
        $trawl simulate --devices \(devices) --port 0 --inventory sim.yaml \(flags) 2>fleet.log & fleet=$!
        until [ -s sim.yaml ] || ! kill -0 $fleet; do sleep 0.05; done
        """
    }
}

/// A UDP socket that takes everything and answers nothing.
final class SilentSocket {
    private let descriptor: Int32

    init(address: String, port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        unsafe inet_pton(AF_INET, address, &name.sin_addr)
        let status = unsafe withUnsafePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw ToolFailure(what: "\(address):\(port) cannot be bound: \(errno)") }
    }

    deinit {
        close(descriptor)
    }
}

extension Sandbox {
    /// Adds text at the end of a file.
    func append(_ text: String, to name: String) throws {
        try write(try self.text(of: name) + text, to: name)
    }
}
