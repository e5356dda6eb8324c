/// Arista EOS's own answers over eAPI, version 1, field for field.
///
/// Every field is optional: EOS leaves out what a platform does not have.
public enum EOS: Sendable {}
