/// A resource of HealthOmics by its name in AWS: `arn:aws:omics:us-east-1:123456789012:run/8192875`.
struct OmicsResource {
  /// What it is: `run` or `task`.
  var kind: Substring
  /// `run/8192875`.
  var id: Substring
  /// `us-east-1`.
  var region: Substring
  /// The account's number.
  var account: Substring

  /// The parts of a name, or nil if it names no resource of HealthOmics.
  init?(_ name: String) {
    let parts = name.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "omics",
      let slash = parts[5].firstIndex(of: "/"), parts[5].index(after: slash) < parts[5].endIndex
    else { return nil }
    kind = parts[5][..<slash]
    id = parts[5]
    region = parts[3]
    account = parts[4]
  }
}
