// The work that goes as it should, but for the workers that the spot market takes back.

extension DemoHistory {
  /// Lengths of the autosomes in millions of bases (GRCh38), rounded: the work of a chromosome goes with them.
  private static let chromosomes: [Double] = [
    249, 242, 198, 190, 182, 171, 159, 145, 138, 134, 135, 133, 114, 107, 102, 90, 83, 80, 59, 64, 47, 51,
  ]
  /// Hours of regenie for 22 chromosomes on mem1_ssd1_v2_x16: £5.74 at £0.1168 an hour (see `DemoPlans`).
  private static let hoursOfStudy = 49.14

  /// Two studies of 22 chromosomes, and the quality checks of smaller cohorts before and after them.
  mutating func addStudies() {
    study("height", user: Self.amara, created: day(1, 9.4), priority: "low")
    study("grip_strength", user: Self.mei, created: day(8, 13.2), priority: "normal")
    for index in 0..<24 {
      let user = [Self.amara, Self.mei, Self.jonas][index % 3]
      var check = job(programs.qc, "qc cohort \(index + 1)", user, gwasProject)
      check.priority = "high"
      check.tags = ["qc"]
      // Records that were kept without the number of the try, as all were before 2023.
      if user == Self.jonas { check.tryNumber = nil }
      let ready = day(index * 20 / 24, 9 + 7 * random.unit())
      let work = random.about(hours: 0.4)
      run(check, ready: ready, work: work)
    }
  }

  private mutating func study(_ trait: String, user: String, created: Int64, priority: String) {
    func labelled(_ job: DemoJob, after: [String], priority: String) -> DemoJob {
      var job = job
      job.tags = ["gwas", trait]
      job.properties = [("study", trait)]
      job.folder = "/gwas/" + trait
      job.dependsOn = after
      job.priority = priority
      return job
    }
    let qc = labelled(job(programs.qc, "\(trait) qc", user, gwasProject), after: [], priority: "high")
    let qcEnd = run(qc, ready: created + random.time(3...7), work: random.about(hours: 0.45)).end
    var step1 = labelled(job(programs.step1, "\(trait) step 1", user, gwasProject), after: [qc.id], priority: "high")
    var step1End: Int64
    if trait == "height" {
      // Six hours are too few. The limit is not kept to the second, and the rerun has a longer one.
      let tooLong = Ending(
        state: "failed", reason: "JobTimeoutExceeded", message: "The job ran longer than its timeout of 6 hours")
      step1End = run(step1, created: created, ready: qcEnd + 2_400, work: 21_600_000 + 43_120, ending: tooLong).end
      // Three chromosomes had been launched with it, as a trial: they can never start.
      for chromosome in 20...22 {
        let trial = labelled(
          job(programs.step2, "\(trait) chr\(chromosome) trial", user, gwasProject), after: [step1.id],
          priority: priority)
        neverRuns(
          trial, created: created + 20_000, end: step1End + 1_500, state: "failed", reason: "DependencyUnsatisfiable",
          message: "A job that this job depends on failed")
      }
      step1 = labelled(job(programs.step1, "\(trait) step 1", user, gwasProject), after: [], priority: "high")
      step1.timeout = 12 * 3_600_000
      step1End = run(step1, ready: step1End + random.time(2400...3000), work: random.about(hours: 6.4)).end
    } else {
      step1End = run(step1, created: created, ready: qcEnd + 2_100, work: random.about(hours: 5)).end
    }
    var annotated: [String] = []
    var last = step1End
    let launched = trait == "height" ? step1End + 60_000 : created
    for (index, length) in Self.chromosomes.enumerated() {
      let hours = Self.hoursOfStudy * length / Self.chromosomes.reduce(0, +)
      let name = "\(trait) chr\(index + 1)"
      var step2 = labelled(job(programs.step2, name, user, gwasProject), after: [step1.id], priority: priority)
      step2.folder += "/step2"
      let ready = max(launched, step1End) + 2_000 + Int64(index) * 310
      if trait == "grip_strength" && index == 4 {
        loseWorker(&step2, created: launched + Int64(index) * 310, ready: ready)
      }
      let again = step2.tryNumber == 0 ? ready : (jobs.last?.stopped ?? ready) + 9_000
      let end = run(step2, created: launched + Int64(index) * 310, ready: again, work: random.about(hours: hours))
      last = max(last, end.end)
      let annotate = labelled(
        job(programs.annotate, "\(name) annotation", user, gwasProject), after: [step2.id], priority: "high")
      annotated.append(annotate.id)
      if end.isDone {
        last = max(
          last, run(annotate, created: launched + 9_000, ready: end.end + 2_500, work: random.time(420...1100)).end)
      } else {
        neverRuns(
          annotate, created: launched + 9_000, end: end.end + 1_500, state: "failed",
          reason: "DependencyUnsatisfiable", message: "A job that this job depends on failed")
      }
    }
    let gather = labelled(
      job(programs.gather, "\(trait) results", user, gwasProject), after: annotated, priority: "high")
    run(gather, created: launched + 12_000, ready: last + 2_200, work: random.time(700...1300))
  }

