import JobModel

/// Fills a ``Plan`` from a document.
struct PlanReader {
  let file: String
  private(set) var warnings: [DocumentWarning] = []

  init(file: String) { self.file = file }

  /// Reads the whole document.
  mutating func read(_ tree: YAMLTree) throws(InputError) -> Plan {
    let root = YAMLField(document: tree, file: file)
    let fields = try YAMLFields(root, known: PlanSchema.document.keys, expected: "a plan")
    var plan = Plan(name: try fields["name"]?.text() ?? stem(of: file, else: "plan"), tasks: [])
    plan.catalog = try fields["catalog"]?.text("a catalog's name or file")
    if let limits = fields["limits"] { plan.limits = try self.limits(limits) }
    plan.arrivals = try fields["arrivals"].map { (field) throws(InputError) in try arrivals(field) }
    var template = PlanTask(name: "")
    if let defaults = fields["defaults"] {
      let keys = PlanSchema.defaults.keys
      try fill(&template, from: try YAMLFields(defaults, known: keys, expected: "a mapping of what tasks share"))
    }
    guard let tasks = fields["tasks"] else { return plan }
    for entry in try tasks.list(of: "tasks") { plan.tasks.append(try task(entry, template: template)) }
    waitForSingleJobs(&plan)
    return plan
  }

  /// Turns `each` into `after` where the other task has one job only and this one does not.
  ///
  /// "Job i waits for job i" then can only mean that all wait for the one, as in the example of the documentation.
  private func waitForSingleJobs(_ plan: inout Plan) {
    var jobs: [String: Int] = [:]
    for task in plan.tasks { jobs[task.name] = task.jobCount }
    for index in plan.tasks.indices {
      guard let each = plan.tasks[index].each, jobs[each] == 1, plan.tasks[index].jobCount != 1 else { continue }
      plan.tasks[index].each = nil
      if !plan.tasks[index].after.contains(each) { plan.tasks[index].after.append(each) }
    }
  }

  private func limits(_ field: YAMLField) throws(InputError) -> PlanLimits {
    let fields = try YAMLFields(field, known: PlanSchema.limits.keys, expected: "a mapping with max_cost and max_time")
    var limits = PlanLimits()
    limits.maxCostNanos = try fields["max_cost"]?.nanos()
    limits.maxTime = try fields["max_time"]?.duration()
    return limits
  }

  private func arrivals(_ field: YAMLField) throws(InputError) -> Arrivals {
    let expected = "{every: 10m, count: 50} or {poisson: 6/h, count: 50}"
    let fields = try YAMLFields(field, known: PlanSchema.arrivals.keys, expected: expected)
    let every = fields["every"]
    let poisson = fields["poisson"]
    guard (every == nil) != (poisson == nil) else { throw field.unexpected(expected) }
    let launches = try fields.required("count", expected: "the number of launches")
    let count = try launches.integer(1...Plan.jobLimit, of: "a number of launches")
    if let every { return .every(try every.duration(), count: count) }
    return .poisson(perHour: try rate(poisson ?? field), count: count)
  }

  /// Reads `6/h`, `0.1/min`, `2/s`, `100/d` as a number per hour.
  private func rate(_ field: YAMLField) throws(InputError) -> Double {
    let expected = "a rate such as 6/h, 0.5/min or 100/d"
    let parts = try field.text(expected).split(separator: "/", omittingEmptySubsequences: false)
    let perHour: [String: Double] = ["s": 3600, "min": 60, "m": 60, "h": 1, "d": 1.0 / 24]
    guard parts.count == 2, let hours = perHour[parts[1].filter { $0 != " " }],
      let number = try? DecimalNumber(parsing: parts[0].filter { $0 != " " }).approximate
    else { throw field.unexpected(expected) }
    guard number > 0, number * hours <= 1e9 else { throw field.unexpected("a rate above 0 and up to 1000000000/h") }
    return number * hours
  }

