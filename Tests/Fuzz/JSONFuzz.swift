// What libFuzzer calls: any bytes must be read or refused, never crash the reader, and what is read must mean the same
// once it is written out and read again. Built by `.ci/fuzz` together with the sources of TrawlJSON, outside of the package.

/// One input; always 0, as libFuzzer asks.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
    guard let slice = try? JSONSlice(parsing: bytes) else { return 0 }
    walk(slice)
    var written: [UInt8] = []
    slice.write(to: &written)
    guard let again = try? JSONSlice(parsing: written) else {
        preconditionFailure("what was written out is not read again")
    }
    precondition(same(slice, again), "what was written out means something else")
    // Types that fit and types that do not: both must come to an end.
    _ = try? slice.decode([String: [Int64]].self)
    _ = try? slice.decode([Row].self)
    _ = try? slice.decode(Row.self)
    return 0
}

/// Something of every kind.
private struct Row: Decodable {
    var name: String?
    var count: UInt64?
    var ratio: Double?
    var isUp: Bool?
    var rows: [Row]?
}

/// Asks every value everything.
private func walk(_ slice: JSONSlice) {
    _ = (slice.string, slice.numberText, slice.int, slice.uint64)
    _ = (slice.double, slice.bool, slice.isNull, slice.count)
    for member in slice.members {
        precondition(slice[member.key] != nil, "a member cannot be found by its key")
        walk(member.value)
    }
    for element in slice.elements { walk(element) }
}

private func same(_ first: JSONSlice, _ second: JSONSlice) -> Bool {
    guard first.kind == second.kind, first.string == second.string, first.numberText == second.numberText,
        first.bool == second.bool, first.count == second.count
    else { return false }
    let members = zip(first.members, second.members).allSatisfy { $0.key == $1.key && same($0.value, $1.value) }
    return members && zip(first.elements, second.elements).allSatisfy { same($0, $1) }
}
