import FoundationEssentials
import Testing
import Trawl

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct CollectionLibraryTests {
    private static let good = "description: D\nrequests: [{ name: a, eapi: show version }]\n"

    private func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    @Test
    func `directories come in the order in which they win`() {
        let library = CollectionLibrary(
            environment: ["TRAWL_PATH": "/a:/b:", "XDG_CONFIG_HOME": "/x", "HOME": "/home/u"],
            executable: "trawl"
        )
        #expect(library.directories == ["./collections", "/a", "/b", "/x/trawl/collections"])
        let plain = CollectionLibrary(
            environment: ["HOME": "/home/u", "XDG_CONFIG_HOME": "relative"],
            executable: "trawl"
        )
        #expect(plain.directories == ["./collections", "/home/u/.config/trawl/collections"])
    }

    @Test
    func `shipped collections are found from the program, installed or in its checkout`() async throws {
        try await withTemporaryDirectory { root in
            try makeDirectory("\(root)/.build/debug")
            try makeDirectory("\(root)/collections")
            let executable = "\(root)/.build/debug/trawl"
            #expect(CollectionLibrary(environment: [:], executable: executable).directories.count == 1)
            try write("", to: "\(root)/Package.swift")
            let checkout = CollectionLibrary(environment: [:], executable: executable)
            #expect(checkout.directories.last == "\(root)/collections")
            try makeDirectory("\(root)/share/trawl/collections")
            let installed = CollectionLibrary(environment: [:], executable: "\(root)/bin/trawl")
            #expect(installed.directories.last == "\(root)/share/trawl/collections")
        }
    }

    @Test
    func `the program knows where it is`() {
        #expect(CollectionLibrary.executablePath.hasPrefix("/"))
    }

    @Test
    func `a name is looked up in order, a path is taken as it is`() async throws {
        try await withTemporaryDirectory { root in
            for name in ["first", "second"] { try makeDirectory("\(root)/\(name)") }
            try write(Self.good, to: "\(root)/first/arp.yaml")
            try write(Self.good, to: "\(root)/second/arp.yaml")
            try write(Self.good, to: "\(root)/second/lldp.yml")
            let library = CollectionLibrary(directories: ["\(root)/none", "\(root)/first", "\(root)/second"])
            #expect(try library.path(of: "arp") == "\(root)/first/arp.yaml")
            #expect(try library.path(of: "lldp") == "\(root)/second/lldp.yml")
            #expect(try library.path(of: "\(root)/second/arp.yaml") == "\(root)/second/arp.yaml")
            let error = try #require(throws: CollectionLibrary.NotFound.self) { try library.path(of: "lldpp") }
            #expect(error.description == "no collection `lldpp`\n  hint: did you mean `lldp`?")
            let file = try #require(throws: CollectionLibrary.NotFound.self) { try library.path(of: "./x\u{1B}.yaml") }
            #expect(file.description == "no such file: ./x\\x1b.yaml\n  hint: `trawl list` shows those there are")
        }
    }

    @Test
    func `the list has every collection once, broken ones with what is wrong`() async throws {
        try await withTemporaryDirectory { root in
            for name in ["first", "second"] { try makeDirectory("\(root)/\(name)") }
            try write(Self.good, to: "\(root)/first/b.yaml")
            try write("requests: []\n", to: "\(root)/second/b.yaml")
            try write("requests: []\n", to: "\(root)/second/a.yaml")
            try write("no collection", to: "\(root)/second/README.md")
            let library = CollectionLibrary(directories: ["\(root)/first", "\(root)/second"])
            let entries = library.list(vocabulary: .fixed)
            #expect(entries.map(\.name) == ["a", "b"])
            #expect(entries.map(\.path) == ["\(root)/second/a.yaml", "\(root)/first/b.yaml"])
            #expect(throws: FileProblems.self) { try entries[0].file.get() }
            #expect(try entries[1].file.get().collection.description == "D")
        }
    }
}
