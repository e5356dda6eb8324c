/// A large value behind one reference: passed on at the cost of a word, and copied when it is changed.
struct Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) {
            self.value = value
        }
    }

    private var box: Box

    init(_ value: Value) {
        box = Box(value)
    }

    var value: Value {
        get { box.value }
        set { box = Box(newValue) }
    }

    static func == (first: Self, second: Self) -> Bool {
        first.box === second.box || first.value == second.value
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(value)
    }
}
