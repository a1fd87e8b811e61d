import JobModel

/// The keys of a scenario, in the order in which the documentation lists them.
enum ScenarioSchema {
  /// The document's own keys.
  static let document = DocumentSchema.fields([
    ("catalog", .value), ("platform", platform), ("spot", spot), ("limits", limits), ("failures", .failures),
    ("overrides", .list(override)),
  ])
  static let platform = DocumentSchema.fields([
    ("max_concurrent_jobs", .value), ("max_vcpus", .anyKeys(.value)), ("provisioning", provisioning),
    ("startup", .distribution), ("fallback_to_on_demand_after", .value), ("order", .value), ("cluster", cluster),
  ])
  /// A distribution, or a mapping of distributions.
  static let provisioning = DocumentSchema.fields(
    DistributionReader.keys.map { ($0, .value) } + [
      ("default", .distribution), ("by_priority", byPriority), ("by_type", .anyKeys(delayOfType)),
    ])
  static let byPriority = DocumentSchema.fields(Priority.allCases.map { ($0.rawValue, .distribution) })
  static let delayOfType = DocumentSchema.fields(
    DistributionReader.keys.map { ($0, .value) } + Priority.allCases.map { ($0.rawValue, .distribution) })
  static let cluster = DocumentSchema.fields([("nodes", .value), ("cores", .value), ("memory", .value)])
  static let spot = DocumentSchema.fields([
    ("interruptions_per_hour", .value), ("wait", .distribution), ("max_tries", .value),
    ("by_type", .anyKeys(conditions)),
  ])
  static let conditions = DocumentSchema.fields([("interruptions_per_hour", .value), ("wait", .distribution)])
  static let limits = DocumentSchema.fields([("max_cost", .value), ("enforcement", .value), ("max_time", .value)])
  static let override = DocumentSchema.fields([
    ("match", match), ("instance_type", .value), ("timeout", .value), ("priority", .value), ("restart", .restart),
    ("runtime_factor", .value),
  ])
  static let match = DocumentSchema.fields([
    ("executable", .value), ("name", .value), ("instance_type", .value), ("user", .value),
    ("function", .value), ("stage", .value),
  ])
}
