/// Junos' answers as the device words them, one type an RPC.
public enum Junos: Sendable {}
