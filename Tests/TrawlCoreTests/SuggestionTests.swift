import Testing

@testable import TrawlCore

@Suite(.timeLimit(.minutes(1)))
struct SuggestionTests {
    private static let keys = ["name", "description", "inventory", "devices", "limits", "requests"]

    @Test(arguments: [
        ("requets", "requests"), ("Requests", "requests"), ("limit", "limits"), ("nmae", "name"), ("device", "devices"),
        ("inventroy", "inventory"),
    ])
    func `a misspelt word finds the one that was meant`(word: String, expected: String) {
        #expect(Suggestion.nearest(to: word, among: Self.keys) == expected)
    }

    @Test(arguments: ["schedule", "x", "", "naming", "zzzzzz"])
    func `a word that is near to nothing finds nothing`(word: String) {
        #expect(Suggestion.nearest(to: word, among: Self.keys) == nil)
    }

    @Test
    func `the nearer of two comes first`() {
        #expect(Suggestion.ranked(near: "leaf", among: ["lead", "leaf", "reef", "spine"]) == ["leaf", "lead"])
    }
}
