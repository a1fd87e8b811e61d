import Testing

@testable import Reporting

@Suite struct HTMLTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("a<b>&c", "a&lt;b&gt;&amp;c"), ("\"quoted\" 'too'", "&quot;quoted&quot; &#39;too&#39;"),
    ("&amp;", "&amp;amp;"), ("a\u{0}b", "a␀b"), ("tab\tline\nreturn\r", "tab␉line␊return␍"), ("\u{1B}[31m", "␛[31m"),
    ("\u{7F}", "␡"), ("\u{85}", "⟨U+0085⟩"), ("file\u{202E}gnp.exe", "file⟨U+202E⟩gnp.exe"),
    ("\u{2066}a\u{2069}", "⟨U+2066⟩a⟨U+2069⟩"), ("a\u{200B}b", "a⟨U+200B⟩b"), ("\u{FEFF}a", "⟨U+FEFF⟩a"),
    ("a\u{AD}b", "a⟨U+00AD⟩b"), ("\u{FFFE}", "⟨U+FFFE⟩"), ("\u{E0041}", "⟨U+E0041⟩"), ("\u{10FFFF}", "⟨U+10FFFF⟩"),
    ("naïve 界 🙂", "naïve 界 🙂"), ("שלום", "שלום"), ("", ""),
    // An accent on a quote makes another character of it, and still a quote to a browser.
    ("\"\u{301}x<\u{301}", "&quot;\u{301}x&lt;\u{301}"),
  ])
  func isShownAndNeverActs(text: String, shown: String) {
    #expect(Array(HTMLText.escaped(text).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test func longTextsAreCutAndTheirLengthIsSaid() {
    let long = String(repeating: "é<", count: 5000)
    #expect(HTMLText.escaped(long, limit: 3) == "é&lt;é… (10,000 characters)")
    #expect(HTMLText.escaped("abc", limit: 3) == "abc")
    #expect(HTMLText.escaped("abcd", limit: 0) == "… (4 characters)")
    #expect(HTMLText.escaped(String(repeating: "a\u{301}", count: 1_000_000)).utf8.count < 1000)
  }

  @Test func scriptsFromRightToLeftAreIsolated() {
    #expect(HTMLText.isolated("שלום") == "<bdi>שלום</bdi>")
    // A heading's own words keep their order around a name that is written the other way.
    #expect(HTMLText.words("1. שלום: failed") == "<bdi dir=\"ltr\">1. שלום: failed</bdi>")
    #expect(HTMLText.prose("שלום: 1 try").hasPrefix("<bdi dir=\"ltr\">"))
    #expect(
      HTMLText.withMinus("-2.50 GBP") == "−2.50 GBP" && HTMLText.withMinus("-x") == "-x"
        && HTMLText.withMinus("-") == "-")
    #expect(HTMLText.isolated("<b>") == "&lt;b&gt;")
  }

  @Test func noCharacterComesThroughAsMarkupOrControl() {
    for code in UInt32(0)...0x2FFF {
      guard let scalar = Unicode.Scalar(code) else { continue }
      let out = HTMLText.escaped(String(scalar))
      #expect(!out.unicodeScalars.contains { $0.value < 0x20 || "<>\"'".unicodeScalars.contains($0) }, "\(code)")
      if scalar == "&" { #expect(out == "&amp;") }
    }
  }
}

@Suite struct SHA256Tests {
  private func hex(_ text: String) -> String {
    SHA256.hash(text.utf8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The vectors of FIPS 180-4's examples, and lengths around the ends of blocks.
  @Test func isThatOfTheStandard() {
    #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      hex(String(repeating: "a", count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    #expect(
      hex(String(repeating: "a", count: 55)) == "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318")
    #expect(
      hex(String(repeating: "a", count: 56)) == "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a")
    #expect(
      hex(String(repeating: "a", count: 64)) == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb")
  }

  /// RFC 4648, section 10.
  @Test func base64IsThatOfTheStandard() {
    let words = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map { SHA256.base64(Array($0.utf8)) }
    #expect(words == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"])
  }
}
