package import Logging
import Trawl
package import TrawlCollections
import TrawlMetrics
import TrawlOutputs
import TrawlTransfer

/// Makes outputs of what collections say.
package enum ExporterOutputs: Sendable {
    /// One output for each definition, in their order.
    ///
    /// What an output before them with the same queue on disk holds must be let go of first.
    ///
    /// - Parameters:
    ///   - outputs: What they are to be.
    ///   - others: Those that go on beside them, whose names are taken.
    ///   - gone: Those that ended before them; one of the same name goes on with its counters.
    ///   - logger: Where they say how they get on.
    /// - Returns: The outputs, at rest.
    /// - Throws: ``FileProblems`` for each that cannot be, at its place: a queue's directory that is in use or cannot
    ///   be written, a host without room for another thread.
    package static func make(
        _ outputs: [ResolvedOutput],
        beside others: [any ExporterOutput] = [],
        after gone: [any ExporterOutput] = [],
        logger: Logger = Logger(label: "trawl.output")
    ) throws(FileProblems) -> [any ExporterOutput] {
        var names = Set(others.map(\.name))
        var made: [any LedgerKeeper] = []
        var problems: [FileProblem] = []
        for output in outputs {
            let title = title(of: output.definition.way)
            var name = title
            var number = 1
            while !names.insert(name).inserted {
                number += 1
                name = "\(title)#\(number)"
            }
            do {
                made.append(try make(output, name: name, logger: logger))
            } catch {
                let definition = output.definition
                problems.append(
                    FileProblem(
                        file: definition.file,
                        line: definition.line,
                        column: definition.column,
                        message: "output \(name) cannot be begun: \(error)"
                    )
                )
            }
        }
        guard problems.isEmpty else {
            // Their threads would go on for nobody.
            for output in made { output.abandon() }
            throw FileProblems(problems)
        }
        for output in made {
            guard let before = gone.first(where: { $0.name == output.name }) as? any LedgerKeeper else { continue }
            output.ledger.resume(before.ledger.current)
        }
        return made
    }

    private static func make(
        _ output: ResolvedOutput,
        name: String,
        logger: Logger
    ) throws -> any LedgerKeeper {
        switch output.definition.way {
        case .remoteWrite(let push):
            try PushOutput(
                name: name,
                push,
                encoder: RemoteWriteEncoder(labels: labels(of: push)),
                password: output.password,
                authorization: output.token.map { Secret("Bearer \($0.reveal())") },
                logger: logger
            )
        case .influx(let push):
            try PushOutput(
                name: name,
                push,
                encoder: InfluxEncoder(labels: labels(of: push)),
                password: output.password,
                authorization: output.token.map { Secret("Token \($0.reveal())") },
                logger: logger
            )
        case .jsonLines(let lines):
            LinesOutput(name: name, lines, logger: logger)
        }
    }

    private static func labels(of push: PushDefinition) -> [MetricLabel] {
        push.labels.sorted { $0.key < $1.key }.map { MetricLabel($0.key, $0.value) }
    }

    private static func title(of way: OutputWay) -> String {
        switch way {
        case .remoteWrite(let push): "remote-write:\(push.url.endpoint)"
        case .influx(let push): "influx:\(push.url.endpoint)"
        case .jsonLines(let lines): "jsonl:\(lines.path ?? "stdout")"
        }
    }
}
