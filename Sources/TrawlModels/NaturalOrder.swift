/// The order in which people count: `Ethernet2` before `Ethernet10`.
enum NaturalOrder {
    /// Whether the first text comes before the second.
    static func precedes(_ first: String, _ second: String) -> Bool {
        var left = first.utf8[...]
        var right = second.utf8[...]
        while !left.isEmpty || !right.isEmpty {
            let (leftText, rightText) = (takeText(&left), takeText(&right))
            if !leftText.elementsEqual(rightText) { return leftText.lexicographicallyPrecedes(rightText) }
            let (leftNumber, rightNumber) = (takeNumber(&left), takeNumber(&right))
            // A number is its digits without leading zeros, so that no length overflows.
            if leftNumber.count != rightNumber.count { return leftNumber.count < rightNumber.count }
            if !leftNumber.elementsEqual(rightNumber) { return leftNumber.lexicographicallyPrecedes(rightNumber) }
        }
        // The same number in other digits: any order will do, as long as it is always the same.
        return first.utf8.lexicographicallyPrecedes(second.utf8)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func takeText(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
        let text = rest.prefix { !isDigit($0) }
        rest = rest[text.endIndex...]
        return text
    }

    private static func takeNumber(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
        let digits = rest.prefix(while: isDigit)
        rest = rest[digits.endIndex...]
        return digits.drop { $0 == 0x30 }
    }
}
