/// Whether a collection may send what is not plainly a read.
///
/// One half of the permission; whoever makes the ``Plan`` gives the other.
public enum ChangePolicy: String, Sendable, Hashable, CaseIterable {
    /// Only plain reads are sent: the default.
    case refused
    /// Commands that change devices are sent too, where the plan was made to allow it.
    case allowed
}
