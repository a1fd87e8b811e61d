import JobModel

/// What DNAnexus' documents say of how an executable runs: types, timeouts and restarts, of its main job.
///
/// An entry point's own setting wins over that of `*`.
struct RunSpecification {
  var instanceType: String?
  var nodes: Int?
  var timeout: SimDuration?
  var restart: RestartPolicy?
  /// What to know about it.
  var remarks: [String] = []

  /// Reads `systemRequirements`, a mapping of entry points.
  mutating func readRequirements(_ requirements: YAMLTree?) {
    guard let requirements, case .mapping(let pairs) = requirements.content else { return }
    for entry in [requirements["main"], requirements["*"]].compactMap({ $0 }) {
      if instanceType == nil {
        instanceType = entry["instanceType"]?.text
        let allowed = entry["instanceTypeSelector"]?["allowedInstanceTypes"]?.entries.compactMap(\.text) ?? []
        if instanceType == nil, let first = allowed.first {
          instanceType = first
          remarks.append("the first of its allowed instance types: \(allowed.joined(separator: ", "))")
        }
      }
      if nodes == nil, let count = entry["clusterSpec"]?["initialInstanceCount"]?.text.flatMap({ Int($0) }),
        (1...10_000).contains(count)
      {
        nodes = count
      }
    }
    let others = pairs.map(\.key).filter { $0 != "main" && $0 != "*" }
    if !others.isEmpty {
      remarks.append(
        "jobs of its other entry points (\(others.joined(separator: ", "))) are in no document, and not planned")
    }
  }

  /// Reads `timeoutPolicy`, a mapping of entry points to `{days, hours, minutes}`.
  mutating func readTimeouts(_ policy: YAMLTree?) {
    guard timeout == nil, let entry = policy?["main"] ?? policy?["*"] else { return }
    var total: Int64 = 0
    for (key, unit) in [("days", 86_400_000.0), ("hours", 3_600_000), ("minutes", 60_000)] {
      guard let text = entry[key]?.text, let number = try? DecimalNumber(parsing: text).approximate, number >= 0,
        let milliseconds = checkedInteger(number * unit)
      else { continue }
      total = saturatingSum(total, milliseconds)
    }
    // Nought is no timeout: dxCompiler writes {days: 0, hours: 0, minutes: 0} for none.
    if total > 0, total <= SimDuration.limit.milliseconds { timeout = SimDuration(milliseconds: total) }
  }

  /// Reads `executionPolicy`; an empty `restartOn` sets nothing.
  mutating func readPolicy(_ policy: YAMLTree?) {
    guard restart == nil, let policy else { return }
    var result = RestartPolicy.platformDefault
    var isSet = false
    if let pairs = policy["restartOn"]?.pairs, !pairs.isEmpty {
      result.restartOn = [:]
      for pair in pairs {
        guard RestartReader.reasons.contains(pair.key), let count = Self.count(pair.value) else {
          remarks.append("left out: restartOn.\(pair.key)")
          continue
        }
        result.restartOn[FailureReason(pair.key)] = count
        isSet = true
      }
    }
    if let most = Self.count(policy["maxRestarts"]) {
      result.maxRestarts = most
      isSet = true
    }
    if let tries = Self.count(policy["maxSpotTries"]) {
      result.maxSpotTries = tries
      isSet = true
    }
    if isSet && result != .platformDefault { restart = result }
  }

  private static func count(_ tree: YAMLTree?) -> Int? {
    guard let count = tree?.text.flatMap({ Int($0) }), (0...10_000).contains(count) else { return nil }
    return count
  }

  /// What another specification says where this one says nothing.
  mutating func fill(from other: RunSpecification) {
    let isOwnType = instanceType != nil
    instanceType = instanceType ?? other.instanceType
    nodes = nodes ?? other.nodes
    timeout = timeout ?? other.timeout
    restart = restart ?? other.restart
    remarks += other.remarks.filter { !(isOwnType && $0.hasPrefix("the first of its allowed")) }
  }

  /// Writes it into a task.
  func apply(to task: inout PlanTask) {
    task.instanceType = instanceType
    task.nodes = nodes ?? 1
    task.timeout = timeout
    task.restart = restart
  }
}
