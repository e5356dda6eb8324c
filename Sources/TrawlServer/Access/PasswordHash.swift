import CCrypt

/// A bcrypt hash of a password.
package struct PasswordHash: Sendable, Hashable {
    /// The hash as `htpasswd` writes it.
    let text: String

    /// Takes a hash.
    package init(_ text: String) {
        self.text = text
    }

    /// Takes the time that a check takes and fits no password: for users who do not exist.
    static let ofNobody = PasswordHash("$2b$10$abcdefghijklmnopqrstuuXxXxXxXxXxXxXxXxXxXxXxXxXxXxXxX")

    /// Whether this is the password; takes a tenth of a second on purpose.
    func matches(_ password: String) -> Bool {
        // bcrypt itself ends at a NUL.
        guard !password.utf8.contains(0), !text.utf8.contains(0) else { return false }
        let data = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { unsafe data.deallocate() }
        unsafe data.initialize(to: crypt_data())
        guard let result = unsafe crypt_r(password, text, data) else { return false }
        let computed = unsafe String(cString: result)
        unsafe data.initialize(to: crypt_data())
        // In constant time, although a hash tells little about its password.
        guard computed.utf8.count == text.utf8.count, computed.hasPrefix("$2") else { return false }
        return zip(computed.utf8, text.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
