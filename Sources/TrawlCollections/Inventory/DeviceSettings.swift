import Trawl

/// What defaults, groups and devices say about a device, laid one over the other.
struct DeviceSettings {
    var dialect: DialectName?
    var port: Int?
    var scheme = Device.Scheme.https
    var credential: String?
    var labels: [String: String] = [:]
    var tls = TLSPolicy()
    var source: String?
    var proxy: String?
    var session = Device.SessionUse.auto
    var envelope = Device.Envelope.jsonRPC

    /// Lays a checked mapping over what is there; `labels` and `tls` merge by key.
    mutating func apply(_ node: YAMLNode, inventory path: String) {
        for entry in node.entries {
            let text = entry.value.text
            switch entry.key {
            case "dialect": dialect = text.map(DialectName.init(rawValue:))
            case "port": port = text.flatMap { Int($0) }
            case "scheme": scheme = text.flatMap(Device.Scheme.init(rawValue:)) ?? scheme
            case "credentials": credential = text
            case "labels":
                for label in entry.value.entries { labels[label.key] = label.value.text }
            case "tls":
                for key in entry.value.entries { tls.apply(key, besideFile: path) }
            case "source": source = text
            case "proxy": proxy = text
            case "session": session = text.flatMap(Device.SessionUse.init(rawValue:)) ?? session
            case "envelope": envelope = text.flatMap(Device.Envelope.init(rawValue:)) ?? envelope
            default: break
            }
        }
    }
}

extension TLSPolicy {
    /// Lays a checked entry of `tls` over what is there.
    mutating func apply(_ entry: YAMLEntry, besideFile path: String) {
        guard let text = entry.value.text else { return }
        switch entry.key {
        case "verify": verify = text != "false"
        case "ca_file": caFile = RelativePath.resolve(text, besideFile: path)
        case "client_certificate": clientCertificate = RelativePath.resolve(text, besideFile: path)
        case "client_key": clientKey = RelativePath.resolve(text, besideFile: path)
        case "minimum_version": minimumVersion = TLSPolicy.Version(rawValue: text) ?? minimumVersion
        case "ciphers": ciphers = text
        case "server_name": serverName = text
        case "pin": pin = CertificateFingerprint(text)
        default: break
        }
    }
}
