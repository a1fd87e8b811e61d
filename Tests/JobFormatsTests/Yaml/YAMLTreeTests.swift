import JobModel
import Testing

@testable import JobFormats

@Suite("YAML is read as it is written, with its lines")
struct YAMLTreeTests {
  private func tree(_ text: String) throws -> YAMLTree {
    try #require(try YAMLTree(reading: Array(text.utf8), file: "x.yaml"))
  }

  private func problem(_ text: String) -> String { problem(Array(text.utf8)) }

  private func problem(_ bytes: [UInt8]) -> String {
    fault { () throws(InputError) in try YAMLTree(reading: bytes, file: "x.yaml")?.yaml ?? "empty" }
  }

  @Test("Texts keep what was written, and nodes their line")
  func textsAndLines() throws {
    let tree = try tree("a: 0.10\nb:\n  - true\n  - '90'\n  - 2025-04-04\nc: {d: ~, e: \"\"}\n")
    #expect(tree["a"] == YAMLTree(content: .scalar("0.10", isQuoted: false), line: 1))
    #expect(tree["b"]?.entries.map(\.text) == ["true", "90", "2025-04-04"])
    #expect(tree["b"]?.entries.map(\.line) == [3, 4, 5])
    #expect(tree["c"]?["d"]?.isNull == true)
    #expect(tree["c"]?["e"]?.isNull == false)
    #expect(tree["c"]?["e"]?.text == "")
  }

  @Test("Anchors are written out where they are used")
  func anchors() throws {
    let tree = try tree("a: &x {k: [1, 2]}\nb: *x\n")
    #expect(tree["b"] == tree["a"])
  }

  @Test("A document of comments only is nothing, and a mark of the byte order is passed over")
  func emptyAndMark() throws {
    #expect(try YAMLTree(reading: Array("# nothing\n".utf8), file: "x.yaml") == nil)
    #expect(try YAMLTree(reading: [], file: "x.yaml") == nil)
    #expect(try tree("\u{FEFF}a: 1\r\nb: 2\r\n")["b"]?.line == 2)
  }

  @Test(
    "What is no YAML is named with its line",
    arguments: [
      (
        "a: 1\nb: [1,\n",
        "x.yaml:3: this is not YAML: did not find expected node content (while parsing a flow node that began on line 3)"
      ),
      (
        "a: 1\n\tb: 2\n",
        "x.yaml:2: this is not YAML: found a tab character that violates indentation (while scanning a plain scalar that began on line 1)"
      ),
      ("a: 1\nb: *nowhere\n", "x.yaml:2: this is not YAML: found undefined alias"),
      ("a: 1\n---\nb: 2\n", "x.yaml:2: expected one document, found a second one; put each into a file of its own"),
      ("\na: 1\nb: 2\na: 3\n", "x.yaml:2: a: this key is given more than once in the same mapping; keep one of them"),
      ("a: 1\n? [b, c]\n: 2\n", "x.yaml:2: expected a text as key, found a list or mapping"),
      ("a: 1\nb: \u{0}\n", "x.yaml:2: expected text, found a NUL byte; is this a YAML file?"),
      ("a: 1\nb: \u{7}\n", "x.yaml:2: this is not YAML: control characters are not allowed"),
    ])
  func faults(text: String, expected: String) {
    #expect(problem(text) == expected)
  }

  @Test("Bytes that are no UTF-8 are named with their line")
  func badBytes() {
    #expect(problem([0x61, 0x0A, 0xFF, 0x0A]) == "x.yaml:2: expected text in UTF-8, found other bytes")
  }

  @Test("A bomb of aliases and a tower of brackets are refused")
  func bombs() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let alias = "*a\(level - 1)"
      bomb += "a\(level): &a\(level) [\(Array(repeating: alias, count: 9).joined(separator: ", "))]\n"
    }
    #expect(problem(bomb).hasSuffix("this document grows beyond 5000000 values; use fewer aliases"))
    #expect(
      problem(bomb + "*a9 : 1\n")
        == "x.yaml: expected fewer anchors and aliases; write the values out where they are used")
    #expect(problem(bomb + "? *a9\n: 1\n").contains("expected fewer anchors and aliases"))
    #expect(problem(bomb + "? {*a9: 1}\n").contains("expected fewer anchors and aliases"))
    let tower = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    #expect(problem(tower) == "x.yaml:1: this is nested more than 64 levels deep")
    #expect(problem(String(repeating: "[", count: 200_000)).hasPrefix("x.yaml:1: this is not YAML: "))
    #expect(problem(String(repeating: "{a: ", count: 200_000)).hasPrefix("x.yaml:1: this is not YAML: "))
    #expect(problem(String(repeating: "- ", count: 200_000)).hasPrefix("x.yaml:1: this is not YAML: "))
  }

  @Test("Many uses of one anchor are fine")
  func manyAliases() throws {
    let uses = (0..<500).map { "k\($0): *x" }.joined(separator: "\n")
    #expect(try tree("x: &x {a: 1}\n\(uses)\n")["k499"]?["a"]?.text == "1")
  }

  @Test("What is written reads back as the same tree")
  func writing() throws {
    let texts = [
      "", "~", "null", "- a", "a: b", "x # y", "\"q\"", "it's", "a\nb", "\t", "é\u{2028}", "*a", "&", "#", "[x]",
      "0.10", "true", " a ", "\u{1}", "\\n", "a- b", "a -b", "...", "a\u{202E}b", "zero\u{200B}width", "\u{9B}31m",
    ]
    for text in texts {
      let entry = YAMLTree(content: .mapping([.init(key: text, value: .init(content: .scalar(text, isQuoted: true)))]))
      let nested = YAMLTree(content: .sequence([entry, .init(content: .sequence([])), .init(content: .mapping([]))]))
      let written = YAMLTree(content: .mapping([.init(key: "list", value: nested)])).yaml
      let read = try tree(written)
      #expect(!written.unicodeScalars.contains { $0.isHarmful && $0 != "\n" }, "\(written)")
      #expect(read["list"]?.entries.count == 3, "\(written)")
      #expect(read["list"]?.entries.first?[text]?.content == .scalar(text, isQuoted: true), "\(written)")
    }
  }

  @Test("A tree is written as people write it")
  func layout() throws {
    let text = "a: true\nb:\n  - name: x\n    c:\n      - 1\n      - - 2\n        - \"3\"\n  - []\nd: {}\n"
    #expect(try tree(text).yaml == text)
  }

  @Test("An edit makes what is missing, keeps the rest, and names entries by name or place")
  func edits() throws {
    let start = try tree("a: 1\nlist:\n  - {name: x, v: 1}\n  - {v: 2}\n")
    let end = try start.setting(["list", "x", "v"], to: "7", file: "x.yaml")
      .setting(["list", "1", "w", "deep"], to: "[1, 2]", file: "x.yaml").setting(
        ["new", "key"], to: "", file: "x.yaml")
    #expect(end["a"] == start["a"])
    #expect(end["list"]?.entries[0]["v"]?.text == "7")
    #expect(end["list"]?.entries[1]["w"]?["deep"]?.entries.map(\.text) == ["1", "2"])
    #expect(end["new"]?["key"]?.isNull == true)
    #expect(
      fault { () throws(InputError) in try start.setting(["list", "y", "v"], to: "1", file: "x.yaml").yaml }
        == "x.yaml: list.y.v: there is no entry \"y\" here; did you mean \"x\"?")
  }
}
