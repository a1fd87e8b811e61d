public import JobModel

/// Writes plans.
public enum PlanWriter {
  /// The plan as YAML that ``PlanDocument`` reads back as the same value.
  ///
  /// Equal plans give equal text.
  /// - Complexity: O(size of the plan).
  public static func yaml(_ plan: Plan) -> String { yaml(PlanDraft(plan: plan, origin: "")) }

  /// A draft as YAML: the plan, with what it was made from and what was assumed in comments.
  public static func yaml(_ draft: PlanDraft) -> String {
    var text = ""
    if !draft.origin.isEmpty { text += comment("A plan made from \(draft.origin).", indent: 0) }
    if !draft.assumptions.isEmpty {
      text += "#\n# What was assumed:\n"
      for assumption in draft.assumptions { text += comment("- \(assumption)", indent: 0, hanging: 2) }
    }
    if !text.isEmpty { text += "\n" }
    let plan = draft.plan
    text += "name: \(YAMLText.scalar(plan.name))\n"
    if let catalog = plan.catalog { text += "catalog: \(YAMLText.scalar(catalog))\n" }
    let limits = self.limits(plan.limits)
    if !limits.isEmpty { text += "limits: {\(limits.joined(separator: ", "))}\n" }
    switch plan.arrivals {
    case nil: break
    case .every(let interval, let count): text += "arrivals: {every: \(interval.exactText), count: \(count)}\n"
    case .poisson(let rate, let count): text += "arrivals: {poisson: \(rate)/h, count: \(count)}\n"
    }
    text += "tasks:\n"
    for task in plan.tasks {
      for remark in draft.comments[task.name] ?? [] { text += comment(remark, indent: 2) }
      text += "  - " + lines(task).joined(separator: "\n    ") + "\n"
    }
    return text + leftOut(draft.leftOut)
  }

  /// Steps that are not in the plan, as tasks in comments: without the `#` and with a runtime they are in it.
  private static func leftOut(_ steps: [PlanDraft.LeftOut]) -> String {
    if steps.isEmpty { return "" }
    var text =
      "\n" + comment("Left out. To plan one, take the first # off each of its lines and write its runtime.", indent: 0)
    for step in steps {
      var block = ""
      for remark in step.remarks { block += comment(remark, indent: 2) }
      block += "  - " + (lines(step.task) + ["runtime:  # such as 2h"]).joined(separator: "\n    ")
      text += "#\n" + block.split(separator: "\n").map { "#\($0)\n" }.joined()
    }
    return text
  }

  private static func limits(_ limits: PlanLimits) -> [String] {
    var parts: [String] = []
    if let cost = limits.maxCostNanos { parts.append("max_cost: \(Money.decimalText(nanos: cost))") }
    if let time = limits.maxTime { parts.append("max_time: \(time.exactText)") }
    return parts
  }

  private static func lines(_ task: PlanTask) -> [String] {
    var lines = ["name: \(YAMLText.scalar(task.name))"]
    if task.executable != task.name { lines.append("executable: \(YAMLText.scalar(task.executable))") }
    if !task.after.isEmpty {
      lines.append("after: [\(task.after.map(YAMLText.scalar).joined(separator: ", "))]")
    }
    if let each = task.each { lines.append("each: \(YAMLText.scalar(each))") }
    if task.work == nil && task.count != 1 { lines.append("count: \(task.count)") }
    if task.setup != .constant(0) { lines.append("setup: \(distribution(task.setup, of: .duration))") }
    if let runtime = task.runtime { lines.append("runtime: \(self.runtime(runtime))") }
    if let work = task.work {
      let perItem = distribution(work.perItem, of: .duration)
      lines.append("work: {items: \(work.items), per_item: \(perItem), items_per_job: \(work.itemsPerJob)}")
    }
    if let memory = task.memory { lines.append("memory: \(distribution(memory, of: .size))") }
    if let disk = task.disk { lines.append("disk: \(disk.shortExactText)") }
    if let type = task.instanceType { lines.append("instance_type: \(YAMLText.scalar(type))") }
    if let vcpus = task.vcpus { lines.append("vcpus: \(vcpus)") }
    if let priority = task.priority { lines.append("priority: \(priority)") }
    if task.rank != 0 { lines.append("rank: \(task.rank)") }
    if let timeout = task.timeout { lines.append("timeout: \(timeout.exactText)") }
    if let restart = task.restart { lines.append("restart: {\(self.restart(restart).joined(separator: ", "))}") }
    if !task.failures.isEmpty { lines.append("failures: {\(failures(task.failures).joined(separator: ", "))}") }
    if task.nodes != 1 { lines.append("nodes: \(task.nodes)") }
    return lines
  }

  private static func failures(_ rates: FailureRates) -> [String] {
    rates.sorted { $0.key.name < $1.key.name }.map { reason, rate in
      let parts = [rate.perHour.map { "per_hour: \($0)" }, rate.perTry.map { "per_try: \($0)" }].compactMap { $0 }
      return "\(YAMLText.scalar(reason.name)): {\(parts.joined(separator: ", "))}"
    }
  }

  private static func runtime(_ runtime: RuntimeModel) -> String {
    switch runtime {
    case .distribution(let distribution): self.distribution(distribution, of: .duration)
    case .amdahl(let vcpus, let distribution, let parallel):
      "{at_vcpus: \(vcpus), is: \(self.distribution(distribution, of: .duration)), parallel: \(parallel)}"
    }
  }

  private static func distribution(_ distribution: Distribution, of quantity: DistributedQuantity) -> String {
    func amount(_ value: Int64) -> String {
      switch quantity {
      case .duration: SimDuration(milliseconds: value).exactText
      case .size: Bytes(value).shortExactText
      }
    }
    switch distribution {
    case .constant(let value): return amount(value)
    case .quantiles(let median, let p95): return "{median: \(amount(median)), p95: \(amount(p95))}"
    case .moments(let mean, let sd): return "{mean: \(amount(mean)), sd: \(amount(sd))}"
    case .triangular(let least, let mode, let most):
      return "{min: \(amount(least)), mode: \(amount(mode)), max: \(amount(most))}"
    case .exponential(let mean): return "{exponential: \(amount(mean))}"
    case .values(let values): return "{values: [\(values.map(amount).joined(separator: ", "))]}"
    case .fromHistory: return "{from: history}"
    }
  }

  static func restart(_ policy: RestartPolicy) -> [String] {
    var parts = policy.restartOn.sorted { $0.key.name < $1.key.name }.map {
      "\(YAMLText.scalar($0.key.name)): \($0.value)"
    }
    if policy.maxRestarts != RestartPolicy.platformMaximum { parts.append("max_restarts: \(policy.maxRestarts)") }
    if policy.largerType { parts.append("larger_type: true") }
    if let tries = policy.maxSpotTries { parts.append("max_spot_tries: \(tries)") }
    return parts
  }

  /// A comment of lines that fit the screen; what it quotes cannot end it.
  private static func comment(_ text: String, indent: Int, hanging: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent) + "# "
    var lines: [String] = []
    var line = ""
    let visible = text.unicodeScalars.map { scalar -> Character in
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      return isControl || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value) ? " " : Character(scalar)
    }
    for word in String(visible).split(separator: " ") {
      if !line.isEmpty, line.count + word.count + margin.count > 110 {
        lines.append(line)
        line = String(repeating: " ", count: hanging)
      } else if !line.isEmpty {
        line += " "
      }
      line += word
    }
    lines.append(line)
    return lines.map { margin + $0 + "\n" }.joined()
  }
}
