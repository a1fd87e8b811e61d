import FlyingFox
import FlyingSocks
import Foundation

/// Where a server listens: an address and a port.
public struct ListenAddress: Sendable, Equatable {
  /// As it was named: an address or a name.
  public var host: String
  /// The port; 0 for any that is free.
  public var port: UInt16
  /// The address behind the name.
  let address: String

  /// An address by what a person wrote: `127.0.0.1`, `::1`, `[::1]`, `localhost`, a name of this machine.
  ///
  /// - Throws: ``ServerError`` for a name that nobody knows.
  public init(host: String, port: UInt16) throws(ServerError) {
    let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    self.host = bare
    self.port = port
    if HostRule.isAddress(bare) {
      address = bare
    } else if bare.lowercased() == "localhost" {
      address = "127.0.0.1"
    } else if let found = Self.lookUp(bare) {
      address = found
    } else {
      throw ServerError("\"\(host)\" is no address of this machine; expected one such as 127.0.0.1, or 0.0.0.0 for all")
    }
  }

  /// Whether only this machine can reach it.
  public var isLocal: Bool { address.hasPrefix("127.") || address == "::1" }

  /// The address of the first page.
  ///
  /// - Parameter port: the one that was found, where any was asked for.
  public func url(port: UInt16) -> String {
    // Nobody can open "all addresses".
    let shown = address == "0.0.0.0" ? "127.0.0.1" : address == "::" ? "::1" : host
    return "http://\(HostRule.isIPv6(shown) ? "[\(shown)]" : shown):\(port)/"
  }

  private static func lookUp(_ name: String) -> String? {
    guard !name.isEmpty, !name.utf8.contains(0) else { return nil }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &found) == 0, let first = found else { return nil }
    defer { freeaddrinfo(first) }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard
      getnameinfo(
        first.pointee.ai_addr, first.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
    else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A server at this address.
  func server(timeoutSeconds: TimeInterval, handler: any HTTPHandler) throws(ServerError) -> HTTPServer {
    do {
      if HostRule.isIPv6(address) {
        return HTTPServer(
          address: try sockaddr_in6.inet6(ip6: address, port: port), timeout: timeoutSeconds, logger: .disabled,
          handler: handler)
      }
      return HTTPServer(
        address: try sockaddr_in.inet(ip4: address, port: port), timeout: timeoutSeconds, logger: .disabled,
        handler: handler)
    } catch {
      throw ServerError("\(host) is no address to listen on")
    }
  }
}

/// A server that cannot listen: why, and what to do.
public struct ServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// In one sentence.
  public let description: String

  init(_ description: String) { self.description = description }
}
