/// A user name and password for devices, under the name that the inventory gives it.
public struct Credential: Sendable, Hashable {
    /// The name in the inventory's `credentials`; shown by `trawl plan` and in messages.
    public var name: String

    /// The user that the device's AAA sees.
    ///
    /// Rejections are counted per user and AAA domain.
    public var username: String

    /// The password.
    ///
    /// Empty until the inventory's secrets were read, which `trawl plan` never does.
    public var password: Secret

    /// The privileged (`enable`) password, where the credential has one.
    ///
    /// An empty secret asks for `enable` without a password.
    public var enable: Secret?

    /// Makes a credential.
    public init(name: String = "default", username: String, password: Secret, enable: Secret? = nil) {
        self.name = name
        self.username = username
        self.password = password
        self.enable = enable
    }
}
