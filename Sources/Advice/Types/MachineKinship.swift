public import JobModel

/// How alike two machines are per core, by what their names and figures say: what to expect of a runtime before any task
/// ran on both.
public enum MachineKinship {
  /// The standard deviations of ln(runtime there / runtime here) with equally many cores: sizes of one family, families of
  /// one generation of processors, and all others.
  static let sameFamily = 0.05
  static let sameGeneration = 0.10
  static let others = 0.25
  /// Programs built for another architecture are other programs.
  static let otherArchitecture = 0.40

  /// What machines have of which nothing is said.
  static let usualArchitecture = "x86_64"

  /// As fast, give or take.
  public static func prior(_ a: InstanceType, _ b: InstanceType) -> LogEstimate {
    prior(a, b, generation(of: a.family), generation(of: b.family))
  }

  /// The same of machines whose generations are known.
  static func prior(_ a: MarketMachine, _ b: MarketMachine) -> LogEstimate {
    prior(a.type, b.type, a.generation, b.generation)
  }

  private static func prior(
    _ a: InstanceType, _ b: InstanceType, _ generationA: String?, _ generationB: String?
  ) -> LogEstimate {
    let deviation: Double
    if (a.architecture ?? usualArchitecture) != (b.architecture ?? usualArchitecture) {
      deviation = otherArchitecture
    } else if a.family == b.family {
      deviation = sameFamily
    } else if a.gpus == b.gpus, let generationA, generationA == generationB {
      deviation = sameGeneration
    } else {
      deviation = others
    }
    return LogEstimate(log: 0, variance: deviation * deviation)
  }

  /// What of a family's name says which processors it has: `v2` of `mem1_ssd1_v2`, `5a` of `m5ad`; nil where the name
  /// says nothing.
  ///
  /// DNAnexus families of one generation differ in memory and disk. EC2's name is a letter for the balance of memory and
  /// cores, the generation, and letters of which a, g and i tell the maker of the processor.
  static func generation(of family: String) -> String? {
    if family.hasPrefix("mem") || family.contains(":mem") {
      let cloud = family.split(separator: ":").count > 1 ? family.prefix { $0 != ":" } : ""
      return cloud + "/" + (family.split(separator: "_").last { $0.hasPrefix("v") } ?? "v1")
    }
    let letters = family.prefix { $0.isASCII && $0.isLetter }
    let rest = family.dropFirst(letters.count)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard ["c", "m", "r"].contains(letters), !digits.isEmpty else { return nil }
    return digits + rest.dropFirst(digits.count).filter { "agi".contains($0) }
  }
}
