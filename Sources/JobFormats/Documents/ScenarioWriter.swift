public import JobModel

/// Writes overrides as the document of a scenario, which reads back as the same.
public enum ScenarioWriter {
  /// The document.
  public static func yaml(_ overrides: [Override]) -> String {
    guard !overrides.isEmpty else { return "" }
    return "overrides:\n" + overrides.map { "  - {\(fields($0).joined(separator: ", "))}\n" }.joined()
  }

  /// The overrides of a scenario, and how often its spot market takes machines back.
  public static func yaml(_ scenario: Scenario) -> String {
    guard let spot = scenario.spot, let rate = spot.conditions.interruptionsPerHour else {
      return yaml(scenario.overrides)
    }
    var fields = ["interruptions_per_hour: \(rate)"]
    let types = spot.byType.sorted { $0.key < $1.key }.compactMap { type, conditions in
      conditions.interruptionsPerHour.map { "\(YAMLText.scalar(type)): {interruptions_per_hour: \($0)}" }
    }
    if !types.isEmpty { fields.append("by_type: {\(types.joined(separator: ", "))}") }
    return "spot: {\(fields.joined(separator: ", "))}\n" + yaml(scenario.overrides)
  }

  private static func fields(_ override: Override) -> [String] {
    let match = [
      ("executable", override.match.executable), ("name", override.match.name),
      ("instance_type", override.match.instanceType), ("user", override.match.user),
      ("function", override.match.function), ("stage", override.match.stage),
    ].compactMap { key, value in value.map { "\(key): \(YAMLText.scalar($0))" } }
    var fields = match.isEmpty ? [] : ["match: {\(match.joined(separator: ", "))}"]
    if let type = override.instanceType { fields.append("instance_type: \(YAMLText.scalar(type))") }
    if let timeout = override.timeout { fields.append("timeout: \(timeout.exactText)") }
    if let priority = override.priority { fields.append("priority: \(priority)") }
    if let restart = override.restart {
      fields.append("restart: {\(PlanWriter.restart(restart).joined(separator: ", "))}")
    }
    if let factor = override.runtimeFactor { fields.append("runtime_factor: \(factor)") }
    return fields
  }
}
