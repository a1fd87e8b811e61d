import JobModel

/// The extras of dxCompiler (`compile -extras FILE`): timeouts and restarts of WDL and CWL tasks.
///
/// Source: dxCompiler's `doc/ExpertOptions.md` and `Extras.scala`: a timeout for `*` only, restarts for six keys only, and
/// no instance type for a single task; anything else ends the compiler.
struct DxExtrasWriter: RecommendationWriter {
  let name = "extras"
  let summary = "dxCompiler's extras.json"

  private static let reasons: Set<FailureReason> = [
    .executionError, .unresponsiveWorker, .jmInternalError, .appInternalError, .jobTimeoutExceeded,
  ]

  func write(_ recommendations: [Recommendation], context: EmitContext) -> EmittedText {
    let advised = AdvisedExecutables(recommendations, platform: true)
    var notes = advised.notes
    var tasks: [JSONValue.Member] = []
    for executable in advised.list {
      let setting = executable.head.recommended.setting
      if let type = setting.instanceType {
        let type = EmitComment.shown(type)
        notes.add(
          "the type of a task stands in its `runtime` section: dx_instance_type \"\(type)\"", about: executable.name)
      } else {
        PlatformSettings.noteNeeds(executable, notes: &notes)
      }
      if setting.priority != executable.head.current.setting.priority {
        notes.add("the priority is given at launch (`dx run --priority`)", about: executable.name)
      }
      var runSpec: [JSONValue.Member] = []
      if let timeout = setting.timeout {
        let timeout = PlatformSettings.timeout(timeout, of: executable.head, notes: &notes)
        runSpec.append(.init("timeoutPolicy", .object([.init("*", timeout)])))
      }
      if let policy = PlatformSettings.executionPolicy(
        executable, reasons: Self.reasons, spotTries: false, notes: &notes)
      {
        runSpec.append(.init("executionPolicy", policy))
      }
      if !runSpec.isEmpty { tasks.append(.init(executable.name, .object([.init("runSpec", .object(runSpec))]))) }
    }
    let document = JSONValue.object(tasks.isEmpty ? [] : [.init("perTaskDxAttributes", .object(tasks))])
    return EmittedText(text: document.prettyText + "\n", notes: notes.texts)
  }
}
