/// A name with ranges, such as `leaf[002-200]` or `rack[1-3,7]-sw[1-2]`, and the names it stands for.
struct NameRange: Sendable {
    /// Why a name's ranges cannot be used.
    struct Objection: Error {
        var message: String
        var hint: String?
    }

    private enum Part: Sendable {
        case text(String)
        case numbers([String])
    }

    /// As many names as no network has devices of one kind; a slip of the finger must not fill the memory.
    static let mostNames = 200_000

    private var parts: [Part] = []
    /// How many names it stands for; 1 without a range.
    private(set) var count = 1

    /// Whether the text has a range at all.
    private(set) var hasRange = false

    /// Reads a name; an address in brackets (`[2001:db8::1]`) is left as it is.
    init(_ text: String) throws(Objection) {
        guard text.utf8.contains(UInt8(ascii: "[")) || text.utf8.contains(UInt8(ascii: "]")) else {
            parts = [.text(text)]
            return
        }
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "[") {
            guard let close = rest[open...].firstIndex(of: "]") else {
                throw Objection(message: "\(text.quoted) has a `[` without a `]`")
            }
            let inside = rest[rest.index(after: open)..<close]
            let before = rest[..<open]
            if before.contains("]") { throw Objection(message: "\(text.quoted) has a `]` without a `[`") }
            if inside.contains(":") {
                parts.append(.text(String(before) + "[\(inside)]"))
            } else {
                parts.append(.text(String(before)))
                try append(numbers: inside, of: text)
            }
            rest = rest[rest.index(after: close)...]
        }
        if rest.contains("]") { throw Objection(message: "\(text.quoted) has a `]` without a `[`") }
        parts.append(.text(String(rest)))
    }

    private mutating func append(numbers list: Substring, of text: String) throws(Objection) {
        var numbers: [String] = []
        for item in list.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = item.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard (1...2).contains(ends.count), let low = Self.number(ends[0]),
                let high = Self.number(ends[ends.count - 1])
            else {
                throw Objection(
                    message: "`[\(list)]` is not a range",
                    hint: "a range is written `[1-24]`, `[002-200]` or `[1-3,7]`"
                )
            }
            guard low <= high else { throw Objection(message: "the range `[\(item)]` runs backwards") }
            guard high - low < Self.mostNames, numbers.count + high - low < Self.mostNames else {
                throw Objection(message: "\(text.quoted) stands for more than \(Self.mostNames) names")
            }
            for number in low...high {
                let digits = String(number)
                numbers.append(String(repeating: "0", count: max(0, ends[0].count - digits.count)) + digits)
            }
        }
        let (product, overflows) = count.multipliedReportingOverflow(by: numbers.count)
        guard !overflows, product <= Self.mostNames else {
            throw Objection(message: "\(text.quoted) stands for more than \(Self.mostNames) names")
        }
        count = product
        hasRange = true
        parts.append(.numbers(numbers))
    }

    private static func number(_ digits: String) -> Int? {
        guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(digits)
    }

    /// The names in order; the last range of several runs fastest.
    var names: [String] {
        var names = [""]
        for part in parts {
            switch part {
            case .text(let text):
                if !text.isEmpty { names = names.map { $0 + text } }
            case .numbers(let numbers):
                names = names.flatMap { name in numbers.map { name + $0 } }
            }
        }
        return names
    }
}
