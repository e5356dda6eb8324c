import Testing
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct ModelRegistryTests {
    @Test func `names are unique and found`() {
        let names = ModelRegistry.all.map { $0.name }
        #expect(Set(names).count == names.count)
        #expect(ModelRegistry.model(named: "no-such-model") == nil)
        for name in names { #expect(ModelRegistry.model(named: name)?.name == name) }
    }
}
