import Testing
import TrawlMetrics

struct ExpositionFormatTests {
    @Test(arguments: [
        (nil, ExpositionFormat.text), ("", .text), ("*/*", .text), ("text/plain", .text), ("application/json", .text),
        // As Prometheus 2.42, 2.50 and 3.0 ask.
        (
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics
        ),
        ("application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .text),
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
                + "text/plain;version=0.0.4;q=0.2,/;q=0.1", .openMetrics
        ),
        ("text/plain;version=0.0.4, application/openmetrics-text;q=0.9", .text),
        ("text/plain;q=0.1, application/openmetrics-text;version=\"1.0.0\";q=0.9", .openMetrics),
        ("application/openmetrics-text;q=0", .text), ("application/openmetrics-text;q=x", .text),
        ("Application/OpenMetrics-Text", .openMetrics), (";;,,q=1", .text),
        // A browser.
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", .text),
    ])
    func `the format that is liked best is chosen`(accept: String?, format: ExpositionFormat) {
        #expect(ExpositionFormat(accept: accept) == format)
    }
}
