/// Three weeks of a small group on the RAP, with the faults that people really have.
///
/// Four people, three projects, March 2026. Spot workers are taken back at the rate of `spot.yaml`, so that the example's
/// past and its forecast tell the same story.
struct DemoHistory {
  /// How a job's last try ends.
  struct Ending {
    var state = "done"
    var reason: String?
    var message: String?

    static let done = Ending()
  }

  static let amara = "user-amara"
  static let jonas = "user-jonas"
  static let mei = "user-mei"
  static let tomas = "user-tomas"
  /// Monday, 2 March 2026, 00:00 UTC.
  private static let firstDay: Int64 = 1_772_409_600_000
  private static let interruptionsPerHour = 0.33

  var random = DemoRandom(seed: 2026)
  var jobs: [DemoJob] = []
  let gwasProject: String
  let imagingProject: String
  let sharedProject: String
  let programs: DemoPrograms

  private init() {
    gwasProject = random.id("project")
    imagingProject = random.id("project")
    sharedProject = random.id("project")
    programs = DemoPrograms(&random)
  }

  /// The records as `dx find executions --include-restarted --json` prints them, the latest first.
  static func json() -> String {
    let records = whole.jobs.enumerated()
      .sorted {
        ($1.element.created, $1.element.tryNumber ?? 0, $1.offset) < (
          $0.element.created, $0.element.tryNumber ?? 0, $0.offset
        )
      }
      .map(\.element.json)
    return "[\n" + records.joined(separator: ",\n") + "\n]\n"
  }

  /// What the workers wrote into the logs of those jobs, as the log API gives it.
  static func logs() -> String {
    let history = whole
    return DemoLog.json(
      of: history.jobs.sorted { ($0.started ?? 0, $0.id) < ($1.started ?? 0, $1.id) }, history.programs)
  }

  private static var whole: DemoHistory {
    var history = DemoHistory()
    history.addStudies()
    history.addSampleStatistics()
    history.addAnalyses()
    history.addImputation()
    history.addMishaps()
    return history
  }

  /// A time of the three weeks: day 0 is the first Monday.
  func day(_ day: Int, _ hour: Double) -> Int64 { Self.firstDay + Int64(day) * 86_400_000 + Int64(hour * 3_600_000) }

  /// A new job.
  mutating func job(_ program: DemoProgram, _ name: String, _ user: String, _ project: String) -> DemoJob {
    DemoJob(program, id: random.id("job"), name: name, user: user, project: project)
  }

  /// Runs a job as often as its luck demands, and keeps a record of each try.
  ///
  /// - Parameter ready: when its inputs are there; it was created then, or earlier if `created` says so.
  /// - Parameter work: how long a try takes if nothing happens to it.
  /// - Returns: when it ended, and whether well.
  @discardableResult
  mutating func run(
    _ first: DemoJob, created: Int64? = nil, ready: Int64, work: Int64, ending: Ending = .done
  ) -> (end: Int64, isDone: Bool) {
    var job = first
    var ready = ready
    job.created = created ?? ready - random.time(3...7)
    var interruptions = 0
    while true {
      let start = findWorker(&job, ready: ready, interruptions: interruptions)
      let lost = job.isSpot ? timeToInterruption(within: work) : nil
      let stop = start + (lost ?? work)
      job.started = start
      job.stopped = stop
      let waited: [(state: String, time: Int64)] =
        job.created < ready - 10_000 && interruptions == 0 && job.tryNumber ?? 0 == 0
        ? [("waiting_on_input", job.created + 900)] : []
      job.transitions = waited + [("runnable", ready), ("running", start)]
      guard lost != nil else {
        let end = stop + random.time(2...5)
        if ending.state == "terminated" { job.transitions.append(("terminating", stop - 11_000)) }
        job.transitions.append((ending.state, end))
        job.state = ending.state
        job.failureReason = ending.reason
        job.failureMessage = ending.message
        jobs.append(job)
        return (end, ending.state == "done")
      }
      job.failureReason = "SpotInstanceInterruption"
      job.failureMessage = "The machine running the job was terminated by the cloud provider"
      interruptions += 1
      if interruptions == 10 {
        job.state = "failed"
        job.transitions.append(("failed", stop + 3_000))
        jobs.append(job)
        return (stop + 3_000, false)
      }
      job.state = "restarted"
      job.transitions += [("restartable", stop + 1_000), ("restarted", stop + 4_000)]
      jobs.append(job)
      job.failureReason = nil
      job.failureMessage = nil
      job.tryNumber = (job.tryNumber ?? 0) + 1
      job.failureCounts.removeAll { $0.reason == "SpotInstanceInterruption" }
      job.failureCounts.append(("SpotInstanceInterruption", interruptions))
      ready = stop + random.time(5...30)
    }
  }

