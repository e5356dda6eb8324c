// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that users of Trawl never resolve or build it.
let package = Package(
    name: "trawl-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "trawl", path: "../..", traits: [])
    ],
    targets: [
        .executableTarget(
            name: "json-bench",
            dependencies: [.product(name: "TrawlJSON", package: "trawl")],
            path: "Sources/json-bench"
        ),
        // The sources themselves, by links: what they declare is for Trawl's own package alone.
        .executableTarget(name: "scrape-bench", path: "Sources/scrape-bench"),
        .target(name: "CBaseline", path: "Sources/CBaseline", linkerSettings: [.linkedLibrary("curl")]),
        .executableTarget(
            name: "engine-bench",
            dependencies: ["CBaseline", .product(name: "Trawl", package: "trawl")],
            path: "Sources/engine-bench"
        ),
    ]
)
