import Testing

@testable import LocalPages

@Suite struct HostRuleTests {
  @Test(arguments: ["127.0.0.1:8765", "127.0.0.1", "localhost:8765", "LOCALHOST", "[::1]:8765", "[::1]", "10.0.0.7:99"])
  func addressesAndThisMachineAreAnsweredAtAnyPort(host: String) {
    #expect(HostRule(host: "127.0.0.1", port: 8765).allows(host))
  }

  @Test(arguments: [
    "evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example:8765", "", ":8765",
    "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999", "[::1", "[evil]:8765", "[::1]8765", "127.1:8765",
    "localhost:8765:1",
  ])
  func otherNamesAreRefused(host: String) {
    #expect(!HostRule(host: "127.0.0.1", port: 8765).allows(host))
  }

  @Test func theNamedHostIsAnsweredWithItsPort() {
    let rule = HostRule(host: "Lab.example", port: 8765)
    #expect(rule.allows("lab.example:8765"))
    #expect(!rule.allows("lab.example:80") && !rule.allows("lab.example") && !rule.allows("other.example:8765"))
    #expect(HostRule(host: "lab.example", port: 80).allows("lab.example"))
    #expect(!rule.allows(nil))
  }
}
