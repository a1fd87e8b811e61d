/// The addresses of a server's pages, once for those who write links and those who read them.
public enum PageAddress {
  /// The first page.
  public static let overview = "/"
  /// All runs.
  public static let runs = "/runs"
  /// Runs side by side.
  public static let compare = "/compare"
  /// All jobs.
  public static let jobs = "/jobs"
  /// What was brought in, and of which executables.
  public static let history = "/history"
  /// What the last review found.
  public static let findings = "/findings"

  /// The page of one run.
  public static func run(_ id: String) -> String { runs + "/" + segment(id) }

  /// Runs side by side, the first one as the base.
  public static func compare(_ ids: [String]) -> String {
    address(compare, ids.enumerated().map { ($0 == 0 ? "a" : "b", $1) })
  }

  /// The page of one job.
  ///
  /// - Parameters:
  ///   - run: in which its id is unique; empty for ids that are unique in the world.
  ///   - tryNumber: nil for the last try.
  public static func job(_ id: String, run: String = "", tryNumber: Int? = nil) -> String {
    var items: [(String, String)] = run.isEmpty ? [] : [("run", run)]
    if let tryNumber { items.append(("try", String(tryNumber))) }
    // Browsers take folders made of dots away, whichever way they are written.
    if id.isEmpty || id == "." || id == ".." { return address(jobs + "/", [("id", id)] + items) }
    return address(jobs + "/" + segment(id), items)
  }

  /// A page with its parameters.
  public static func address(_ path: String, _ items: [(String, String)]) -> String {
    items.isEmpty ? path : path + "?" + items.map { "\(segment($0.0))=\(segment($0.1))" }.joined(separator: "&")
  }

  /// The text with all but letters, digits and `-._~` of ASCII as `%` and two digits.
  static func segment(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default: out += "%" + hex[Int(byte >> 4)] + hex[Int(byte & 15)]
      }
    }
    return out
  }

  private static let hex = "0123456789ABCDEF".map { String($0) }
}
