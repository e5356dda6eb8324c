import Synchronization
import Testing

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct SignalTests {
    @Test
    func `everybody who waits has the answer once the state has it`() async {
        let signal = Signal(0)
        await withTaskGroup(of: Int?.self) { group in
            for wanted in 1...50 { group.addTask { await signal.answer { $0 >= wanted ? wanted : nil } } }
            for _ in 1...50 { signal.change { $0 += 1 } }
            var answers: Set<Int?> = []
            for await answer in group { answers.insert(answer) }
            #expect(answers == Set(1...50))
        }
    }

    @Test
    func `an answer that is there already is not waited for, even by a cancelled task`() async {
        let signal = Signal("ready")
        let task = Task { await signal.answer { $0 } }
        task.cancel()
        #expect(await task.value == "ready")
    }

    @Test
    func `a cancelled wait ends without an answer`() async {
        let signal = Signal(0)
        for _ in 0..<50 {
            let task = Task { await signal.answer { $0 > 0 ? $0 : nil } }
            task.cancel()
            #expect(await task.value == nil)
        }
    }

    @Test
    func `asking may change the state, and each change is seen once`() async {
        let signal = Signal(Array(0..<100))
        let taken = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<100 { group.addTask { await signal.answer { $0.popLast() } } }
            var taken: [Int] = []
            for await number in group { number.map { taken.append($0) } }
            return taken
        }
        #expect(taken.sorted() == Array(0..<100))
    }
}
