import JobModel

/// Why a task should run as it is recommended, in a sentence.
enum PlanReason {
  /// - Parameter isLimited: whether a deadline or a budget is to be kept.
  static func text(_ task: TaskChoices, _ made: TaskChoices.Choice, isLimited: Bool) -> String {
    let now = task.current
    var parts: [String] = []
    if made.setting == now.setting {
      if task.all.count <= 1 {
        parts.append(task.notes.first ?? "there is no other choice")
      } else {
        parts.append(isLimited ? "kept: no other choice serves the limit better" : "kept: no other choice is better")
      }
    } else {
      if made.setting.instanceType != now.setting.instanceType {
        parts.append("\(made.setting.instanceType ?? "another type") instead of \(now.setting.instanceType ?? "none")")
      }
      if made.setting.priority != now.setting.priority {
        parts.append(market(made, instead: now))
      }
      if let items = made.setting.itemsPerJob, items != now.setting.itemsPerJob {
        parts.append("\(items) items a job make \(made.setting.jobs) \(made.setting.jobs == 1 ? "job" : "jobs")")
      }
      if let before = now.cost, let after = made.cost, before > 0 {
        parts.append(change(after / before, "dearer", "cheaper"))
      }
      if now.hours > 0 { parts.append(change(made.hours / now.hours, "slower", "faster")) }
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private static func market(_ made: TaskChoices.Choice, instead now: TaskChoices.Choice) -> String {
    switch made.setting.priority {
    case .low: return "spot alone"
    case .normal: return "spot, on demand if it does not come"
    case .high:
      guard let before = now.cost, let after = made.cost else { return "on demand" }
      return after < before
        ? "on demand: interruptions would cost more than spot saves" : "on demand: no interruption holds it up"
    }
  }

  /// `32 % cheaper`; nothing below half a percent.
  private static func change(_ ratio: Double, _ more: String, _ less: String) -> String {
    guard ratio.isFinite, let percent = checkedInteger((ratio - 1) * 100), percent != 0 else { return "" }
    if percent < 1000 { return "\(percent.magnitude) % \(percent > 0 ? more : less)" }
    return "\(checkedInteger(ratio) ?? .max) times as \(more == "dearer" ? "dear" : "slow")"
  }
}

extension TaskChoices {
  /// The choices of which none is both dearer and slower than another, the cheapest first.
  var paretoFront: [Choice] {
    var fastest = Double.infinity
    let sorted = all.filter { $0.cost != nil }.sorted { ($0.cost ?? 0, $0.hours) < ($1.cost ?? 0, $1.hours) }
    return sorted.filter { choice in
      guard choice.hours < fastest else { return false }
      fastest = choice.hours
      return true
    }
  }

  /// Whether nothing tells how long it takes on any other type.
  var isTied: Bool {
    guard task.work == nil else { return false }
    return types <= 1 && notes.contains { $0.hasPrefix("nothing tells") }
  }

  /// Whether a spot market is there of which nobody said how often it takes machines back.
  var hasUnknownMarket: Bool { !breakEven.isEmpty }
}
