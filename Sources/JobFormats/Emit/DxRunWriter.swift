import JobModel

/// A `dx run` line an executable; inputs are to be added.
///
/// Source: `dx run --help` and `--instance-type-help` of dx-toolkit (`dxpy/cli/parsers.py`): a mapping of entry points is
/// given as JSON, `STAGE=TYPE` names a stage of a workflow, `--extra-args` goes into the API's call.
struct DxRunWriter: RecommendationWriter {
  let name = "dx-run"
  let summary = "`dx run` lines"

  func write(_ recommendations: [Recommendation], context: EmitContext) -> EmittedText {
    let advised = AdvisedExecutables(recommendations, platform: true, entryPoints: true, stages: true)
    var notes = advised.notes
    var text = "# Add the inputs (-i NAME=VALUE).\n"
    if advised.list.isEmpty { text = "# No recommendation changes anything.\n" }
    for executable in advised.list {
      for line in executable.parts.flatMap(EmitComment.lines) { text += "# \(line)\n" }
      text += line(executable, notes: &notes) + "\n"
    }
    return EmittedText(text: text, notes: notes.texts)
  }

  private func line(_ executable: AdvisedExecutable, notes: inout EmitNotes) -> String {
    PlatformSettings.noteNeeds(executable, notes: &notes)
    let options = self.options(executable, notes: &notes)
    guard !options.isEmpty else {
      notes.add("nothing that `dx run` can be told", about: executable.name)
      return "# nothing that dx run can be told"
    }
    let tail = options.joined(separator: " ")
    if let stage = executable.stage {
      notes.add(
        "advised for a stage: put the workflow's id in place of WORKFLOW", about: "\(executable.name) (\(stage))")
      return "# dx run WORKFLOW \(tail)"
    }
    let target = executable.id ?? executable.name
    guard !target.hasPrefix("-"), !target.unicodeScalars.contains(where: EmitComment.isHarmful) else {
      notes.add("commented out, since its name cannot stand in a command", about: target)
      return "# dx run \(Self.word(EmitComment.shown(target))) \(tail)"
    }
    return "dx run \(Self.word(target)) \(tail)"
  }

  private func options(_ executable: AdvisedExecutable, notes: inout EmitNotes) -> [String] {
    var options: [String] = []
    if let types = instanceTypes(executable) { options += ["--instance-type", Self.word(types)] }
    let setting = executable.head.recommended.setting
    if let priority = setting.priority {
      if executable.stage == nil {
        options += ["--priority", priority.rawValue]
        if executable.parts.contains(where: { $0.recommended.setting.priority != priority }) {
          notes.add(
            "priorities differ between entry points, a run has one: the main job's is written", about: executable.name)
        }
      } else if priority != executable.head.current.setting.priority {
        notes.add("the priority of a run is that of all its stages, and not written", about: executable.name)
      }
    }
    var arguments: [JSONValue.Member] = []
    let restartable = FailureReason.restartable
    if executable.stage == nil {
      if let policy = PlatformSettings.executionPolicy(
        executable, reasons: restartable, spotTries: true, notes: &notes)
      {
        arguments.append(.init("executionPolicy", policy))
      }
    } else if setting.restart != executable.head.current.setting.restart {
      notes.add("restarts of a stage belong into the workflow, and are not written", about: executable.name)
    }
    if let timeouts = PlatformSettings.timeoutPolicy(executable, notes: &notes) {
      if let id = executable.id {
        arguments.append(.init("timeoutPolicyByExecutable", .object([.init(id, timeouts)])))
      } else {
        notes.add(
          "a timeout for one run needs the executable's id, which is not known (dxapp.json takes it)",
          about: executable.name)
      }
    }
    if !arguments.isEmpty { options += ["--extra-args", Self.word(JSONValue.object(arguments).compactText)] }
    return options
  }

  /// The type alone where it is for all entry points, else a mapping of them; behind the stage, if there is one.
  private func instanceTypes(_ executable: AdvisedExecutable) -> String? {
    let types = PlatformSettings.instanceTypes(executable)
    guard let first = types.first else { return nil }
    let isPlain = types.count == 1 && first.entryPoint == "*" && !first.type.hasPrefix("{")
    let value =
      isPlain
      ? first.type : JSONValue.object(types.map { JSONValue.Member($0.entryPoint, .string($0.type)) }).compactText
    return executable.stage.map { "\($0)=\(value)" } ?? value
  }

  /// A word as a shell takes it: as it is where it is plain, else in single quotes.
  ///
  /// By code and not by `Character`: a quote with an accent on it is another `Character`, and still a quote to a shell.
  static func word(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-_./,=:@%+".utf8.contains(byte)
    }
    if plain && !text.isEmpty { return text }
    var out = "'"
    for scalar in EmitComment.shown(text).unicodeScalars {
      if scalar == "'" { out += "'\\''" } else { out.unicodeScalars.append(scalar) }
    }
    return out + "'"
  }
}