  /// Waits for a worker; spot workers may be slow to come, and priority normal then takes one on demand.
  private mutating func findWorker(_ job: inout DemoJob, ready: Int64, interruptions: Int) -> Int64 {
    var wait = random.time(35...110) + random.time(0...90) * Int64(random.next() % 2)
    job.isSpot = job.machine.spot != nil && job.priority != "high"
    guard job.isSpot else { return ready + wait }
    // Mostly minutes, one time in ten a quarter of an hour or more.
    let slow = random.next() % 10 == 0
    let spotWait = slow ? random.time(600...2400) : random.time(40...420)
    let fallback: Int64 = 900_000
    if job.priority == "normal" && job.machine.onDemand != nil && (spotWait > fallback || interruptions >= 3) {
      job.isSpot = false
      wait += min(spotWait, fallback)
    } else {
      wait += spotWait
    }
    return ready + wait
  }

  /// When a spot worker is taken back, or nil if the work is done before: one chance in every minute.
  private mutating func timeToInterruption(within work: Int64) -> Int64? {
    let perMinute = Self.interruptionsPerHour / 60
    var time: Int64 = 0
    while time < work {
      if random.unit() < perMinute {
        let end = time + random.time(1...60)
        return end < work ? end : nil
      }
      time += 60_000
    }
    return nil
  }

  /// A job that never got a worker.
  mutating func neverRuns(_ job: DemoJob, created: Int64, end: Int64, state: String, reason: String?, message: String?)
  {
    var job = job
    job.created = created
    job.state = state
    job.failureReason = reason
    job.failureMessage = message
    job.transitions = [("waiting_on_input", created + 900), (state, end)]
    jobs.append(job)
  }
}

/// The programs that the group runs.
struct DemoPrograms {
  let qc, step1, step2, annotate, gather: DemoProgram
  let stats, impute, imputeChunk, knife, notebook, burden: DemoProgram
  let workflow: DemoProgram

  init(_ random: inout DemoRandom) {
    func program(_ name: String, _ machine: DemoMachine, hours: Int64? = nil, kind: String = "applet") -> DemoProgram {
      DemoProgram(
        name: name, id: random.id(kind), machine: machine,
        timeout: hours.map { $0 * 3_600_000 } ?? DemoJob.defaultTimeout)
    }
    qc = program("plink_qc", .x4, hours: 2)
    step1 = program("regenie_step1", .x16, hours: 6)
    step2 = program("regenie_step2", .x16, hours: 12)
    annotate = program("annotate_variants", .x4, hours: 2)
    gather = program("gather_results", .x4WithDisk)
    stats = program("sample_stats", .x8)
    impute = program("impute_wdl", .x4, hours: 48)
    imputeChunk = program("impute_wdl_frag", .x8WithMemory, hours: 48)
    burden = program("gene_burden", .x4, hours: 24)
    knife = program("swiss-army-knife", .x16, kind: "app")
    notebook = program("dxjupyterlab", .x16, kind: "app")
    workflow = program("cohort_preparation", .x4, kind: "workflow")
  }
}
