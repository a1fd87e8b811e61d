import JobModel

/// Why a machine is proposed or kept, in a sentence.
struct TypeReason {
  let profile: ExecutableProfile
  let current: InstanceType
  let needs: Needs
  let busyCores: Double?
  let rules: AdviceRules
  let choice: TypeChooser.Choice

  var text: String {
    guard let chosen = choice.chosen else { return kept }
    let facts = [cores(of: chosen.type), memory(of: chosen.type)].compactMap { $0 }
    let first = facts.isEmpty ? "jobs do as well elsewhere" : facts.joined(separator: " and ")
    return "\(first); \(effect(chosen))" + evidence(chosen)
  }

  private var kept: String {
    if needs.isHidden { return "kept: most peaks are at the memory limit, so what jobs need is not known" }
    if needs.memory == nil && choice.doubtful == nil && rules.goal == .cheapest {
      return "kept: without memory use on record no machine with less is proposed, and none with as much is cheaper"
    }
    let known = [cores(of: current), memory(of: current)].compactMap { $0 }.joined(separator: " and ")
    let facts = known.isEmpty ? "" : " (\(known))"
    if needs.leastCores != nil && choice.doubtful == nil && rules.goal == .cheapest {
      return
        "kept: without processor use on record no machine with fewer cores is proposed, and none with as many is cheaper\(facts)"
    }
    switch (rules.goal, choice.doubtful) {
    case (.fastest, nil): return "kept: nothing is faster by 5 %\(facts)"
    case (.balanced, nil): return "kept: nothing is better in cost times time\(facts)"
    case (.cheapest, nil): return "kept: nothing that holds the jobs is cheaper\(facts)"
    case (.cheapest, let doubtful?):
      return "kept: \(doubtful.type.name) may be cheaper, but by less than 5 % or not for certain\(facts)"
    case (_, let doubtful?): return "kept: \(doubtful.type.name) may be better, but not for certain\(facts)"
    }
  }

  private func cores(of type: InstanceType) -> String? {
    guard let busyCores else { return nil }
    return "jobs keep \(Self.number(busyCores)) of \(Self.number(current.vcpus)) cores busy"
      + (type.vcpus == current.vcpus ? "" : " (there are \(Self.number(type.vcpus)))")
  }

  private func memory(of type: InstanceType) -> String? {
    guard let peak = needs.largestPeak else { return nil }
    let there = type.name == current.name ? "" : ", for which \(Self.gibibytes(type.usableMemory)) are enough"
    return "peak at \(Self.gibibytes(peak)) of \(Self.gibibytes(current.usableMemory))\(there)"
  }

  private func effect(_ chosen: TypeChooser.Offer) -> String {
    var text = "\(chosen.type.name) "
    if let now = choice.current.cost, let then = chosen.cost, now > 0 {
      let percent = checkedInteger((1 - then / now) * 100) ?? 0
      text += percent >= 0 ? "costs \(percent) % less" : "costs \(-percent) % more"
    } else {
      text += "does as well"
    }
    // Of one run. What all tries of a job take is the record's on this side and expected on the other: where the record
    // had bad luck, the other machine is not the cause of the difference.
    let time = checkedInteger((chosen.move.expectedFactor - 1) * 100) ?? 0
    if time >= 1 { text += " and a run takes \(time) % longer" }
    if time <= -1 { text += " and a run takes \(-time) % less time" }
    return text
  }

  private func evidence(_ chosen: TypeChooser.Offer) -> String {
    let runs = chosen.move.runsThere
    if runs > 0 { return ", as \(runs) \(runs == 1 ? "job" : "jobs") there show\(runs == 1 ? "s" : "")" }
    if chosen.move.peers > 0 {
      return ", as \(chosen.move.peers) other \(chosen.move.peers == 1 ? "executable shows" : "executables show")"
    }
    return chosen.type.vcpus == current.vcpus ? "" : " by the curve of its cores"
  }

  /// `1.3`, `16`.
  static func number(_ value: Double) -> String {
    guard let tenths = checkedInteger(value * 10) else { return "?" }
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }

  /// `5.2 GiB`.
  static func gibibytes(_ bytes: Bytes) -> String { bytes.description }
}
