import JobModel

/// The parts of `dxapp.json` that say how an app runs: one object, or an array of them for several apps.
///
/// Instance types stand under the region where one is known; `runSpec.systemRequirements` is the older place for all.
struct DxAppWriter: RecommendationWriter {
  let name = "dxapp"
  let summary = "parts of dxapp.json"

  func write(_ recommendations: [Recommendation], context: EmitContext) -> EmittedText {
    let advised = AdvisedExecutables(recommendations, platform: true, entryPoints: true)
    var notes = advised.notes
    var apps: [JSONValue] = []
    for executable in advised.list {
      if let app = app(executable, region: context.platformRegion, notes: &notes) { apps.append(app) }
    }
    if apps.count > 1 { notes.add("an array of \(apps.count) apps: each belongs into the dxapp.json of its name") }
    return EmittedText(text: (apps.count == 1 ? apps[0] : .array(apps)).prettyText + "\n", notes: notes.texts)
  }

  private func app(_ executable: AdvisedExecutable, region: String?, notes: inout EmitNotes) -> JSONValue? {
    PlatformSettings.noteNeeds(executable, notes: &notes)
    if executable.parts.contains(where: { $0.recommended.setting.priority != $0.current.setting.priority }) {
      notes.add("the priority is given at launch (`dx run --priority`)", about: executable.name)
    }
    var runSpec: [JSONValue.Member] = []
    if let timeouts = PlatformSettings.timeoutPolicy(executable, notes: &notes) {
      runSpec.append(.init("timeoutPolicy", timeouts))
    }
    if let policy = PlatformSettings.executionPolicy(
      executable, reasons: FailureReason.restartable, spotTries: true, notes: &notes)
    {
      runSpec.append(.init("executionPolicy", policy))
    }
    var pairs: [JSONValue.Member] = [.init("name", .string(executable.name))]
    let requirements = PlatformSettings.systemRequirements(executable)
    if let requirements, region == nil {
      runSpec.append(.init("systemRequirements", requirements))
      notes.add("no region is known: move `systemRequirements` to `regionalOptions` where an app has them")
    }
    guard !runSpec.isEmpty || requirements != nil else {
      notes.add("nothing that dxapp.json can say", about: executable.name)
      return nil
    }
    pairs.append(.init("runSpec", .object(runSpec)))
    if let requirements, let region {
      pairs.append(
        .init("regionalOptions", .object([.init(region, .object([.init("systemRequirements", requirements)]))])))
    }
    return .object(pairs)
  }
}
