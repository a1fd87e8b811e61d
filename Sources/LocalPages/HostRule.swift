import Foundation

/// Which names a browser may call the server by.
///
/// A page from elsewhere can let its own name lead to 127.0.0.1 and then read answers as if they were its own ("DNS
/// rebinding"). Its name is in the request then. So only addresses, which no one can lead elsewhere, `localhost`, and
/// the name that the server was told to listen on are answered. With an address any port is right: behind a tunnel the
/// browser sees another one than the server.
public struct HostRule: Sendable, Equatable {
  /// The name or address that the server was told to listen on.
  public var host: String
  /// The port that it listens on.
  public var port: UInt16

  /// A rule.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Whether a request for this host is answered.
  public func allows(_ header: String?) -> Bool {
    guard let header, let (name, port) = Self.parts(header) else { return false }
    if Self.isAddress(name) || name.lowercased() == "localhost" { return true }
    return name.lowercased() == host.lowercased() && (port ?? 80) == self.port
  }

  /// What is allowed, for people.
  var expectation: String {
    "an address, localhost" + (Self.isAddress(host) || host.lowercased() == "localhost" ? "" : " or \(host):\(port)")
  }

  /// The name, without brackets, and the port.
  private static func parts(_ header: String) -> (name: String, port: UInt16?)? {
    var name = Substring(header)
    var port: Substring?
    if header.hasPrefix("[") {
      guard let end = header.firstIndex(of: "]") else { return nil }
      name = header[header.index(after: header.startIndex)..<end]
      let rest = header[header.index(after: end)...]
      guard rest.isEmpty || rest.first == ":" else { return nil }
      if !rest.isEmpty { port = rest.dropFirst() }
      guard isIPv6(String(name)) else { return nil }
    } else if let colon = header.firstIndex(of: ":") {
      name = header[..<colon]
      port = header[header.index(after: colon)...]
    }
    guard !name.isEmpty else { return nil }
    guard let port else { return (String(name), nil) }
    guard !port.isEmpty, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(port) else {
      return nil
    }
    return (String(name), number)
  }

  static func isAddress(_ name: String) -> Bool { isIPv4(name) || isIPv6(name) }

  static func isIPv4(_ name: String) -> Bool {
    var address = in_addr()
    return inet_pton(AF_INET, name, &address) == 1
  }

  static func isIPv6(_ name: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET6, name, &address) == 1
  }
}
