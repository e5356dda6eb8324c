import Testing
import TrawlServer

@Suite struct ServerResponseTests {
    @Test func `a refusal says its status`() {
        #expect(ServerResponse(status: 413, contentType: "text/plain", text: "x").status == 413)
    }
}
