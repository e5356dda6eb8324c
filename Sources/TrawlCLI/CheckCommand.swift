import ArgumentParser
import Trawl
import TrawlCollections
import TrawlExporter

/// `trawl check`: validates files.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validates collection, inventory and web configuration files; sends nothing."
    )

    @Argument(help: "Files; which kind each is shows by its keys.")
    var files: [String]

    func run() throws {
        var status = ExitStatus.ok
        for file in files {
            let checked: CheckedFile
            do throws(FileProblems) {
                checked = try CheckedFile(contentsOf: file)
            } catch {
                Terminal.error("\(error)")
                if status != .unusable { status = error.isOnlyNotARead ? .unsafe : .unusable }
                continue
            }
            if case .webConfiguration = checked, let problem = Self.problem(ofWebConfiguration: file) {
                Terminal.error(problem)
                status = .unusable
                continue
            }
            try Self.report(checked, of: file)
        }
        if status != .ok { throw ExitCode(status.rawValue) }
    }

    private static func report(_ checked: CheckedFile, of file: String) throws {
        switch checked {
        case .inventory(let inventory):
            try Results.write(["\(file): inventory, \(Self.count(inventory.devices.count, "device")): ok"])
            for warning in inventory.warnings { Terminal.note("\(warning)") }
        case .webConfiguration(let web):
            let tls = web.tls == nil ? "no TLS" : "TLS"
            let tokens = web.tokensFile == nil ? "" : ", tokens"
            try Results.write([
                "\(file): web configuration, \(tls), \(Self.count(web.users.count, "user"))\(tokens): ok"
            ])
        case .collection(let collection):
            let requests = Self.count(collection.collection.requests.count, "request")
            try Results.write(["\(file): collection, \(requests): ok"])
            for warning in collection.warnings { Terminal.note("\(warning)") }
            guard !collection.changes.isEmpty else { return }
            let count = collection.changes.count
            let what = count == 1 ? "1 command is no read" : "\(count) commands are no reads"
            Terminal.note("\(file): \(what): `trawl run` needs `--allow-changes`")
        }
    }

    /// What is wrong with the certificate, the key or the tokens that a web configuration names; `nil` where they can be used.
    private static func problem(ofWebConfiguration file: String) -> String? {
        do throws(WebAccessError) {
            _ = try WebAccess(contentsOf: file)
            return nil
        } catch {
            return switch error {
            case .problems(let problems): "\(problems)"
            case .file(let what): "\(file): error: \(what)"
            }
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }
}
