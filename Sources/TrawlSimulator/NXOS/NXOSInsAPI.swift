import TrawlCore
import TrawlServer

/// NX-API's older envelope: every answer is HTTP 200, and each command's own code is inside.
struct NXOSInsAPI: Sendable {
    let personality: NXOSPersonality

    func answer(_ call: CallContext) -> ServerResponse {
        guard let envelope = try? JSONValue(parsing: call.body), let request = envelope["ins_api"],
            let type = request["type"]?.text, let input = request["input"]?.text
        else { return NXOSPersonality.badRequest }
        guard ["1.0", "0.1"].contains(request["version"]?.text ?? "") else {
            return reply(type: type, [output(input: input, code: 400, message: "Version mismatch", body: nil)])
        }
        let form: NXOSPersonality.Form
        switch type {
        case "cli_show": form = .structured
        case "cli_show_array": form = .arrays
        case "cli_show_ascii": form = .text
        default:
            return reply(type: type, [output(input: input, code: 401, message: "Permission denied", body: nil)])
        }
        // Blank and semicolon: the blank keeps a semicolon inside a command from ending it.
        let lines = Self.commands(in: input)
        guard lines.count <= NXOSPersonality.commandLimit else {
            return reply(type: type, [output(input: input, code: 413, message: "Request too large", body: nil)])
        }
        if request["chunk"]?.text == "1" {
            return chunked(lines, sid: request["sid"]?.text ?? "1", type: type, form: form, call: call)
        }
        var outputs: [JSONValue] = []
        for line in lines {
            let result: JSONValue
            var isFailure = true
            switch personality.outcome(of: line, form: form, call: call) {
            case .body(let body) where isTooLong(String(decoding: body.bytes, as: UTF8.self)):
                result = tooLong(line)
            case .text(let text) where isTooLong(text):
                result = tooLong(line)
            case .body(let body):
                result = output(input: line, code: 200, message: "Success", body: body.isNull ? "" : body)
                isFailure = false
            case .text(let text):
                result = output(input: line, code: 200, message: "Success", body: .string(text))
                isFailure = false
            case .invalid:
                result = output(
                    input: line,
                    code: 400,
                    message: "Input CLI command error",
                    error: "% Invalid command\n"
                )
            case .unstructured:
                result = output(input: line, code: 501, message: "Structured output unsupported", body: nil)
            case .failed(let text):
                result = output(input: line, code: 400, message: "CLI execution error", error: text + "\n")
            }
            outputs.append(result)
            if isFailure { break }
        }
        return reply(type: type, outputs)
    }

    private func isTooLong(_ answer: String) -> Bool { personality.chunks.isTooLong(answer) }

    private func tooLong(_ line: String) -> JSONValue {
        let message = "Response is greater than the allowed maximum. Use chunking."
        return output(input: line, code: 501, message: message, body: nil)
    }

    /// One piece of one command's answer, and with it the session in which the next one comes.
    private func chunked(
        _ lines: [String],
        sid: String,
        type: String,
        form: NXOSPersonality.Form,
        call: CallContext
    ) -> ServerResponse {
        guard lines.count == 1 else {
            let message = "Chunking only allowed to one command"
            return reply(type: type, [output(input: lines.joined(separator: " ;"), code: 400, message: message)])
        }
        let device = call.context.device.index
        if sid != "1" {
            call.record(lines[0])
            guard let next = personality.chunks.next(sid, on: device) else {
                return reply(type: type, [output(input: lines[0], code: 400, message: "Bad sid")])
            }
            return reply(type: type, [success(lines[0], .string(next.piece))], sid: next.sid)
        }
        let answer: String
        switch personality.outcome(of: lines[0], form: form, call: call) {
        case .body(let body): answer = body.isNull ? "" : String(decoding: body.bytes, as: UTF8.self)
        case .text(let text): answer = text
        default: return reply(type: type, [output(input: lines[0], code: 400, message: "Input CLI command error")])
        }
        guard let first = personality.chunks.begin(answer, on: device) else {
            let message = "Chunk request rejected: too many are in flight"
            return reply(type: type, [output(input: lines[0], code: 429, message: message)])
        }
        return reply(type: type, [success(lines[0], .string(first.piece))], sid: first.sid)
    }

    private func success(_ line: String, _ body: JSONValue) -> JSONValue {
        output(input: line, code: 200, message: "Success", body: body)
    }

    /// The commands of an input, split at blank-semicolon.
    private static func commands(in input: String) -> [String] {
        var commands: [String] = []
        var current = ""
        for character in input {
            if character == ";", current.last == " " {
                commands.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        commands.append(current)
        return commands.map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    }

    private func output(
        input: String,
        code: Int,
        message: String,
        body: JSONValue? = nil,
        error: String? = nil
    ) -> JSONValue {
        var output: JSONValue = ["input": .string(input), "msg": .string(message), "code": .string(String(code))]
        if let error { output = output.adding("clierror", .string(error)) }
        if let body { output = output.adding("body", body) }
        return output
    }

    private func reply(type: String, _ outputs: [JSONValue], sid: String = "eoc") -> ServerResponse {
        let output: JSONValue = outputs.count == 1 ? outputs[0] : .array(outputs)
        let value: JSONValue = [
            "ins_api": [
                "type": .string(type), "version": "1.0", "sid": .string(sid), "outputs": ["output": output],
            ]
        ]
        return ServerResponse(headers: [HTTPField("Content-Type", "text/json; charset=UTF-8")], body: value.bytes)
    }
}
