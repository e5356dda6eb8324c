/// Cisco NX-OS's own answers over NX-API, field for field, read as tolerantly as its releases differ.
///
/// A leaf that is a number on one switch is text on another, a table has four shapes and no rows a fifth; the types that
/// carry this are ``LenientInt``, ``LenientString`` and ``NXOSTable``.
public enum NXOS: Sendable {}
