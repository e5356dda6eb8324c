import Foundation
import Glibc

/// A program that was started, by `posix_spawn` alone.
///
/// Foundation's `Process` crashes in a process that holds as many sockets as a fleet does, and hands the signals that
/// Dispatch blocks on to its children.
package struct ChildProgram: Sendable {
    /// The program's process.
    package let identifier: Int32

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The program's path and its arguments.
    ///   - environment: All of its environment.
    ///   - directory: Where it runs; by default here.
    ///   - input: The file that it reads.
    ///   - output: The file that it writes to; made where it is not there.
    ///   - errors: The same for its errors.
    /// - Throws: ``SimulatorError`` where it cannot be started.
    package init(
        _ command: [String],
        environment: [String: String],
        directory: String? = nil,
        input: String = "/dev/null",
        output: String = "/dev/null",
        errors: String = "/dev/null"
    ) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        // What this process has open is none of the child's business; a descriptor that is closed by then is no error.
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            if let descriptor = Int32(name), descriptor > 2 {
                unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
            }
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let command = (directory.map { ["/usr/bin/env", "-C", $0] } ?? []) + command
        var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for index in unsafe arguments.indices { unsafe free(arguments[index]) } }
        defer { for index in unsafe variables.indices { unsafe free(variables[index]) } }
        var child: pid_t = 0
        let status = unsafe posix_spawnp(&child, command[0], &actions, &attributes, &arguments, &variables)
        guard status == 0 else {
            throw SimulatorError("\(command[0]) cannot be started: \(unsafe String(cString: strerror(status)))")
        }
        identifier = child
    }

    /// Waits on this thread for the end.
    ///
    /// - Returns: The exit status; 128 and the signal's number where one ended it.
    package func wait() -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
