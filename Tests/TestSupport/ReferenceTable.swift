import Foundation

/// Tables of exact values beside the folder of real inputs.
public enum ReferenceTable {
  /// The fields of a table's rows, without the head; nil where there is no such table.
  public static func rows(_ path: String) -> [[String]]? {
    guard let url = realData?.deletingLastPathComponent().appendingPathComponent(path),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return nil }
    return text.split(whereSeparator: \.isNewline).dropFirst().map { fields(String($0)) }
  }

  private static func fields(_ line: String) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == "," && !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
