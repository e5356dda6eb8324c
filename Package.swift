// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "trawl",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "trawl", targets: ["TrawlCLI"]),
        .library(name: "Trawl", targets: ["Trawl"]),
        .library(name: "TrawlJSON", targets: ["TrawlJSON"]),
        .library(name: "TrawlCollections", targets: ["TrawlCollections"]),
        .library(name: "TrawlOutputs", targets: ["TrawlOutputs"]),
        .library(name: "TrawlSimulator", targets: ["TrawlSimulator"]),
    ],
    // A consumer who turns the traits off and names product `Trawl` fetches swift-log alone.
    traits: [
        .trait(name: "Collections", description: "YAML collection and inventory files (Yams)."),
        .trait(
            name: "Server",
            description: "HTTP listeners: `serve` and the simulator (SwiftNIO); pushes (SwiftProtobuf)."
        ),
        .trait(
            name: "CommandLineTool",
            description: "The `trawl` executable (ArgumentParser).",
            enabledTraits: ["Collections", "Server"]
        ),
        .default(enabledTraits: ["CommandLineTool"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev", "libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CSnappy", providers: [.apt(["libsnappy-dev"])]),
        .target(name: "TrawlJSON"),
        .target(name: "TrawlCore", dependencies: ["TrawlJSON"]),
        .target(
            name: "TrawlTransfer",
            dependencies: ["TrawlCore", "CCurl", .product(name: "Logging", package: "swift-log")]
        ),
        .target(name: "TrawlDialects", dependencies: ["TrawlCore"]),
        .target(name: "TrawlModels", dependencies: ["TrawlCore", "TrawlJSON"]),
        .target(
            name: "Trawl",
            dependencies: [
                "TrawlCore", "TrawlTransfer", "TrawlDialects", "TrawlModels",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(name: "TrawlMetrics", dependencies: ["TrawlCore", "TrawlJSON", "TrawlModels"]),
        .target(
            name: "TrawlCollections",
            dependencies: [
                "Trawl", "TrawlMetrics",
                .product(name: "Yams", package: "Yams", condition: .when(traits: ["Collections"])),
            ]
        ),
        .target(name: "TrawlOutputs", dependencies: ["TrawlCore"]),
        .target(
            name: "TrawlServer",
            dependencies: [
                "TrawlCore", "CZlib", "CCrypt",
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Server"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Server"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["Server"])),
                .product(name: "NIOTLS", package: "swift-nio", condition: .when(traits: ["Server"])),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["Server"])),
            ]
        ),
        .target(
            name: "TrawlSimulator",
            dependencies: [
                "TrawlCore", "TrawlJSON", "TrawlServer",
                .product(name: "Yams", package: "Yams", condition: .when(traits: ["Collections"])),
            ]
        ),
        .target(
            name: "TrawlExporter",
            dependencies: [
                "Trawl", "TrawlTransfer", "TrawlMetrics", "TrawlCollections", "TrawlOutputs", "TrawlServer", "CSnappy",
                "CZlib",
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: .when(traits: ["Server"])),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Push/Generated/remote.proto"]
        ),
        .executableTarget(
            name: "TrawlCLI",
            dependencies: [
                "Trawl", "TrawlCollections", "TrawlOutputs", "TrawlMetrics", "TrawlExporter", "TrawlServer",
                "TrawlSimulator", "TrawlTransfer",
                .product(name: "Logging", package: "swift-log"),
                .product(
                    name: "ArgumentParser",
                    package: "swift-argument-parser",
                    condition: .when(traits: ["CommandLineTool"])
                ),
            ]
        ),
        .executableTarget(
            name: "three-devices",
            dependencies: ["Trawl", "TrawlSimulator"],
            path: "Samples/three-devices",
            exclude: ["README.md"]
        ),
        .target(
            name: "TestSupport",
            dependencies: ["TrawlCore", "TrawlJSON", "TrawlSimulator"],
            path: "Tests/Support"
        ),
        .testTarget(name: "TrawlJSONTests", dependencies: ["TrawlJSON", "TestSupport"]),
        .testTarget(name: "TrawlCoreTests", dependencies: ["TrawlCore", "TestSupport"]),
        .testTarget(name: "TrawlTransferTests", dependencies: ["TrawlTransfer", "TrawlSimulator", "TestSupport"]),
        .testTarget(
            name: "TrawlDialectsTests",
            dependencies: ["TrawlDialects", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "TrawlModelsTests", dependencies: ["TrawlModels", "TrawlDialects", "TestSupport"]),
        .testTarget(name: "TrawlTests", dependencies: ["Trawl", "TrawlSimulator", "TestSupport"]),
        .testTarget(
            name: "TrawlCollectionsTests",
            dependencies: ["TrawlCollections", "TrawlSimulator", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "TrawlOutputsTests", dependencies: ["TrawlOutputs", "TestSupport"]),
        .testTarget(
            name: "TrawlMetricsTests",
            dependencies: ["TrawlMetrics", "Trawl", "TrawlSimulator", "TrawlDialects", "TestSupport"]
        ),
        .testTarget(name: "TrawlServerTests", dependencies: ["TrawlServer", "TestSupport"]),
        .testTarget(
            name: "TrawlExporterTests",
            dependencies: [
                "TrawlExporter", "TrawlMetrics", "TrawlCollections", "TrawlServer", "TrawlSimulator", "TrawlJSON",
                "TestSupport",
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: .when(traits: ["Server"])),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "TrawlSimulatorTests",
            dependencies: [
                "TrawlSimulator", "TrawlCore", "TestSupport",
                .product(name: "Yams", package: "Yams", condition: .when(traits: ["Collections"])),
            ]
        ),
        // Depends on the executable so that it is built before the tests run it.
        .testTarget(
            name: "TrawlEndToEndTests",
            dependencies: ["TrawlCLI", "TrawlSimulator", "TrawlServer", "TrawlCore", "TrawlJSON", "TestSupport"]
        ),
    ]
)

// One loop, so that a new target cannot forget a setting. None of these are `unsafeFlags`: a package that depends
// on us by URL still builds when we have warnings.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("ImmutableWeakCaptures"),
            .enableUpcomingFeature("InferIsolatedConformances"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .strictMemorySafety(),
            .treatAllWarnings(as: .error),
            .treatWarning("ExplicitSendable", as: .error),
            .treatWarning("DeprecatedDeclaration", as: .warning),
        ]
}
