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

  /// Fills a row that was begun with a job.
  static func fill(_ row: inout PackedRows, with job: Job, names: inout NameList) {
    row.name(job.key.run, &names)
    row.text(job.key.id)
    row.integer(Int64(job.key.tryNumber))
    row.flag(job.kind == .analysis)
    row.text(job.name)
    row.name(job.executable, &names)
    row.name(job.executableID, &names)
    row.name(job.function, &names)
    row.name(job.stage, &names)

    row.name(job.user, &names)
    row.name(job.project, &names)
    row.name(job.billTo, &names)
    row.text(job.folder)
    row.name(job.region, &names)
    row.list { FlatList.append(array: job.tags.lazy.map { .text($0) }, to: &$0) }
    row.list { FlatList.append(object: job.properties.lazy.map { ($0.name, $0.value) }, to: &$0) }

    row.name(job.state.name, &names)
    row.name(job.failureReason?.name, &names)
    row.text(job.failureMessage)
    row.integer(job.exitCode.map(Int64.init))
    row.flag(job.isCached)

    row.integer(job.submitted?.milliseconds)
    row.integer(job.runnable?.milliseconds)
    row.integer(job.started?.milliseconds)
    row.integer(job.stopped?.milliseconds)
    row.integer(job.ended?.milliseconds)
    row.integer(job.runtime?.milliseconds)
    row.list { append(transitions: job.transitions, to: &$0) }

    row.name(job.instanceType, &names)
    row.integer(Int64(job.nodes))
    row.real(job.vcpus)
    row.integer(job.memoryRequested?.count)
    row.integer(job.diskRequested?.count)
    row.integer(job.timeLimit?.milliseconds)
    row.name(job.priority?.rawValue, &names)
    row.name(job.finalPriority?.rawValue, &names)
    row.name(job.priceModel?.rawValue, &names)
    row.integer(job.rank.map(Int64.init))
    row.text(job.restartPolicy.flatMap { names.text($0) })

    row.integer(job.cost?.nanos)
    row.name(job.cost?.currency.code, &names)
    row.integer(job.spotSavings?.nanos)
    row.name(job.spotSavings?.currency.code, &names)
    row.text(job.costLimit?.description)

    row.text(job.parent)
    row.integer(job.parentTry.map(Int64.init))
    row.text(job.origin)
    row.text(job.root)
    row.text(job.analysis)
    row.text(job.detachedFrom)
    row.list { FlatList.append(array: job.dependencies.lazy.map { .text($0) }, to: &$0) }

    row.real(job.usage.cpuPercent)
    row.integer(job.usage.peakMemory?.count)
    row.integer(job.usage.peakDisk?.count)
    row.integer(job.usage.input?.count)
    row.integer(job.usage.read?.count)
    row.integer(job.usage.written?.count)
    row.flag(job.usage.peaksAreLowerBounds)
    row.integer(job.modified?.milliseconds)
    row.integer(job.observedUntil?.milliseconds)
    row.list { FlatList.append(array: job.inputFiles.lazy.map { .text($0) }, to: &$0) }
  }

  /// `["running",1000,"done",2000]`.
  private static func append(transitions: [Job.Transition], to bytes: inout [UInt8]) {
    for (place, transition) in transitions.enumerated() {
      bytes.append(UInt8(ascii: place == 0 ? "[" : ","))
      FlatList.append(.text(transition.state.name), to: &bytes)
      bytes.append(UInt8(ascii: ","))
      FlatList.append(.integer(transition.time.milliseconds), to: &bytes)
    }
    if !transitions.isEmpty { bytes.append(UInt8(ascii: "]")) }
  }

  /// `["max_restarts",9,"larger_type",0,"max_spot_tries",3,"restart_on","AppError",1]`.
  static func text(_ policy: RestartPolicy) -> String? {
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
}

extension PackedRows {
  /// A name that many rows share.
  @inline(__always) mutating func name(_ value: String?, _ names: inout NameList) {
    name(value.map { names.number($0, column: column) })
  }
}
