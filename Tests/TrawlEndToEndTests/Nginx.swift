import Foundation
import TestSupport

/// nginx from the system's packages, over TLS under an authority of its own: a server that was not written here.
struct Nginx {
    static let path: String? = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"]
        .first(where: FileManager.default.isExecutableFile(atPath:))

    let address: String
    let port: Int

    /// Runs nginx while a body runs; `ca.pem` is its authority, and `other.pem` one that has nothing to do with it.
    static func with(_ body: (Nginx, Sandbox) async throws -> Void) async throws {
        try await Sandbox.with { sandbox in
            // Nobody hands out a free port to a program that wants a number: a rare address of loopback has them all.
            let octets = (0..<2).map { _ in Int.random(in: 1...254) }
            let nginx = Nginx(address: "127.203.\(octets[0]).\(octets[1])", port: Int.random(in: 20_000...29_999))
            try await nginx.makeCertificates(in: sandbox)
            try sandbox.write(nginx.configuration(in: sandbox), to: "nginx.conf")
            let command = [Self.path ?? "nginx", "-p", sandbox.directory, "-c", "nginx.conf", "-e", "nginx.log"]
            let result = try await sandbox.run(command, timeout: .seconds(150)) { program in
                // Written when it listens.
                try await eventually {
                    FileManager.default.fileExists(atPath: sandbox.path("nginx.pid")) || !program.isRunning
                }
                guard program.isRunning else { return }
                try await body(nginx, sandbox)
                program.send(SIGTERM)
            }
            guard result.status == 0 else {
                let log = try? sandbox.text(of: "nginx.log")  // absent: the error is on its standard error
                throw ToolFailure(what: "nginx ended with \(result.status): \(log ?? "") \(result.stderr)")
            }
        }
    }

    private func makeCertificates(in sandbox: Sandbox) async throws {
        let script = """
            set -e
            authority() {
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
                    -keyout "$1.key" -out "$1.pem" -subj "/CN=$1" -addext basicConstraints=critical,CA:TRUE
            }
            authority ca
            authority other
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
                -keyout server.key -out server.csr -subj /CN=nginx.trawl.test
            echo "subjectAltName=DNS:nginx.trawl.test,IP:\(address)" >server.ext
            openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
                -extfile server.ext -out server.pem
            """
        let result = try await sandbox.run(["/bin/bash", "-c", script])
        guard result.status == 0 else { throw ToolFailure(what: "openssl: \(result.stderr)") }
    }

    /// `/api/counters` is a resource; `/command-api` answers JSON-RPC with the id of the request.
    ///
    /// The body, and so the id, is known once it is read, and proxying reads it: hence the second server.
    private func configuration(in sandbox: Sandbox) -> String {
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        events {}
        http {
            access_log off;
            default_type application/json;
            client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            map $request_body $call_id {
                default null;
                '~"id"\\s*:\\s*(?<value>"[^"]*"|[0-9]+)' $value;
            }
            server {
                listen \(address):\(port) ssl;
                server_name nginx.trawl.test;
                ssl_certificate server.pem;
                ssl_certificate_key server.key;
                location = /api/counters {
                    return 200 '{"octets": 18446744073709551615, "ratio": 1.10, "nothing": null}';
                }
                location = /command-api {
                    proxy_set_header X-Call-Id $call_id;
                    proxy_pass http://unix:\(sandbox.path("answer.socket")):/answer;
                }
            }
            server {
                listen unix:\(sandbox.path("answer.socket"));
                location = /answer {
                    return 200 '{"jsonrpc":"2.0","id":$http_x_call_id,"result":[{"octets":18446744073709551615}]}';
                }
            }
        }

        """
    }
}

/// A tool that a test needs failed.
struct ToolFailure: Error, CustomStringConvertible {
    var what: String
    var description: String { what }
}
