import JobModel

extension SacctWindow.Entry {
  /// The tries of the job in order, each with its line and what its steps used.
  func tries(_ report: inout ImportReport) -> [(job: Job, line: Int)] {
    guard !rows.isEmpty else {
      for step in steps {
        report.rows += 1
        report.skip(
          "a step whose job is not in the file, or more than \(SacctWindow.jobLimit) jobs away", line: step.line)
      }
      return []
    }
    var tries = distinct(&report)
    var use = [StepUse](repeating: StepUse(), count: tries.count)
    var seen: Set<UInt128> = []
    for step in steps where steps.count == 1 || seen.insert(step.hash).inserted {
      use[Self.place(of: step, among: tries)].add(step)
    }
    let restarts = tries.compactMap(\.restarts)
    let isNumbered = restarts.count == tries.count && zip(restarts, restarts.dropFirst()).allSatisfy { $0 < $1 }
    for index in tries.indices {
      tries[index].job.key.tryNumber = isNumbered ? restarts[index] : index
      tries[index].finish(use[index])
    }
    return tries.map { ($0.job, $0.line) }
  }

  /// The rows by try, in order of submission; of two that tell of one try the one with an end stands, else the later.
  private func distinct(_ report: inout ImportReport) -> [SacctRow] {
    guard rows.count > 1 else { return rows }
    var tries: [SacctRow] = []
    for row in rows {
      guard let place = tries.firstIndex(where: { $0.isSameTry(as: row) }) else {
        tries.append(row)
        continue
      }
      report.duplicates += 1
      if row.hash == tries[place].hash { continue }
      if row.job.state.isFinal || !tries[place].job.state.isFinal { tries[place] = row }
    }
    return tries.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
  }

  /// Which try a step belongs to: the last that had started by then; without times the last that stands before it.
  private static func place(of step: SacctStep, among tries: [SacctRow]) -> Int {
    guard tries.count > 1 else { return 0 }
    if let start = step.start, let place = tries.lastIndex(where: { $0.job.started.map { $0 <= start } ?? false }) {
      return place
    }
    let before = tries.indices.filter { tries[$0].line < step.line }.max { tries[$0].line < tries[$1].line }
    return before ?? 0
  }
}

/// What the steps of a try used.
private struct StepUse {
  var peakMemory: Bytes?
  var cpuTime: SimDuration?
  var read: Bytes?
  var written: Bytes?
  var ranOutOfMemory = false

  mutating func add(_ step: SacctStep) {
    // Steps may run one after the other: their peaks do not add up, their work does.
    peakMemory = [peakMemory, step.peakMemory].compactMap { $0 }.max()
    if let more = step.cpuTime { cpuTime = (cpuTime ?? .zero) + more }
    read = Self.sum(read, step.read)
    written = Self.sum(written, step.written)
    if step.ranOutOfMemory { ranOutOfMemory = true }
  }

  private static func sum(_ a: Bytes?, _ b: Bytes?) -> Bytes? {
    guard let a, let b else { return a ?? b }
    return Bytes(min(saturatingSum(a.count, b.count), Bytes.limit.count))
  }
}

extension SacctRow {
  fileprivate mutating func finish(_ use: StepUse) {
    job.usage.peakMemory = [job.usage.peakMemory, use.peakMemory].compactMap { $0 }.max()
    // Slurm samples memory, twice a minute if nobody set it otherwise.
    job.usage.peaksAreLowerBounds = job.usage.peakMemory != nil
    job.usage.read = job.usage.read ?? use.read
    job.usage.written = job.usage.written ?? use.written
    if let cpu = cpuTime ?? use.cpuTime, cpu > .zero, let elapsed = elapsed ?? job.workerTime, elapsed > .zero {
      // Of one node, as its cores and its memory are.
      job.usage.cpuPercent = Double(cpu.milliseconds) / Double(elapsed.milliseconds) * 100 / Double(max(1, job.nodes))
    }
    if job.state == .failed, job.failureReason == nil, use.ranOutOfMemory {
      job.failureReason = .appInsufficientResourceError
    }
  }
}