  private mutating func task(_ entry: YAMLField, template: PlanTask) throws(InputError) -> PlanTask {
    let fields = try YAMLFields(
      entry, known: PlanSchema.task.keys, expected: "a task such as {name: align, runtime: 2h}")
    let nameField = try fields.required("name", expected: "which is unique in the plan")
    var task = template
    task.name = try nameField.text("a task's name")
    guard task.name.utf8.count <= 200,
      !task.name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else { throw nameField.unexpected("a name of one line and at most 200 bytes") }
    task.executable = try fields["executable"]?.text("an executable's name") ?? task.name
    task.after = try fields["after"]?.texts(of: "task names") ?? []
    task.each = try fields["each"]?.text("a task's name")
    if let count = fields["count"] { task.count = try count.integer(0...Plan.jobLimit, of: "a number of jobs") }
    if let runtime = fields["runtime"] { task.runtime = try self.runtime(runtime) }
    if let work = fields["work"] {
      for key in ["count", "runtime"] {
        guard let field = fields[key] else { continue }
        throw field.error("`work` says how many jobs there are and how long they run: it excludes `\(key)`")
      }
      task.work = try self.work(work)
    }
    try fill(&task, from: fields)
    return task
  }

  /// Reads what may stand in a task as well as in `defaults`.
  private mutating func fill(_ task: inout PlanTask, from fields: YAMLFields) throws(InputError) {
    if let setup = fields["setup"] { task.setup = try DistributionReader.read(setup, of: .duration) }
    if let memory = fields["memory"] { task.memory = try DistributionReader.read(memory, of: .size, history: true) }
    if let disk = fields["disk"] { task.disk = try disk.bytes() }
    if let type = fields["instance_type"] { task.instanceType = try type.text("an instance type") }
    if let vcpus = fields["vcpus"] {
      task.vcpus = try vcpus.number(0.001...100_000, "a number of vCPUs from 0.001 to 100000")
    }
    if let priority = fields["priority"] { task.priority = try priority.choice(Priority.self) }
    if let rank = fields["rank"] { task.rank = try rank.integer(-1024...1023) }
    if let timeout = fields["timeout"] { task.timeout = try TimeoutReader.read(timeout, warnings: &warnings) }
    if let restart = fields["restart"] { task.restart = try RestartReader.read(restart, warnings: &warnings) }
    if let failures = fields["failures"] { task.failures.merge(try FailuresReader.read(failures)) { $1 } }
    if let nodes = fields["nodes"] { task.nodes = try nodes.integer(1...10_000, of: "a number of machines") }
  }

  private func runtime(_ field: YAMLField) throws(InputError) -> RuntimeModel {
    let modelKeys = ["at_vcpus", "is", "parallel"]
    guard case .mapping(let pairs) = field.tree.content, pairs.contains(where: { modelKeys.contains($0.key) }) else {
      return .distribution(try DistributionReader.read(field, of: .duration, history: true))
    }
    let fields = try YAMLFields(field, known: modelKeys, expected: "a mapping")
    let vcpus = try fields.required("at_vcpus", expected: "the machine it was measured on")
    let runtime = try fields.required("is", expected: "the runtime there")
    let parallel = try fields.required("parallel", expected: "the share that runs on all cores, 0 to 1")
    return .amdahl(
      atVCPUs: try vcpus.number(0.01...100_000, "a number of vCPUs from 0.01 to 100000"),
      runtime: try DistributionReader.read(runtime, of: .duration, history: true),
      parallel: try parallel.number(0...1, "a share from 0 to 1"))
  }

  private func work(_ field: YAMLField) throws(InputError) -> PlanTask.Work {
    let expected = "{items: 100, per_item: 2m, items_per_job: 10}"
    let fields = try YAMLFields(field, known: PlanSchema.work.keys, expected: expected)
    let items = try fields.required("items", expected: "the number of items")
    let perItem = try fields.required("per_item", expected: "the time of one item")
    let most = 1_000_000_000
    return PlanTask.Work(
      items: try items.integer(0...most, of: "a number of items"),
      perItem: try DistributionReader.read(perItem, of: .duration),
      itemsPerJob: try fields["items_per_job"]?.integer(1...most, of: "a number of items") ?? 1)
  }
}

/// Reads how long a try may run.
enum TimeoutReader {
  /// The longest that the platform lets a job tree live, and so the longest timeout that means anything.
  static let platformMaximum = SimDuration.hours(30 * 24)

  static func read(_ field: YAMLField, warnings: inout [DocumentWarning]) throws(InputError) -> SimDuration {
    let timeout = try field.positiveDuration(hint: "leave it out for no timeout")
    if timeout > platformMaximum {
      warnings.append(field.warning("a timeout of \(timeout) is more than the platform's 30 days; simulated as given"))
    }
    return timeout
  }
}
