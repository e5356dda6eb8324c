import Synchronization
import Testing

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct SlotsTests {
    @Test(arguments: [1, 3, 16])
    func `no more hold a slot than there are, and everybody gets one`(count: Int) async {
        let slots = Slots(count)
        let holders = Holders()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    #expect(await slots.acquire())
                    holders.come()
                    await Task.yield()
                    holders.go()
                    slots.release()
                }
            }
        }
        #expect(holders.all == 300)
        #expect(holders.most <= count)
    }

    @Test
    func `a cancelled wait ends without a slot, and takes none from others`() async {
        let slots = Slots(1)
        #expect(await slots.acquire())
        for _ in 0..<50 {
            let waiter = Task { await slots.acquire() }
            waiter.cancel()
            #expect(await waiter.value == false)
        }
        slots.release()
        #expect(await slots.acquire())
    }

    @Test
    func `cancelling while slots are handed on loses none`() async {
        let slots = Slots(2)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<400 {
                group.addTask {
                    let waiter = Task {
                        guard await slots.acquire() else { return }
                        await Task.yield()
                        slots.release()
                    }
                    if index.isMultiple(of: 2) { waiter.cancel() }
                    await waiter.value
                }
            }
        }
        // Both are back: neither of these waits.
        #expect(await slots.acquire())
        #expect(await slots.acquire())
    }

    @Test
    func `a slot that was taken unasked is given back before anybody gets one`() async {
        let slots = Slots(1)
        #expect(await slots.acquire())
        slots.takeUnasked()
        let waiter = Task { await slots.acquire() }
        slots.release()
        slots.release()
        #expect(await waiter.value)
    }
}

/// Who holds a slot, counted.
private final class Holders: Sendable {
    private let counts = Mutex((now: 0, most: 0, all: 0))

    var most: Int { counts.withLock { $0.most } }
    var all: Int { counts.withLock { $0.all } }

    func come() {
        counts.withLock { counts in
            counts.now += 1
            counts.all += 1
            counts.most = max(counts.most, counts.now)
        }
    }

    func go() {
        counts.withLock { $0.now -= 1 }
    }
}
