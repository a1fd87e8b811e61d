import JobModel

/// An `#SBATCH` line an executable, to be pasted into its job script.
///
/// Source: Slurm's page on sbatch: `--time=D-HH:MM:SS` counts in minutes, `--mem` and `--tmp` take a number with `M` of
/// base 2; nought means "no limit" or "all of it", so nothing is rounded to it.
struct SlurmWriter: RecommendationWriter {
  let name = "slurm"
  let summary = "#SBATCH lines"

  func write(_ recommendations: [Recommendation], context: EmitContext) -> EmittedText {
    let advised = AdvisedExecutables(recommendations, platform: false)
    var notes = advised.notes
    var text = "# Paste each line into the script of its job.\n"
    if advised.list.isEmpty { text = "# No recommendation changes anything.\n" }
    for executable in advised.list {
      for line in EmitComment.lines(executable.head) { text += "# \(line)\n" }
      let options = self.options(executable, catalog: context.catalog, notes: &notes)
      if options.isEmpty { notes.add("nothing that sbatch can be told", about: executable.name) }
      text += options.isEmpty ? "# nothing that sbatch can be told\n" : "#SBATCH \(options.joined(separator: " "))\n"
    }
    return EmittedText(text: text, notes: notes.texts)
  }

  private func options(_ executable: AdvisedExecutable, catalog: Catalog?, notes: inout EmitNotes) -> [String] {
    var setting = executable.head.recommended.setting
    let current = executable.head.current.setting
    if let name = setting.instanceType, setting.vcpus == nil, setting.memory == nil {
      if let type = catalog?.type(named: name) {
        setting.vcpus = type.vcpus
        setting.memory = type.usableMemory
        notes.add(
          "Slurm knows no instance types: the cores and memory of the advised one are asked for", about: executable.name
        )
      } else {
        notes.add("Slurm knows no instance types, and no catalog says what the advised one has", about: executable.name)
      }
    }
    if setting.priority != current.priority {
      notes.add("spot or on demand is a partition or QOS of the cluster, and not written", about: executable.name)
    }
    if setting.restart != current.restart {
      notes.add("Slurm has no restarts by reason, they are not written", about: executable.name)
    }
    var options: [String] = []
    if let timeout = setting.timeout { options.append("--time=\(Self.time(timeout))") }
    if let memory = setting.memory { options.append("--mem=\(RequestUnits.mebibytes(memory))M") }
    if let cores = RequestUnits.cores(setting.vcpus) { options.append("--cpus-per-task=\(cores)") }
    if let disk = setting.disk { options.append("--tmp=\(RequestUnits.mebibytes(disk))M") }
    return options
  }

  /// `D-HH:MM:SS` in whole minutes.
  private static func time(_ timeout: SimDuration) -> String {
    let (days, hours, minutes) = RequestUnits.split(minutes: RequestUnits.minutes(timeout))
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(days)-\(two(hours)):\(two(minutes)):00"
  }
}
