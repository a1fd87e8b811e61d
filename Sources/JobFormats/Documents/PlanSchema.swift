/// The keys of a plan, in the order in which the documentation lists them.
enum PlanSchema {
  /// The document's own keys.
  static let document = DocumentSchema.fields([
    ("name", .value), ("catalog", .value), ("defaults", defaults), ("limits", limits), ("tasks", .value),
    ("arrivals", arrivals),
  ])
  /// What may stand in a task.
  static let task = DocumentSchema.fields([
    ("name", .value), ("executable", .value), ("after", .value), ("each", .value), ("count", .value),
    ("setup", .distribution), ("runtime", runtime), ("work", work), ("memory", .distribution), ("disk", .value),
    ("instance_type", .value), ("vcpus", .value), ("priority", .value), ("rank", .value), ("timeout", .value),
    ("restart", .restart), ("failures", .failures), ("nodes", .value),
  ])
  /// What tasks may take from `defaults`.
  static let defaults = DocumentSchema.fields([
    ("instance_type", .value), ("vcpus", .value), ("priority", .value), ("timeout", .value), ("restart", .restart),
    ("failures", .failures), ("memory", .distribution), ("disk", .value), ("setup", .distribution), ("nodes", .value),
    ("rank", .value),
  ])
  static let limits = DocumentSchema.fields([("max_cost", .value), ("max_time", .value)])
  static let arrivals = DocumentSchema.fields([("every", .value), ("poisson", .value), ("count", .value)])
  static let work = DocumentSchema.fields([("items", .value), ("per_item", .distribution), ("items_per_job", .value)])
  static let runtime = DocumentSchema.fields(
    DistributionReader.keys.map { ($0, .value) } + [("at_vcpus", .value), ("is", .distribution), ("parallel", .value)])

  /// What a plan looks like, for whoever gave something else.
  static let example = "a plan looks like `tasks: [{name: align, runtime: 2h, instance_type: mem1_ssd1_v2_x8}]`"
}
