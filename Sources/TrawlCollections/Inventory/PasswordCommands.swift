/// The commands that print passwords and run at the moment.
public enum PasswordCommands: Sendable {
    /// Ends all of them, and what they started.
    ///
    /// For a process that ends without waiting for what is under way: they are not in its process group, so that a
    /// signal of the terminal does not reach them. Where the task that reads passwords is cancelled, they end by themselves.
    public static func endAll() {
        SecretCommand.endAll()
    }
}