  /// A first try whose worker stopped answering: it is not charged, and the job starts over.
  private mutating func loseWorker(_ job: inout DemoJob, created: Int64, ready: Int64) {
    var lost = job
    lost.created = created
    lost.started = ready + 140_000
    lost.stopped = ready + 140_000 + 5_310_442
    lost.isCharged = false
    lost.state = "restarted"
    lost.failureReason = "UnresponsiveWorker"
    lost.failureMessage = "The worker running the job stopped answering"
    let stopped = ready + 140_000 + 5_310_442
    lost.transitions = [
      ("waiting_on_input", created + 900), ("runnable", ready), ("running", ready + 140_000),
      ("unresponsive", stopped - 900_000), ("restartable", stopped), ("restarted", stopped + 3_000),
    ]
    jobs.append(lost)
    job.tryNumber = 1
    job.failureCounts = [("UnresponsiveWorker", 1)]
  }

  /// Ninety jobs of some four minutes, most of it the start of the worker; all at once, so that they would queue under a
  /// lower limit. Nobody tagged them.
  mutating func addSampleStatistics() {
    for index in 0..<90 {
      var stats = job(programs.stats, "stats sample_\(1000 + 7 * index)", Self.jonas, imagingProject)
      stats.priority = "low"
      let ready = day(4, 15) + Int64(index) * 420
      run(stats, ready: ready, work: random.time(170...330))
    }
  }

  /// Two runs of a workflow of three stages; the second one uses the result of the first for its first stage.
  mutating func addAnalyses() {
    var firstStage: String?
    for (run, start) in [day(5, 10.1), day(16, 14.6)].enumerated() {
      var analysis = DemoJob(
        programs.workflow, id: random.id("analysis"), name: "cohort preparation \(run + 1)", user: Self.mei,
        project: sharedProject)
      analysis.tryNumber = nil
      analysis.created = start
      analysis.tags = ["release"]
      var before: String?
      var ready = start + random.time(3...7)
      var price = 0.0
      for (number, program) in [programs.qc, programs.burden, programs.gather].enumerated() {
        var stage = job(program, program.name, Self.mei, sharedProject)
        stage.priority = "high"
        stage.analysis = analysis.id
        stage.stage = "stage-\(["qc", "burden", "gather"][number])"
        stage.root = analysis.id
        stage.tags = ["release"]
        if let before { stage.dependsOn = [before] }
        before = stage.id
        if number == 0, let original = firstStage {
          stage.reusedFrom = original
          stage.created = start
          stage.state = "done"
          stage.transitions = [("done", start + 1_800)]
          jobs.append(stage)
          ready = start + 4_000
          continue
        }
        if number == 0 { firstStage = stage.id }
        let hours = [0.5, 1.1, 0.3][number]
        ready = self.run(stage, created: start, ready: ready, work: random.about(hours: hours)).end + 2_600
        price += jobs.last?.price ?? 0
      }
      analysis.priority = "high"
      analysis.priceOfStages = price
      analysis.state = "done"
      analysis.transitions = [("in_progress", start + 1_200), ("done", ready + 400)]
      jobs.append(analysis)
    }
  }

  /// A WDL run whose first job holds its worker until all its children are done: six chunks, then a merge.
  mutating func addImputation() {
    let start = day(10, 11.3)
    var driver = job(programs.impute, "impute cohort B", Self.tomas, imagingProject)
    driver.priority = "high"
    driver.tags = ["imputation"]
    let started = start + 95_310
    var last = started
    for index in 0..<7 {
      let isMerge = index == 6
      var child = job(
        programs.imputeChunk, isMerge ? "merge" : "chunk \(index + 1)", Self.tomas, imagingProject)
      child.priority = "low"
      child.function = isMerge ? "collect" : "main"
      child.parentJob = driver.id
      child.root = driver.id
      child.tags = ["imputation"]
      let ready = isMerge ? last + 21_000 : started + 40_000 + Int64(index) * 1_300
      let end = run(child, ready: ready, work: random.about(hours: isMerge ? 0.4 : 1.3)).end
      last = max(last, end)
    }
    driver.created = start
    driver.started = started
    driver.stopped = last + 31_500
    driver.state = "done"
    driver.transitions = [("runnable", start + 4_100), ("running", started), ("done", last + 35_000)]
    jobs.append(driver)
  }
}
