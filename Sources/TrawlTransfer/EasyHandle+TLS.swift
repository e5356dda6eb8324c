import CCurl
import TrawlCore

/// How a device is known by its certificate.
extension EasyHandle {
    /// Sets what a connection of the device is checked against.
    func setTLS(_ policy: TLSPolicy, keepsAuthorities: Bool) {
        guard device.scheme == .https else { return }
        if policy.pin != nil {
            // The pin is the trust: neither a name nor an authority is looked at, but OpenSSL is to obey `judge`. No
            // device without a pin has these two, so that libcurl lends none of their connections to this one.
            set(CURLOPT_SSL_VERIFYPEER, 1)
            set(CURLOPT_SSL_VERIFYHOST, 0)
            unsafe trawl_easy_set_string(pointer, CURLOPT_CAINFO, nil)
            // A resumed session shows no certificate: a device with a new one could go on under the old.
            set(CURLOPT_SSL_SESSIONID_CACHE, 0)
        } else {
            set(CURLOPT_SSL_VERIFYPEER, policy.verify ? 1 : 0)
            set(CURLOPT_SSL_VERIFYHOST, policy.verify ? 2 : 0)
            if let file = policy.caFile { set(CURLOPT_CAINFO, file) }
            // libcurl keeps the authorities of a file's name for a day; a file that is replaced would go unnoticed. For some
            // seconds they are kept all the same: the system's take long to read, and many devices connect at once.
            set(CURLOPT_CA_CACHE_TIMEOUT, keepsAuthorities ? 5 : 0)
        }
        // Debian's default directory switches libcurl's cache of the CA store off, and would go on trusting the
        // system's roots beside a private file.
        unsafe trawl_easy_set_string(pointer, CURLOPT_CAPATH, nil)
        // libcurl's own time of the connect is that of the handshake's end; this is called at its start.
        unsafe trawl_easy_set_tls_callback(pointer, beginTLS)
        unsafe trawl_easy_set_pointer(pointer, CURLOPT_SSL_CTX_DATA, Unmanaged.passUnretained(self).toOpaque())
        if let file = policy.clientCertificate { set(CURLOPT_SSLCERT, file) }
        if let file = policy.clientKey { set(CURLOPT_SSLKEY, file) }
        if let ciphers = policy.ciphers { set(CURLOPT_SSL_CIPHER_LIST, ciphers) }
        let version =
            switch policy.minimumVersion {
            case .tls10: CURL_SSLVERSION_TLSv1_0
            case .tls11: CURL_SSLVERSION_TLSv1_1
            case .tls12: CURL_SSLVERSION_TLSv1_2
            case .tls13: CURL_SSLVERSION_TLSv1_3
            }
        set(CURLOPT_SSLVERSION, Int(version))
    }

    // MARK: Callbacks

    /// A handshake begins: with the proxy first, where the proxy is spoken to by TLS.
    fileprivate func beganTLS(_ context: OpaquePointer) {
        let isProxys = !hasBegunTLS && device.proxy?.hasPrefix("https:") == true
        hasBegunTLS = true
        // What was checked once holds for the connection's life. And `judge` is given this handle, which a connection
        // that another handle uses later may outlive.
        unsafe trawl_tls_forbid_renegotiation(context)
        if [.tls10, .tls11].contains(device.tls.minimumVersion) { unsafe trawl_tls_allow_old_hello(context) }
        guard !isProxys else { return }
        unsafe SSL_CTX_set_cert_verify_callback(context, judgeCertificate, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Whether the handshake may go on, in place of OpenSSL's own verification.
    fileprivate func judge(_ store: OpaquePointer) -> Bool {
        guard let certificate = unsafe X509_STORE_CTX_get0_cert(store) else { return false }
        presented = unsafe Certificates.fingerprint(of: certificate)
        if let transfer, transfer.wantsCertificate {
            transfer.certificate = unsafe Certificates.description(of: certificate)
        }
        guard let pin = device.tls.pin else { return unsafe X509_verify_cert(store) > 0 }
        unsafe X509_STORE_CTX_set_error(store, presented == pin ? X509_V_OK : X509_V_ERR_CERT_REJECTED)
        return presented == pin
    }

    /// Whether the connection that is about to be used is one to the pinned certificate.
    ///
    /// Its handshake was judged, but maybe for another device at the same address that has another pin.
    func hasPinnedCertificate() -> Bool {
        guard let pin = device.tls.pin, device.scheme == .https else { return true }
        guard let tls = unsafe trawl_easy_get_tls(pointer), let certificate = unsafe SSL_get1_peer_certificate(tls)
        else { return false }
        defer { unsafe X509_free(certificate) }
        presented = unsafe Certificates.fingerprint(of: certificate)
        return presented == pin
    }
}

// As the other callbacks: libcurl and OpenSSL hand each the handle's own address, which outlives its transfers.

private let beginTLS: curl_ssl_ctx_callback = { _, tls, context in
    if let context = unsafe context, let tls = unsafe tls {
        unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue().beganTLS(OpaquePointer(tls))
    }
    return CURLE_OK
}

private let judgeCertificate: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { store, context in
    guard let store = unsafe store, let context = unsafe context else { return 0 }
    return unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue().judge(store) ? 1 : 0
}
