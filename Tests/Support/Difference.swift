/// How a text differs from the one that was expected, line by line; `nil` where it does not.
///
/// Lines that are missing begin with `-`, unexpected ones with `+`, each with its number.
package func difference(of actual: String, from expected: String) -> String? {
    guard actual != expected else { return nil }
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = new.difference(from: old).map { change in
        switch change {
        case .remove(let offset, let line, _): (offset, "- \(offset + 1): \(line)")
        case .insert(let offset, let line, _): (offset, "+ \(offset + 1): \(line)")
        }
    }
    return lines.sorted { $0.0 < $1.0 }.map(\.1).joined(separator: "\n")
}
