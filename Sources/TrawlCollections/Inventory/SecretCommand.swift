import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a command that prints a password: no shell, nothing on its input, its complaints on our stderr, a time limit.
///
/// It gets none of our files and sockets, and a process group of its own, so that what it started ends with it.
struct SecretCommand: Sendable {
    /// Why there is no password; never with a word of what the command printed.
    enum Failure: Error {
        case notStarted(String)
        case status(Int32)
        case signal(Int32)
        case stopped
        case tooSlow(Duration)
        case tooLong
        case cancelled
    }

    /// Longer than any password.
    private static let longest = 1 << 16

    /// The commands that run; each leads the process group of its number.
    private static let running = Mutex<Set<pid_t>>([])

    var arguments: [String]
    var limit: Duration

    /// What the command prints.
    ///
    /// Waits in small steps, because nothing may block a thread of the pool and no continuation is held outside the
    /// transfer loop.
    func output() async throws(Failure) -> [UInt8] {
        let (process, descriptor) = try start()
        defer { close(descriptor) }
        do {
            return try await collect(from: process, through: descriptor)
        } catch {
            // Still running, or `collect` would have known its status.
            if case .status = error { throw error }
            if case .signal = error { throw error }
            Self.end(process)
            _ = Self.reap(process)
            throw error
        }
    }

    private func collect(from process: pid_t, through descriptor: Int32) async throws(Failure) -> [UInt8] {
        let deadline = ContinuousClock.now.advanced(by: limit)
        var output: [UInt8] = []
        while true {
            // Looked at first: what the process wrote before its end is then there to be read.
            let isEnded = try Self.isEnded(process)
            try drain(descriptor, into: &output)
            // Not the output's own end: a command may leave a child behind that holds it open.
            if isEnded {
                try Self.check(Self.reap(process))
                return output
            }
            guard ContinuousClock.now < deadline else { throw .tooSlow(limit) }
            do {
                try await Task.sleep(for: .milliseconds(5))
            } catch {
                throw .cancelled
            }
        }
    }

    private static func check(_ status: Int32) throws(Failure) {
        // The low seven bits are the signal, the byte above is the exit status: wait(2).
        guard status & 0x7F == 0 else { throw .signal(status & 0x7F) }
        guard status == 0 else { throw .status((status >> 8) & 0xFF) }
    }

    /// Whether the process ended; it stays a zombie, so that its number belongs to nobody else.
    private static func isEnded(_ process: pid_t) throws(Failure) -> Bool {
        var info = unsafe siginfo_t()
        let changes = WEXITED | WSTOPPED | WNOHANG | WNOWAIT
        guard unsafe waitid(P_PID, id_t(process), &info, changes) == 0 else { return true }
        if unsafe info.si_signo == SIGCHLD, unsafe info.si_code == Int32(CLD_STOPPED) { throw .stopped }
        return unsafe info.si_signo == SIGCHLD
    }

    /// Ends a command and what it started.
    private static func end(_ process: pid_t) {
        kill(-process, SIGKILL)
    }

    /// Ends every command that runs: this process is about to end, and waits for nobody.
    static func endAll() {
        running.withLock { for process in $0 { end(process) } }
    }

    private static func reap(_ process: pid_t) -> Int32 {
        // Before its number may become another's.
        running.withLock { _ = $0.remove(process) }
        var status: Int32 = 0
        _ = unsafe waitpid(process, &status, 0)
        return status
    }

    /// Reads what is there.
    private func drain(_ descriptor: Int32, into output: inout [UInt8]) throws(Failure) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let size = chunk.count
            let count = unsafe read(descriptor, &chunk, size)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            output += chunk[..<count]
            guard output.count <= Self.longest else { throw .tooLong }
        }
    }

    private func start() throws(Failure) -> (process: pid_t, descriptor: Int32) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw .notStarted(SourceFile.systemMessage(errno)) }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        unsafe Self.closeOthers(&actions)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        unsafe Self.setApart(&attributes)
        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        var process: pid_t = 0
        let result = unsafe Self.withStrings(arguments) { arguments in
            unsafe Self.withStrings(environment) { environment in
                guard let name = unsafe arguments[0] else { return ENOENT }
                return Self.running.withLock { running in
                    let result = unsafe posix_spawnp(&process, name, &actions, &attributes, arguments, environment)
                    if result == 0 { running.insert(process) }
                    return result
                }
            }
        }
        guard result == 0 else {
            close(ends[0])
            throw .notStarted(SourceFile.systemMessage(result))
        }
        return (process, ends[0])
    }

    /// What this process has open is none of a command's business: a listening socket that it held would outlive us.
    private static func closeOthers(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>) {
        #if os(Linux)
        // glibc's `closefrom` is hidden from Swift, and Musl has none. To close what is not open is no error, what cannot
        // be open is one. Some more than are open now: another thread may open one before the command begins.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let end = min((names.compactMap { Int32($0) }.max() ?? 255) + 64, Int32(clamping: sysconf(Int32(_SC_OPEN_MAX))))
        for descriptor in 3..<max(3, end) { unsafe posix_spawn_file_actions_addclose(actions, descriptor) }
        #endif
        // Darwin has an attribute for it.
    }

    /// Gives a command a process group of its own, and what this process blocks or ignores is not for it: it must end
    /// when it is told to.
    private static func setApart(_ attributes: UnsafeMutablePointer<posix_spawnattr_t>) {
        var blocked = sigset_t()
        unsafe sigemptyset(&blocked)
        // A command that asks at the terminal, where another group is in front, is refused at once; a shell makes it that
        // it is stopped instead.
        for signal in [SIGTTIN, SIGTTOU] { unsafe sigaddset(&blocked, signal) }
        unsafe posix_spawnattr_setsigmask(attributes, &blocked)
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD] { unsafe sigaddset(&defaults, signal) }
        unsafe posix_spawnattr_setsigdefault(attributes, &defaults)
        unsafe posix_spawnattr_setpgroup(attributes, 0)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        #if canImport(Darwin)
        unsafe posix_spawnattr_setflags(attributes, Int16(flags | Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)))
        #else
        unsafe posix_spawnattr_setflags(attributes, Int16(flags))
        #endif
    }

    /// Passes strings as C passes `argv`: pointers, and a null at the end.
    private static func withStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        var pointers = unsafe strings.map { unsafe strdup($0) }
        defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
        unsafe pointers.append(nil)
        return unsafe body(pointers)
    }
}
