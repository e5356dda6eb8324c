/// What resumes a suspended task, once.
///
/// In a debug build, which the tests run, a task that is resumed twice or never is told of. A release build saves the
/// allocation and the atomic exchange that this costs, twice a poll.
@safe @usableFromInline
package struct Suspension<Value: Sendable>: Sendable {
    #if DEBUG
    @usableFromInline let continuation: CheckedContinuation<Value, Never>

    @inlinable package init(_ continuation: CheckedContinuation<Value, Never>) {
        self.continuation = continuation
    }

    /// Lets the task go on with a value.
    @inlinable package func resume(returning value: sending Value) {
        continuation.resume(returning: value)
    }
    #else
    @usableFromInline let continuation: UnsafeContinuation<Value, Never>

    @inlinable package init(_ continuation: UnsafeContinuation<Value, Never>) {
        unsafe self.continuation = continuation
    }

    /// Lets the task go on with a value.
    @inlinable package func resume(returning value: sending Value) {
        unsafe continuation.resume(returning: value)
    }
    #endif
}

extension Suspension where Value == Void {
    /// Lets the task go on.
    @inlinable package func resume() {
        resume(returning: ())
    }
}

/// Suspends the task until the suspension that the body was given is resumed.
@inlinable
package func withSuspension<Value>(_ body: (Suspension<Value>) -> Void) async -> Value {
    #if DEBUG
    await withCheckedContinuation { body(Suspension($0)) }
    #else
    await unsafe withUnsafeContinuation { unsafe body(Suspension($0)) }
    #endif
}
