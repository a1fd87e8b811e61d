import Dispatch
import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// A server of pages over HTTP: it listens, asks a ``PageRouter`` for answers, and stops when it is told to.
///
/// It reads and never writes: no request changes anything.
public final class PageServer: Sendable {
  private let address: ListenAddress
  private let router: PageRouter
  private let server: HTTPServer
  private let isStopping = Mutex(false)

  /// How long the page of a very large run may take the first time.
  private static let timeoutSeconds: TimeInterval = 300

  /// A server that does not listen yet.
  ///
  /// - Throws: ``ServerError`` for an address that is none.
  public init(_ address: ListenAddress, router: PageRouter) throws(ServerError) {
    self.address = address
    self.router = router
    server = try address.server(timeoutSeconds: Self.timeoutSeconds, handler: Handler(router: router))
  }

  /// Listens until ``stop()`` is called.
  ///
  /// - Parameter ready: called once with the address of the first page, when browsers can connect.
  /// - Throws: ``ServerError`` if the port is taken, or the address not this machine's.
  public func run(ready: @Sendable @escaping (_ url: String) -> Void) async throws(ServerError) {
    let announcement = Task { [server, router, address] in
      try await server.waitUntilListening(timeout: 60)
      guard let port = await server.port else { return }
      router.listens(HostRule(host: address.host, port: port))
      ready(address.url(port: port))
    }
    defer { announcement.cancel() }
    do {
      try await server.run()
    } catch {
      // However a socket ends that was closed under a waiting server, it was told to.
      if isStopping.withLock({ $0 }) { return }
      if let error = error as? SocketError { throw explained(error) }
      throw ServerError("cannot serve: \(error)")
    }
  }

  /// Ends ``run(ready:)``; answers that are on their way have a second.
  public func stop() async {
    isStopping.withLock { $0 = true }
    await server.stop(timeout: 1)
  }

  private func explained(_ error: SocketError) -> ServerError {
    guard case .failed(_, let number, let message) = error else { return ServerError("cannot serve: \(error)") }
    switch number {
    case EADDRINUSE:
      return ServerError(
        "port \(address.port) of \(address.host) is in use; name another one with --port, or 0 for any that is free")
    case EACCES:
      return ServerError("port \(address.port) may not be used; name one above 1023 with --port")
    case EADDRNOTAVAIL:
      return ServerError(
        "\(address.host) is no address of this machine; expected one such as 127.0.0.1, or 0.0.0.0 for all")
    default: return ServerError("cannot listen on \(address.host), port \(address.port): \(message)")
    }
  }
}

extension HTTPServer {
  /// The port that it listens on.
  fileprivate var port: UInt16? {
    switch listeningAddress {
    case .ip4(_, let port), .ip6(_, let port): port
    default: nil
    }
  }
}

/// Hands requests to the router, on a queue of its own: reading a store blocks, and the tasks of the connections must
/// not wait for it.
private struct Handler: HTTPHandler {
  let router: PageRouter
  private let queue = DispatchQueue(label: "purser.pages", attributes: .concurrent)

  init(router: PageRouter) { self.router = router }

  @concurrent func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let (method, target, host) = (request.method.rawValue, request.target.rawValue, request.headers[.host])
    let answer = await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: router.answer(method: method, target: target, host: host)) }
    }
    var headers = HTTPHeaders()
    for header in answer.headers { headers[HTTPHeader(header.name)] = header.value }
    headers[.contentLength] = String(answer.body.count)
    return HTTPResponse(
      statusCode: HTTPStatusCode(answer.status, phrase: Self.phrase(answer.status)), headers: headers,
      body: method == "HEAD" ? Data() : Data(answer.body))
  }

  private static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 204: "No Content"
    case 303: "See Other"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 414: "URI Too Long"
    case 503: "Service Unavailable"
    default: "Internal Server Error"
    }
  }
}
