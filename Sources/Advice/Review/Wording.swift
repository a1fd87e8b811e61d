import Foundation
import JobModel

/// How rules word figures and settings.
enum Wording {
  static func time(_ milliseconds: Double) -> String {
    SimDuration(milliseconds: checkedInteger(milliseconds) ?? .max).description
  }

  static func time(_ milliseconds: Int64) -> String { SimDuration(milliseconds: milliseconds).description }

  static func percent(_ share: Double) -> String {
    guard let tenths = checkedInteger(share * 1000) else { return "–" }
    if tenths % 10 == 0 || tenths >= 1000 { return "\((tenths + 5) / 10) %" }
    return "\(tenths / 10).\(tenths.magnitude % 10) %"
  }

  static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    "\(value) \(value == 1 ? one : many ?? one + "s")"
  }

  /// `7.5`, `12`.
  static func number(_ value: Double) -> String {
    guard let tenths = checkedInteger(value * 10) else { return "–" }
    return tenths % 10 == 0 || tenths >= 100 ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  /// A job for the evidence: its name, and its id where that says more.
  static func job(_ row: ReviewRow) -> String {
    row.name == row.key.id || row.name.isEmpty ? row.key.id : "\(row.name) (\(row.key.id))"
  }
}

/// Settings that can be pasted, for the platform that a try ran on.
enum Setting {
  /// Another machine.
  static func machine(_ type: String, _ executable: ReviewedExecutable) -> String {
    isDNAnexus(executable) ? "`dx run … --instance-type \(type)`" : "run it on \(type)"
  }

  /// So much memory.
  static func memory(_ bytes: Double, _ executable: ReviewedExecutable) -> String {
    let gib = max(1, bytes / 0x1p30)
    // Whole GiB; what is small is not rounded up by more than an eighth.
    let text = gib <= 8 ? Wording.number((gib * 10).rounded(.up) / 10) : Wording.number(gib.rounded(.up))
    return asked(
      executable, nextflow: "memory = '\(text) GB'", slurm: "--mem=\(Int(min(1e9, (gib * 1024).rounded(.up))))M")
      + " (\(text) GiB)"
  }

  /// So many cores.
  static func cores(_ count: Double, _ executable: ReviewedExecutable) -> String {
    let text = Wording.number(count)
    return asked(executable, nextflow: "cpus = \(text)", slurm: "--cpus-per-task=\(text)")
  }

  /// So much time.
  static func timeout(_ milliseconds: Double, _ executable: ReviewedExecutable) -> String {
    // Whole hours, and below two hours whole quarters.
    let quarters = min(4 * 720, max(1, (milliseconds / 900_000).rounded(.up)))
    let minutes = Int(quarters <= 8 ? quarters * 15 : (quarters / 4).rounded(.up) * 60)
    guard isDNAnexus(executable) else {
      let slurm = "--time=\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60):00"
      return asked(
        executable, nextflow: "time = '\(minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes)m")'", slurm: slurm)
    }
    let value = minutes % 60 == 0 ? "{\"hours\": \(minutes / 60)}" : "{\"minutes\": \(minutes)}"
    if let id = executable.rows.lazy.compactMap(\.executableID).first {
      return "`dx run … --extra-args '{\"timeoutPolicyByExecutable\": {\"\(id)\": {\"*\": \(value)}}}'`"
    }
    return "`\"timeoutPolicy\": {\"*\": \(value)}` in the runSpec of its dxapp.json"
  }

  /// Whether its jobs ran on DNAnexus, as their ids tell.
  static func isDNAnexus(_ executable: ReviewedExecutable) -> Bool { executable.rows.first?.isOfDNAnexus ?? false }

  private static func asked(_ executable: ReviewedExecutable, nextflow: String, slurm: String) -> String {
    let name = executable.executable.split(separator: ":").last.map(String.init) ?? executable.executable
    return "`process { withName: '\(name)' { \(nextflow) } }`, on Slurm `\(slurm)`"
  }
}
