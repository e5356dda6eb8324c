import Trawl

/// What to try where `ask --address` fails: keys of an inventory are of no use to a device that is in none.
enum AddressHints {
    /// The hints in place of the codes' own.
    static func hints(hasUser: Bool) -> [DeviceError.Code: String] {
        var hints = tls
        if !hasUser {
            for code in [DeviceError.Code.loginRejected, .notAllowed] {
                hints[code] = "no user was given: say `--username USER`; the password is asked for"
            }
        }
        return hints
    }

    private static let tls: [DeviceError.Code: String] = [
        .certificateUntrusted: "say `--ca-file FILE`, or `--insecure` to go without the check",
        .certificateWrongHost: "say `--insecure` to go without the check, or write the device into an inventory with "
            + "`tls.server_name`, the name in the certificate",
        .certificateWeak: "renew it, or write the device into an inventory with `tls.ciphers: DEFAULT:@SECLEVEL=0`",
        .noCommonCipher: "write the device into an inventory with `tls.ciphers: DEFAULT:@SECLEVEL=0` and "
            + "`tls.minimum_version: 1.0`, if it is an old one",
        .notTLS: "does the device speak plain HTTP there? Write it into an inventory with `scheme: http` if so",
        .clientCertificateRequired: "write the device into an inventory with `tls.client_certificate` and "
            + "`tls.client_key`",
    ]
}
