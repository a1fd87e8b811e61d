import JobModel
import Reporting

/// What a browser gets.
public struct PageAnswer: Sendable, Equatable {
  /// 200, 404 …
  public var status: Int
  /// Names and values of the head, but for the length.
  public var headers: [(name: String, value: String)]
  /// The page or the document.
  public var body: [UInt8]

  /// What every answer carries: nothing is guessed, framed, kept or told to others.
  private static let common: [(name: String, value: String)] = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", PageSite.policy + "; frame-ancestors 'none'"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
  ]

  init(status: Int = 200, type: String, _ body: [UInt8], more: [(name: String, value: String)] = []) {
    self.status = status
    headers = Self.common + [("Content-Type", type)] + more
    self.body = body
  }

  /// A page.
  static func page(_ html: String, status: Int = 200, more: [(name: String, value: String)] = []) -> PageAnswer {
    PageAnswer(status: status, type: "text/html; charset=utf-8", Array(html.utf8), more: more)
  }

  /// A document.
  static func json(_ value: JSONValue) -> PageAnswer {
    PageAnswer(type: "application/json; charset=utf-8", Array((value.prettyText + "\n").utf8))
  }

  /// The way to another page.
  static func redirect(to address: String) -> PageAnswer {
    PageAnswer(
      status: 303, type: "text/plain; charset=utf-8", Array("\(address)\n".utf8), more: [("Location", address)])
  }

  /// A value of the head.
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// Equal in all parts.
  public static func == (a: PageAnswer, b: PageAnswer) -> Bool {
    a.status == b.status && a.body == b.body
      && a.headers.elementsEqual(b.headers) { $0.name == $1.name && $0.value == $1.value }
  }
}
