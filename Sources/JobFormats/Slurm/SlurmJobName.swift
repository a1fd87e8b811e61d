/// What a job's name in Slurm says of what it runs.
///
/// Workflow managers give every job a name of its own. What their jobs have in common is what advice rests on.
enum SlurmJobName {
  /// The executable that jobs of this name share; the name itself where no workflow manager made it.
  ///
  /// - `nf-MAIN_ALIGN_(sample 1)` is `nf-MAIN_ALIGN`: Nextflow puts a task's tag in brackets behind its process
  ///   (`AbstractGridExecutor.getJobNameFor`, which writes `_` for spaces and colons and cuts at 256 characters).
  /// - `cromwell_1a2b3c4d_align` is `align`: the example of Cromwell's documentation for Slurm.
  /// - `snakejob.align.12.sh` is `align`: Snakemake's job scripts up to version 7.
  /// - A UUID with the comment `rule_align_wildcards_a` is `align`: Snakemake's plugin for Slurm names all jobs of a run
  ///   alike, and tells the rule in the comment.
  static func executable(_ name: String, comment: String?) -> String {
    if name.hasPrefix("nf-") {
      guard let tag = name.firstRange(of: "_("), tag.lowerBound > name.index(name.startIndex, offsetBy: 3) else {
        return name
      }
      return String(name[..<tag.lowerBound])
    }
    if name.hasPrefix("cromwell_") {
      let parts = name.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[1].utf8.count == 8, parts[1].utf8.allSatisfy(isHexadecimal), !parts[2].isEmpty
      else { return name }
      return String(parts[2])
    }
    if name.hasPrefix("snakejob.") {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count >= 4, parts.last == "sh", parts[parts.count - 2].utf8.allSatisfy(isDigit), !parts[1].isEmpty
      else { return name }
      return parts[1..<(parts.count - 2)].joined(separator: ".")
    }
    guard let comment, comment.hasPrefix("rule_"), isUUID(name) else { return name }
    let rule = comment.dropFirst(5)
    let end = rule.firstRange(of: "_wildcards_")?.lowerBound ?? rule.endIndex
    return rule[..<end].isEmpty ? name : String(rule[..<end])
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"))
  }

  /// Whether a text is of the form `59b3d4de-2b08-4a7c-a78d-3f2c8560439c`.
  private static func isUUID(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(isHexadecimal) }
  }
}
