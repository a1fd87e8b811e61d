import JobModel

/// What DNAnexus' documents say of an executable's jobs: `systemRequirements`, `timeoutPolicy`, `executionPolicy`.
///
/// Source: the platform's pages "I/O and run specifications" and "Executions and time limits".
enum PlatformSettings {
  /// The instance type of each entry point; nil where none is recommended.
  static func instanceTypes(_ executable: AdvisedExecutable) -> [(entryPoint: String, type: String)] {
    executable.parts.compactMap { part in
      part.recommended.setting.instanceType.map { (AdvisedExecutable.entryPoint(part), $0) }
    }
  }

  /// `systemRequirements`: a key for each entry point with a type.
  static func systemRequirements(_ executable: AdvisedExecutable) -> JSONValue? {
    let types = instanceTypes(executable)
    guard !types.isEmpty else { return nil }
    return .object(types.map { JSONValue.Member($0.entryPoint, .object([.init("instanceType", .string($0.type))])) })
  }

  /// `timeoutPolicy`: a key for each entry point with a timeout, in minutes rounded up, up to 30 days.
  static func timeoutPolicy(_ executable: AdvisedExecutable, notes: inout EmitNotes) -> JSONValue? {
    var pairs: [JSONValue.Member] = []
    for part in executable.parts {
      guard let timeout = part.recommended.setting.timeout else { continue }
      pairs.append(.init(AdvisedExecutable.entryPoint(part), self.timeout(timeout, of: part, notes: &notes)))
    }
    return pairs.isEmpty ? nil : .object(pairs)
  }

  /// A timeout as `{days, hours, minutes}`, parts of nought left out.
  static func timeout(_ timeout: SimDuration, of part: Recommendation, notes: inout EmitNotes) -> JSONValue {
    let minutes = RequestUnits.minutes(timeout)
    if minutes > RequestUnits.platformMinutes {
      notes.add("timeouts are cut to the platform's 30 days", about: EmitComment.title(part))
    }
    let (days, hours, rest) = RequestUnits.split(minutes: min(minutes, RequestUnits.platformMinutes))
    let parts: [(key: String, value: Int64)] = [("days", days), ("hours", hours), ("minutes", rest)]
    return .object(parts.filter { $0.value > 0 }.map { JSONValue.Member($0.key, .integer($0.value)) })
  }

  /// `executionPolicy` of a run: the restarts of the main job, for a policy belongs to no entry point.
  ///
  /// - Parameter reasons: those that the target takes.
  /// - Parameter spotTries: whether it takes `maxSpotTries`.
  static func executionPolicy(
    _ executable: AdvisedExecutable, reasons: Set<FailureReason>, spotTries: Bool, notes: inout EmitNotes
  ) -> JSONValue? {
    guard let policy = executable.head.recommended.setting.restart else { return nil }
    let name = executable.name
    if executable.parts.contains(where: { $0.recommended.setting.restart != policy }) {
      notes.add("restarts differ between entry points, a run has one policy: the main job's is written", about: name)
    }
    if policy.largerType {
      notes.add("a larger type after running out of memory is a setting of the organisation, not written", about: name)
    }
    var restarts: [JSONValue.Member] = []
    for (reason, count) in policy.restartOn.sorted(by: { $0.key.name < $1.key.name }) {
      guard reasons.contains(reason) || reason == RestartPolicy.anyReason else {
        notes.add("restarts after \(EmitComment.shown(reason.name)) cannot be set here and are left out", about: name)
        continue
      }
      restarts.append(.init(reason.name, .integer(Int64(restartCount(count, name, &notes)))))
    }
    var pairs: [JSONValue.Member] = []
    if !restarts.isEmpty { pairs.append(.init("restartOn", .object(restarts))) }
    // An empty `restartOn` would leave the defaults in force.
    let most = policy.restartOn.isEmpty ? 0 : restartCount(policy.maxRestarts, name, &notes)
    if most != RestartPolicy.platformMaximum && !(restarts.isEmpty && !policy.restartOn.isEmpty) {
      pairs.append(.init("maxRestarts", .integer(Int64(most))))
    }
    if let tries = policy.maxSpotTries {
      if spotTries {
        pairs.append(.init("maxSpotTries", .integer(Int64(max(0, tries)))))
      } else {
        notes.add("maxSpotTries cannot be set here and is left out", about: name)
      }
    }
    return pairs.isEmpty ? nil : .object(pairs)
  }

  /// Notes that the platform takes cores, memory and disk as an instance type only.
  static func noteNeeds(_ executable: AdvisedExecutable, notes: inout EmitNotes) {
    for part in executable.parts {
      let setting = part.recommended.setting
      guard setting.instanceType == nil, setting.vcpus != nil || setting.memory != nil || setting.disk != nil else {
        continue
      }
      notes.add(
        "DNAnexus takes cores, memory and disk as an instance type, and none is advised", about: EmitComment.title(part)
      )
    }
  }

  private static func restartCount(_ count: Int, _ name: String, _ notes: inout EmitNotes) -> Int {
    if count > RestartPolicy.platformMaximum {
      notes.add("restarts are cut to the platform's \(RestartPolicy.platformMaximum)", about: name)
    }
    return min(max(0, count), RestartPolicy.platformMaximum)
  }
}
