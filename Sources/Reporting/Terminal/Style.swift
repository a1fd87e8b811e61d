/// How a screen may look: whether colour and weight are used, and how wide it is.
///
/// The caller decides, from `NO_COLOR`, `--no-color` and whether stdout is a terminal.
public struct Style: Sendable, Hashable {
  /// Whether escape sequences for weight and colour may be written.
  public var isStyled: Bool
  /// The number of columns that no line passes, at least 40.
  public var width: Int
  /// What commands that a screen suggests need to work where it is read.
  public var given = GivenOptions()

  /// A look.
  public init(isStyled: Bool = false, width: Int = 100) {
    self.isStyled = isStyled
    self.width = max(40, width)
  }

  /// Letters only, 100 columns.
  public static let plain = Style()

  /// What a piece of text wants to say by its look.
  public enum Emphasis: String, Sendable, Hashable {
    /// Nothing.
    case none = ""
    /// The answer.
    case strong = "1"
    /// What may be skipped.
    case faint = "2"
    /// Less money, less time.
    case good = "32"
    /// More money, more time, an error.
    case bad = "31"
    /// To be looked at.
    case caution = "33"
  }

  /// The text with its look; the text alone where nothing may be styled.
  func apply(_ emphasis: Emphasis, _ text: String) -> String {
    guard isStyled, emphasis != .none, !text.isEmpty else { return text }
    return "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m"
  }
}

/// What a command shows: the body for stdout, the warnings for stderr, both without a newline at the end.
public struct Screen: Sendable, Equatable {
  /// The answer and its explanation.
  public var body: String
  /// What somebody should know before believing it, one line each, without a prefix.
  public var warnings: [String]

  /// A body and warnings.
  public init(body: String, warnings: [String] = []) {
    self.body = body
    self.warnings = warnings
  }
}
