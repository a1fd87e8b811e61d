import JobModel

/// A ``Job`` as a row of `jobs`: its values, in the order of ``columns``.
enum JobRow {
  /// The columns but the primary key, in the order in which ``values(_:names:)`` and ``RowReader/job()`` take them.
  static let columns = [
    "run", "job", "try", "is_analysis", "name", "executable", "executable_id", "function", "stage",
    "user", "project", "bill_to", "folder", "region", "tags", "properties",
    "state", "failure_reason", "failure_message", "exit_code", "is_cached",
    "submitted_ms", "runnable_ms", "started_ms", "stopped_ms", "ended_ms", "runtime_ms", "transitions",
    "instance_type", "nodes", "vcpus", "memory_requested_bytes", "disk_requested_bytes", "time_limit_ms",
    "priority", "final_priority", "price_model", "rank", "restart_policy",
    "cost_nanos", "currency", "spot_savings_nanos", "spot_savings_currency", "cost_limit",
    "parent", "parent_try", "origin", "root", "analysis", "detached_from", "dependencies",
    "cpu_percent", "peak_memory_bytes", "peak_disk_bytes", "input_bytes", "read_bytes", "written_bytes",
    "peaks_are_lower_bounds",
    "modified_ms", "observed_until_ms", "input_files",
  ]

  /// How many columns make the key: the first ones.
  static let keyLength = 3

  /// The row of a job.
  static func values(_ job: Job, names: NameWriter) throws -> [Cell] {
    var row = Values(names: names)
    try row.name(job.key.run)
    row.text(job.key.id)
    row.integer(Int64(job.key.tryNumber))
    row.flag(job.kind == .analysis)
    row.text(job.name)
    try row.name(job.executable)
    try row.name(job.executableID)
    try row.name(job.function)
    try row.name(job.stage)

    try row.name(job.user)
    try row.name(job.project)
    try row.name(job.billTo)
    row.text(job.folder)
    try row.name(job.region)
    row.json(job.tags.isEmpty ? nil : FlatList.array(job.tags.lazy.map { .text($0) }))
    row.json(job.properties.isEmpty ? nil : FlatList.object(job.properties.lazy.map { ($0.name, $0.value) }))

    try row.name(job.state.name)
    try row.name(job.failureReason?.name)
    row.text(job.failureMessage)
    row.integer(job.exitCode.map(Int64.init))
    row.flag(job.isCached)

    row.integer(job.submitted?.milliseconds)
    row.integer(job.runnable?.milliseconds)
    row.integer(job.started?.milliseconds)
    row.integer(job.stopped?.milliseconds)
    row.integer(job.ended?.milliseconds)
    row.integer(job.runtime?.milliseconds)
    row.json(job.transitions.isEmpty ? nil : transitions(job.transitions))

    try row.name(job.instanceType)
    row.integer(Int64(job.nodes))
    row.real(job.vcpus)
    row.integer(job.memoryRequested?.count)
    row.integer(job.diskRequested?.count)
    row.integer(job.timeLimit?.milliseconds)
    try row.name(job.priority?.rawValue)
    try row.name(job.finalPriority?.rawValue)
    try row.name(job.priceModel?.rawValue)
    row.integer(job.rank.map(Int64.init))
    row.json(job.restartPolicy.flatMap(policy))

    row.integer(job.cost?.nanos)
    try row.name(job.cost?.currency.code)
    row.integer(job.spotSavings?.nanos)
    try row.name(job.spotSavings?.currency.code)
    row.json(job.costLimit?.description)

    row.text(job.parent)
    row.integer(job.parentTry.map(Int64.init))
    row.text(job.origin)
    row.text(job.root)
    row.text(job.analysis)
    row.text(job.detachedFrom)
    row.json(job.dependencies.isEmpty ? nil : FlatList.array(job.dependencies.lazy.map { .text($0) }))

    row.real(job.usage.cpuPercent)
    row.integer(job.usage.peakMemory?.count)
    row.integer(job.usage.peakDisk?.count)
    row.integer(job.usage.input?.count)
    row.integer(job.usage.read?.count)
    row.integer(job.usage.written?.count)
    row.flag(job.usage.peaksAreLowerBounds)
    row.integer(job.modified?.milliseconds)
    row.integer(job.observedUntil?.milliseconds)
    row.json(job.inputFiles.isEmpty ? nil : FlatList.array(job.inputFiles.lazy.map { .text(storable($0)) }))
    return row.values
  }

  /// `["running",1000,"done",2000]`.
  private static func transitions(_ transitions: [Job.Transition]) -> String? {
    FlatList.array(transitions.flatMap { [.text($0.state.name), .integer($0.time.milliseconds)] })
  }

  /// `["max_restarts",9,"larger_type",0,"max_spot_tries",3,"restart_on","AppError",1]`.
  private static func policy(_ policy: RestartPolicy) -> String? {
    var list: [FlatList.Scalar] = [
      .text("max_restarts"), .integer(Int64(policy.maxRestarts)), .text("larger_type"),
      .integer(policy.largerType ? 1 : 0),
    ]
    if let tries = policy.maxSpotTries { list += [.text("max_spot_tries"), .integer(Int64(tries))] }
    list.append(.text("restart_on"))
    for (reason, count) in policy.restartOn.sorted(by: { $0.key.name < $1.key.name }) {
      list += [.text(reason.name), .integer(Int64(count))]
    }
    return FlatList.array(list)
  }

  /// The values of a row as they come.
  private struct Values {
    let names: NameWriter
    var values: [Cell] = []

    init(names: NameWriter) {
      self.names = names
      values.reserveCapacity(JobRow.columns.count)
    }

    mutating func name(_ value: String?) throws { integer(try value.map { try names.id($0) }) }
    mutating func text(_ value: String?) { json(value.map { storable($0) }) }
    /// Text of our own making, which holds no NUL.
    mutating func json(_ value: String?) { values.append(value.map { .text($0) } ?? .null) }
    mutating func integer(_ value: Int64?) { values.append(value.map { .integer($0) } ?? .null) }
    /// SQLite has no NaN; what is not a number is not known.
    mutating func real(_ value: Double?) {
      if let value, !value.isNaN { values.append(.real(value)) } else { values.append(.null) }
    }
    mutating func flag(_ value: Bool) { values.append(.integer(value ? 1 : 0)) }
  }
}
