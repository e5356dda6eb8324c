import Foundation
import Synchronization
import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONDepthTests {
    struct Tree: Codable, Equatable {
        var name: String
        var children: [Tree]?
        var named: [String: Tree]?

        static func chain(of length: Int) -> Tree {
            var tree = Tree(name: "leaf", children: nil, named: nil)
            for level in 1..<length {
                tree =
                    level.isMultiple(of: 2)
                    ? Tree(name: "\(level)", children: [tree], named: nil)
                    : Tree(name: "\(level)", children: nil, named: ["t": tree])
            }
            return tree
        }
    }

    /// Runs work on a thread with the 512 KB of stack that secondary threads have on some systems.
    private func onSmallStack<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) throws -> Value {
        let result = Box<Result<Value, any Error>>()
        let finished = DispatchSemaphore(value: 0)
        let thread = Thread {
            result.value.withLock { $0 = Result { try work() } }
            finished.signal()
        }
        thread.stackSize = 512 * 1024
        thread.start()
        finished.wait()
        return try #require(result.value.withLock { $0 }).get()
    }

    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    @Test
    func `the deepest text is read, decoded, written and encoded on a small stack`() throws {
        try onSmallStack {
            // A chain of 32 trees is 63 containers: an object each, and a list or a map between two.
            let tree = Tree.chain(of: 32)
            var writer = JSONWriter()
            try writer.encode(tree)
            let slice = try JSONSlice(parsing: writer.bytes)
            #expect(slice.written == writer.bytes)
            #expect(try slice.decode(Tree.self) == tree)
            #expect(try slice.decode(AnyValue.self) == AnyValue(slice))
        }
    }

    @Test(arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func `a text of nothing but depth is refused on a small stack`(opening: String) throws {
        let text = Array(String(repeating: opening, count: 200_000).utf8)
        let isTooDeep = try onSmallStack {
            do throws(JSONError) {
                _ = try JSONSlice(parsing: text)
                return false
            } catch {
                return error.isTooDeep
            }
        }
        #expect(isTooDeep)
        // With no limit to speak of, the reader itself still takes no stack.
        let offset = try onSmallStack {
            do throws(JSONError) {
                _ = try JSONSlice(parsing: text, maximumDepth: .max)
                return -1
            } catch {
                return error.offset
            }
        }
        #expect(offset == text.count)
    }

    @Test
    func `a very deep text that is allowed is read and written on a small stack`() throws {
        let text = Array((String(repeating: "[ ", count: 100_000) + String(repeating: "]", count: 100_000)).utf8)
        let written = try onSmallStack { try JSONSlice(parsing: text, maximumDepth: 100_000).written }
        #expect(written.count == 200_000)
    }

    @Test
    func `what nests deeper than a reader would take is not written`() throws {
        var writer = JSONWriter()
        #expect(throws: EncodingError.self) { try writer.encode(Tree.chain(of: 40)) }
        #expect(writer.bytes.isEmpty)
    }
}
