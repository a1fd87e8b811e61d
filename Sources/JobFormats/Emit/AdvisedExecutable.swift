import JobModel

/// What is recommended for one executable: a recommendation for each of its entry points.
struct AdvisedExecutable {
  /// The executable's name.
  var name: String
  /// The stage, for targets that can name one.
  var stage: String?
  /// The recommendations by entry point, `*` first; never empty, no entry point twice.
  var parts: [Recommendation]

  /// The platform's id, if any recommendation knows it.
  var id: String? { parts.lazy.compactMap(\.executableID).first { !$0.isEmpty } }

  /// The recommendation that says what holds for a run as a whole: that of `main`, else of all entry points.
  var head: Recommendation { parts.first { $0.function == "main" } ?? parts[0] }

  /// The entry point of a recommendation as DNAnexus names it; `*` is all of them.
  static func entryPoint(_ part: Recommendation) -> String { part.function ?? "*" }
}

/// Recommendations that change something, by executable in the order of their names.
struct AdvisedExecutables {
  private(set) var list: [AdvisedExecutable] = []
  private(set) var notes = EmitNotes()

  /// Sorts and groups; what cannot be kept apart is noted.
  ///
  /// - Parameter platform: whether names are DNAnexus', with the entry point behind a colon.
  /// - Parameter entryPoints: whether the target can name entry points.
  /// - Parameter stages: whether the target can name stages.
  init(_ recommendations: [Recommendation], platform: Bool, entryPoints: Bool = false, stages: Bool = false) {
    var changing = Self.changing(recommendations, notes: &notes)
    if platform { changing = Self.sorted(Self.withEntryPoints(changing, among: recommendations)) }
    var start = 0
    while start < changing.count {
      let end = changing[start...].firstIndex { $0.executable != changing[start].executable } ?? changing.count
      let group = Array(changing[start..<end])
      if stages {
        // In their order already: those without a stage come first.
        for stage in Self.distinct(group.map(\.stage)) {
          append(group.filter { $0.stage == stage }, entryPoints, stage)
        }
      } else {
        append(withoutStages(group), entryPoints, nil)
      }
      start = end
    }
  }

  /// The recommendations that change something and name their executable, sorted by name, stage and entry point.
  static func changing(_ recommendations: [Recommendation], notes: inout EmitNotes) -> [Recommendation] {
    var changing: [Recommendation] = []
    var nameless = 0
    for recommendation in recommendations {
      guard let batching = recommendation.batching, !recommendation.executable.isEmpty else { continue }
      notes.add(
        "how many items a job does is a change of the workflow, and not written",
        about:
          "\(EmitComment.title(recommendation)) (\(batching.jobsPerJob) in one)")
    }
    for var recommendation in recommendations where recommendation.changes {
      guard !recommendation.executable.isEmpty else {
        nameless += 1
        continue
      }
      if ["", "*"].contains(recommendation.function) { recommendation.function = nil }
      if recommendation.stage?.isEmpty ?? false { recommendation.stage = nil }
      if recommendation.recommended.setting.instanceType?.isEmpty ?? false {
        recommendation.recommended.setting.instanceType = nil
      }
      changing.append(recommendation)
    }
    let kept = recommendations.count - changing.count - nameless
    if kept > 0 { notes.add("\(kept) of \(recommendations.count) recommendations change nothing and are left out") }
    if nameless > 0 { notes.add("\(nameless) recommendations name no executable and are left out") }
    return sorted(changing)
  }

  private static func sorted(_ changing: [Recommendation]) -> [Recommendation] {
    func key(_ place: Int) -> (String, String, String, Int) {
      (changing[place].executable, changing[place].stage ?? "", changing[place].function ?? "", place)
    }
    return changing.indices.sorted { key($0) < key($1) }.map { changing[$0] }
  }

  /// The recommendations with their entry points, of which the executables' names tell.
  private static func withEntryPoints(_ changing: [Recommendation], among all: [Recommendation]) -> [Recommendation] {
    let several = Set(
      all.map(splittingEntryPoint).filter { !["*", "main", ""].contains($0.function ?? "") }.map(\.executable))
    return changing.map { recommendation in
      var result = splittingEntryPoint(recommendation)
      // Beside other entry points, jobs whose name has none are those of `main`: theirs must not be changed with it.
      if result.function == nil && several.contains(result.executable) { result.function = "main" }
      return result
    }
  }

  /// `align:work` as the entry point `work` of `align`: so jobs of DNAnexus are named, but for `main`.
  private static func splittingEntryPoint(_ recommendation: Recommendation) -> Recommendation {
    guard let colon = recommendation.executable.lastIndex(of: ":"), colon > recommendation.executable.startIndex else {
      return recommendation
    }
    let entry = recommendation.executable[colon...].dropFirst()
    // Where the record does not name the function, what looks like one is one.
    let isName = !entry.isEmpty && entry.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
    guard recommendation.function.map({ $0 == entry }) ?? isName else { return recommendation }
    var result = recommendation
    result.executable = String(recommendation.executable[..<colon])
    result.function = String(entry)
    return result
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Adds a group without two recommendations for one entry point.
  private mutating func append(_ group: [Recommendation], _ entryPoints: Bool, _ stage: String?) {
    var parts: [Recommendation] = []
    for part in group.sorted(by: { ($0.function ?? "") < ($1.function ?? "") }) {
      if let same = parts.first(where: { $0.function == part.function }) {
        if same.recommended.setting != part.recommended.setting {
          notes.add("the second recommendation for the same jobs is left out", about: EmitComment.title(part))
        }
      } else if !entryPoints, let first = parts.first {
        // The main job's is what a target without entry points would run.
        if part.function == "main" { parts = [part] }
        if first.recommended.setting != part.recommended.setting {
          notes.add("this target knows no entry points: one setting is written", about: part.executable)
        }
      } else {
        parts.append(part)
      }
    }
    guard let first = parts.first else { return }
    list.append(AdvisedExecutable(name: first.executable, stage: stage, parts: parts))
  }

  /// For each entry point the one setting on which all its stages agree, jobs outside of the named stages included.
  private mutating func withoutStages(_ group: [Recommendation]) -> [Recommendation] {
    Self.distinct(group.map(\.function)).flatMap { function -> [Recommendation] in
      let some = group.filter { $0.function == function }
      guard let first = some.first, some.contains(where: { $0.stage != nil }) else { return some }
      guard some.allSatisfy({ $0.recommended.setting == first.recommended.setting }) else {
        notes.add(
          "left out, since its stages need different settings, which this target cannot say", about: first.executable)
        return []
      }
      if first.stage != nil {
        notes.add("advised for some stages, written for all uses of the executable", about: first.executable)
      }
      return [first]
    }
  }

  private static func distinct(_ values: [String?]) -> [String?] {
    var seen: Set<String?> = []
    return values.filter { seen.insert($0).inserted }
  }
}
