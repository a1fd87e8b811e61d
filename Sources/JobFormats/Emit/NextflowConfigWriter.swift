import JobModel

/// A Nextflow configuration (`nextflow run … -c FILE`) with a selector for each process.
///
/// Source: Nextflow's pages on configuration and directives, and `ProcessConfig.groovy`: a selector is a regular
/// expression that must match the whole of a process's simple or fully qualified name; a leading `!` negates it; blanks
/// around it are cut off. Nextflow's `MB` and `GB` are of base 2.
struct NextflowConfigWriter: RecommendationWriter {
  let name = "nextflow"
  let summary = "a nextflow.config"

  /// Exit codes of tasks that were killed or broke for want of memory, as nf-core's pipelines retry on.
  static let memoryExits = "[104, 134, 137, 139, 143, 247]"

  func write(_ recommendations: [Recommendation], context: EmitContext) -> EmittedText {
    let advised = AdvisedExecutables(recommendations, platform: false)
    var notes = advised.notes
    guard !advised.list.isEmpty else {
      return EmittedText(text: "// No recommendation changes anything.\n", notes: notes.texts)
    }
    var text = "// Use with: nextflow run … -c THIS_FILE\nprocess {\n"
    for executable in advised.list {
      for line in EmitComment.lines(executable.head) { text += "  // \(Self.comment(line))\n" }
      let lines = directives(executable, notes: &notes)
      guard !lines.isEmpty else {
        notes.add("nothing that Nextflow can be told", about: executable.name)
        continue
      }
      text += "  withName: \(Self.quoted(Self.pattern(executable.name))) {\n"
      for line in lines { text += "    \(line)\n" }
      text += "  }\n"
    }
    return EmittedText(text: text + "}\n", notes: notes.texts)
  }

  private func directives(_ executable: AdvisedExecutable, notes: inout EmitNotes) -> [String] {
    let setting = executable.head.recommended.setting
    let current = executable.head.current.setting
    var lines: [String] = []
    let retry = self.retry(executable, notes: &notes)
    if let cores = RequestUnits.cores(setting.vcpus) { lines.append("cpus = \(cores)") }
    if let memory = setting.memory {
      let size = Self.size(memory)
      let grows = retry.grows && setting.restart?.largerType ?? false
      lines.append(
        grows
          ? "memory = { \(size.number).\(size.unit) * (2 ** (task.attempt - 1)) }"
          : "memory = '\(size.number) \(size.unit)'")
    }
    if let disk = setting.disk {
      let size = Self.size(disk)
      lines.append("disk = '\(size.number) \(size.unit)'")
    }
    if let timeout = setting.timeout { lines.append("time = '\(Self.time(timeout))'") }
    if let type = setting.instanceType {
      lines.append("machineType = \(Self.quoted(type))")
      notes.add("machineType is heeded on DNAnexus, Google Batch and Azure Batch only")
    }
    if setting.priority != current.priority {
      notes.add("spot or on demand is a setting of the executor's queue, and not written", about: executable.name)
    }
    return lines + retry.lines
  }

  /// What follows a failed task, and whether that can follow a lack of memory.
  private func retry(_ executable: AdvisedExecutable, notes: inout EmitNotes) -> (lines: [String], grows: Bool) {
    guard let policy = executable.head.recommended.setting.restart else { return ([], false) }
    let named = Set(policy.restartOn.keys.filter { policy.restarts(on: $0) > 0 })
    let others = named.subtracting([.appInsufficientResourceError, RestartPolicy.anyReason])
    if !others.isEmpty && policy != executable.head.current.setting.restart {
      let names = others.map { EmitComment.shown($0.name) }.sorted().joined(separator: ", ")
      notes.add("Nextflow retries by exit code, restarts after \(names) are not written", about: executable.name)
    }
    let anyCount = policy.restarts(on: RestartPolicy.anyReason)
    let memoryCount = policy.restarts(on: .appInsufficientResourceError)
    if anyCount > 0 {
      return (["errorStrategy = 'retry'", "maxRetries = \(max(anyCount, memoryCount))"], memoryCount > 0)
    }
    guard memoryCount > 0 else { return ([], false) }
    let strategy = "errorStrategy = { task.exitStatus in \(Self.memoryExits) ? 'retry' : 'terminate' }"
    return ([strategy, "maxRetries = \(memoryCount)"], true)
  }

  /// MiB under Nextflow's name of them, or GiB where it comes out whole.
  private static func size(_ size: Bytes) -> (number: Int64, unit: String) {
    let mebibytes = RequestUnits.mebibytes(size)
    return mebibytes % 1024 == 0 ? (mebibytes / 1024, "GB") : (mebibytes, "MB")
  }

  private static func time(_ timeout: SimDuration) -> String {
    let (days, hours, minutes) = RequestUnits.split(minutes: RequestUnits.minutes(timeout))
    return [(days, "d"), (hours, "h"), (minutes, "m")].filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }
      .joined(separator: " ")
  }

  /// The regular expression that matches this name and no other.
  static func pattern(_ name: String) -> String {
    var out = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      // Blanks at the ends would be cut off; what an editor would act on should be seen.
      case " ": out += "\\x20"
      case _ where EmitComment.isHarmful(scalar): out += "\\x{\(String(scalar.value, radix: 16))}"
      case "\\", ".", "[", "]", "{", "}", "(", ")", "*", "+", "?", "^", "$", "|", "!", "#", "&", "-", "~":
        out += "\\"
        out.unicodeScalars.append(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// A Groovy string on one line in single quotes, in which nothing is interpolated.
  static func quoted(_ text: String) -> String {
    var out = "'"
    for scalar in EmitComment.shown(text).unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "'": out += "\\'"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "'"
  }

  /// A comment's text: Groovy looks for `\u000a` even there, so nothing follows a backslash directly.
  static func comment(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      out.unicodeScalars.append(scalar)
      if scalar == "\\" { out += " " }
    }
    return out
  }
}
