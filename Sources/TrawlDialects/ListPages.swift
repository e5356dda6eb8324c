import TrawlCore
import TrawlJSON

/// The list that an answer in pages holds: where it is, and what the pages of one make together.
struct ListPages {
    /// The keys that lead to the list; `nil` where the answer is the list, or holds only one.
    var path: [String]?

    init(_ key: String?) {
        path = key.map { $0.split(separator: ".").map(String.init) }
    }

    /// The list of a page; `nil` where it has none.
    func list(in page: JSONSlice) -> JSONSlice? {
        guard let keys = keys(in: page) else { return nil }
        let list = keys.reduce(Optional(page)) { $0?[$1] }
        return list?.kind == .array ? list : nil
    }

    /// The first page with the items of all of them; `nil` where a page has no list.
    func joined(_ pages: [JSONSlice]) -> [UInt8]? {
        guard let first = pages.first, let keys = keys(in: first) else { return nil }
        var items: [JSONSlice] = []
        for page in pages {
            guard let list = list(in: page) else { return nil }
            items += list.elements
        }
        var writer = JSONWriter()
        Self.write(first, replacing: keys[...], by: items, to: &writer)
        return writer.bytes
    }

    /// The keys that lead to a page's list.
    private func keys(in page: JSONSlice) -> [String]? {
        if let path { return path }
        if page.kind == .array { return [] }
        let lists = page.members.filter { $0.value.kind == .array }
        return lists.count == 1 ? [lists[0].key] : nil
    }

    private static func write(
        _ value: JSONSlice,
        replacing keys: ArraySlice<String>,
        by items: [JSONSlice],
        to writer: inout JSONWriter
    ) {
        guard let key = keys.first else {
            writer.beginArray()
            for item in items { writer.slice(item) }
            writer.endArray()
            return
        }
        writer.beginObject()
        var isReplaced = false
        for member in value.members {
            writer.key(member.key)
            if member.key == key, !isReplaced {
                isReplaced = true
                write(member.value, replacing: keys.dropFirst(), by: items, to: &writer)
            } else {
                writer.slice(member.value)
            }
        }
        writer.endObject()
    }
}

extension Exchange {
    /// Pages of one list as the reply that they make.
    static func joined(
        _ parts: [Reply],
        by pages: ListPages,
        to command: Command,
        on device: Device
    ) throws(DeviceError) -> Reply {
        let exchange = Exchange(commands: [command], device: device, response: HTTPResponse(status: 200, body: []))
        var warnings: [String] = []
        for warning in parts.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
        if parts.allSatisfy({ $0.text != nil }) {
            return Reply(command: command, body: .text(parts.compactMap(\.text).joined()), warnings: warnings)
        }
        guard let bytes = pages.joined(parts.compactMap(\.json)) else {
            throw exchange.error(.wrongEnvelope, at: 0, noList)
        }
        return Reply(command: command, body: .json(try exchange.json(bytes, at: 0)), warnings: warnings)
    }

    /// What is said about a page without a list.
    static let noList = "a page without the list that the pages are of"
}
