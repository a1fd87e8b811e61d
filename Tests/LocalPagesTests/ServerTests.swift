import Foundation
import TestSupport
import Testing

@testable import LocalPages

/// Through a real socket, as a browser comes.
@Suite struct ServerTests {
  /// Serves a sample while `body` runs, with the address of the first page.
  private func serving(_ body: (URL, SampleSite) async throws -> Void) async throws {
    let site = try SampleSite()
    let server = try PageServer(ListenAddress(host: "127.0.0.1", port: 0), router: site.router)
    let (addresses, found) = AsyncStream.makeStream(of: String.self)
    let serving = Task { try await server.run { found.yield($0) } }
    var iterator = addresses.makeAsyncIterator()
    let address = try #require(await iterator.next())
    let url = try #require(URL(string: address))
    try await body(url, site)
    await server.stop()
    // It ends without an error.
    try await serving.value
  }

  /// What is sent, byte for byte, and what comes back until the other side is silent.
  private func exchange(_ text: String, with url: URL) async throws -> String {
    let port = UInt16(try #require(url.port))
    return try await blocking { try Self.exchange(text, port: port) }
  }

  private struct NoConnection: Error {}

  private static func exchange(_ text: String, port: UInt16) throws -> String {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var timeout = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw NoConnection() }
    let bytes = Array(text.utf8)
    _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += buffer.prefix(count)
    }
  }

  @Test func pagesComeThroughASocket() async throws {
    try await serving { url, site in
      let port = try #require(url.port)
      #expect(url.host == "127.0.0.1" && port > 0)
      let page = try await exchange(
        "GET /jobs HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n", with: url)
      #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n") && page.contains("146 tries in the store"))
      #expect(page.contains("\r\nX-Content-Type-Options: nosniff\r\n") && page.contains("frame-ancestors 'none'"))
      let head = try await exchange(
        "HEAD /jobs HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n", with: url)
      let body = site.get("/jobs").body
      #expect(head.hasSuffix("\r\n\r\n") && head.contains("\r\nContent-Length: \(body.count)\r\n"))
      let rebound = try await exchange(
        "GET / HTTP/1.1\r\nHost: evil.example:\(port)\r\nConnection: close\r\n\r\n", with: url)
      #expect(rebound.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      let posted = try await exchange(
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc", with: url)
      #expect(posted.hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n") && posted.contains("\r\nAllow: GET, HEAD\r\n"))
      let encoded = try await exchange(
        "GET /jobs/a%2Fb%3Fc%23d%2541%2Be?try=0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", with: url)
      #expect(encoded.contains("a/b?c#d%41+e"))
      // What is no request ends that connection, and nothing else.
      for noise in ["\r\n\r\n", "GET\r\n\r\n", "\u{0}\u{1}\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"] {
        let answer = try await exchange(noise, with: url)
        #expect(!answer.contains("200 OK"))
      }
      #expect(
        try await exchange("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", with: url).contains(
          "200 OK"))
    }
  }

  @Test func aPortInUseIsOneClearError() async throws {
    try await serving { url, site in
      let port = UInt16(try #require(url.port))
      let second = try PageServer(ListenAddress(host: "127.0.0.1", port: port), router: site.router)
      let error = await #expect(throws: ServerError.self) { try await second.run { _ in } }
      #expect(
        error?.description
          == "port \(port) of 127.0.0.1 is in use; name another one with --port, or 0 for any that is free")
    }
  }

  @Test func addressesAreThisMachinesOrRefused() throws {
    #expect(try ListenAddress(host: "127.0.0.1", port: 1).isLocal && ListenAddress(host: "localhost", port: 1).isLocal)
    #expect(try ListenAddress(host: "[::1]", port: 1).isLocal && ListenAddress(host: "::1", port: 1).isLocal)
    #expect(try !ListenAddress(host: "0.0.0.0", port: 1).isLocal && !ListenAddress(host: "::", port: 1).isLocal)
    #expect(try ListenAddress(host: "::1", port: 1).url(port: 80) == "http://[::1]:80/")
    #expect(try ListenAddress(host: "0.0.0.0", port: 1).url(port: 80) == "http://127.0.0.1:80/")
    for host in ["", "no such host.invalid", "300.1.1.1", "a\u{0}b"] {
      #expect(throws: ServerError.self, "\(host)") { try ListenAddress(host: host, port: 1) }
    }
  }
}
