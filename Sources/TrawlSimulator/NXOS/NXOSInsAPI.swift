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
        var outputs: [JSONValue] = []
        for line in lines {
            let result: JSONValue
            var isFailure = true
            switch personality.outcome(of: line, form: form, call: call) {
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

    private func reply(type: String, _ outputs: [JSONValue]) -> ServerResponse {
        let output: JSONValue = outputs.count == 1 ? outputs[0] : .array(outputs)
        let value: JSONValue = [
            "ins_api": [
                "type": .string(type), "version": "1.0", "sid": "eoc", "outputs": ["output": output],
            ]
        ]
        return ServerResponse(headers: [HTTPField("Content-Type", "text/json; charset=UTF-8")], body: value.bytes)
    }
}
