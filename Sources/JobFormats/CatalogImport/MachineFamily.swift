import JobModel

/// What the names of clouds' machines tell: whose they are, and which ones differ in size only.
enum MachineFamily {
  /// The provider whose names these are; nil where they are of no kind known.
  ///
  /// `c5.large` is AWS', `Standard_D2s_v3` Azure's, `n2-highmem-8` Google's; the first name decides.
  static func provider(of names: [String]) -> String? {
    guard let name = names.first else { return nil }
    if isOracle(name) { return "oci" }
    if isAzure(name) { return "azure" }
    if name.contains(".") { return "aws" }
    return isGoogle(name) ? "gcp" : nil
  }

  /// `n2d-highmem-8`, `f1-micro`: a series with a figure, then a word. Other clouds' names have hyphens too: `bx2-2x8`,
  /// `s-2vcpu-4gb`, `1x_A100-80GB_SECURE`.
  private static func isGoogle(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 2, let first = parts[0].first, first.isLetter, parts[0].contains(where: \.isNumber) else {
      return false
    }
    return !parts[1].isEmpty && name.allSatisfy { $0.isASCII && !$0.isUppercase } && parts[1].allSatisfy(\.isLetter)
      && parts[0].allSatisfy { $0.isLetter || $0.isNumber }
  }

  /// The family of a type: `c5`, `Standard_Ds_v3`, `n2-highmem`.
  static func family(of name: String) -> String {
    if isAzure(name) { return azureFamily(name) }
    if isOracle(name) { return oracleFamily(name) }
    if name.contains(".") || !name.contains("-") { return InstanceType.family(of: name) }
    // Google's size is the last part that begins with a digit: `a2-highgpu-1g`, `c3-standard-4-lssd`; else the last one.
    var parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let size = parts.lastIndex { $0.first?.isNumber ?? false } ?? parts.endIndex - 1
    if size > 0 { parts.remove(at: size) }
    let family = parts.joined(separator: "-")
    return family.isEmpty ? name : family
  }

  private static func isOracle(_ name: String) -> Bool { name.hasPrefix("VM.") || name.hasPrefix("BM.") }

  /// `VM.Standard.E4.Flex$_2_8` without what a flexible shape is given, `BM.GPU.A10.4` without its number.
  private static func oracleFamily(_ name: String) -> String {
    if let mark = name.firstIndex(of: "$") { return String(name[..<mark]) }
    let parts = name.split(separator: ".")
    return parts.count > 2 && parts.last?.allSatisfy(\.isNumber) == true
      ? parts.dropLast().joined(separator: ".") : name
  }

  private static func isAzure(_ name: String) -> Bool { name.hasPrefix("Standard_") || name.hasPrefix("Basic_") }

  /// `Standard_E64-16s_v3` without its first figures: `Standard_Es_v3`.
  private static func azureFamily(_ name: String) -> String {
    guard let bar = name.firstIndex(of: "_") else { return name }
    let rest = name[name.index(after: bar)...]
    guard let start = rest.firstIndex(where: { $0.isNumber }) else { return name }
    let end = rest[start...].firstIndex { !$0.isNumber && $0 != "-" } ?? rest.endIndex
    return String(name[..<start]) + String(rest[end...])
  }
}
