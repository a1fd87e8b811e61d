public import JobModel

/// Results without the names of samples, files, people, projects, hosts and jobs, since pages are mailed.
///
/// What evidence quotes of logs and messages is left out: it can hold anything. The same name has the same code wherever it stands in what is redacted together, and another one elsewhere: codes are
/// hashes salted with what went in, so that a guessed name cannot be looked up. Executables, tasks, queues and instance
/// types keep their names, unless those are paths, addresses or files.
public enum Redaction {
  /// Runs that are shown together.
  public static func runs(_ runs: [Run]) -> [Run] {
    var names = CodedNames(salt: runs.flatMap { $0.inputs.map(\.content) + [$0.name] })
    for run in runs { collect(run, into: &names) }
    return runs.map { run in
      var run = run
      run.name = names.code(run.name, .run)
      for index in run.inputs.indices { run.inputs[index].name = names.codes(ofList: run.inputs[index].name, .file) }
      for index in run.users.indices { run.users[index].name = names.code(run.users[index].name, .person) }
      run.warnings = run.warnings.map { names.text($0) }
      run.assumptions = run.assumptions.map { names.text($0) }
      if let schedule = run.schedule {
        run.schedule?.jobs = schedule.jobs.map { names.code($0, .job) }
        run.schedule?.tasks = schedule.tasks.map { names.executable($0) }
      }
      for index in run.tasks.indices { run.tasks[index].name = names.executable(run.tasks[index].name) }
      return run
    }
  }

  /// The points of a sweep.
  public static func sweep(_ points: [SweepPoint]) -> [SweepPoint] {
    zip(points, runs(points.map(\.run))).map { point, run in
      SweepPoint(values: point.values.map { ($0.path, $0.value) }, run: run)
    }
  }

  /// More jobs than these are not looked for in texts by their own ids; those of the platform are found by their form.
  private static let mostJobs = 100_000

  private static func collect(_ run: Run, into names: inout CodedNames) {
    for task in run.tasks { names.keep(task.name) }
    run.schedule?.types.forEach { names.keep($0) }
    run.schedule?.tasks.forEach { names.keep($0) }
    names.know(run.name, .run)
    for input in run.inputs { input.name.split(separator: ",").forEach { names.know(trimmed($0), .file) } }
    for user in run.users { names.know(user.name, .person) }
    if !run.warnings.isEmpty, let jobs = run.schedule?.jobs, jobs.count <= mostJobs {
      jobs.forEach { names.know($0, .job) }
    }
  }

  /// A review.
  ///
  /// - Parameter files: what was read for it.
  public static func review(_ review: Review, files: [String] = []) -> Review {
    var review = review
    let kinds: [(ReviewAccounts.Dimension, CodedNames.Kind)] = [
      (.user, .person), (.project, .project), (.tag, .tag), (.workflow, .run),
    ]
    let groups = kinds.map { kind in review.accounts.entries(kind.0).map(\.name) }
    var names = CodedNames(
      salt: groups.flatMap { $0 } + files + review.findings.flatMap { $0.jobs.map(\.job) })
    for dimension in [ReviewAccounts.Dimension.executable, .instanceType] {
      for entry in review.accounts.entries(dimension) { names.keep(entry.name) }
    }
    for (kind, group) in zip(kinds, groups) { group.forEach { names.know($0, kind.1) } }
    files.forEach { names.know($0, .file) }
    for finding in review.findings {
      for job in finding.jobs { names.know(job: job.job, named: job.name) }
    }
    for (dimension, kind) in kinds {
      review.accounts.rename(in: dimension) { name in
        name.isEmpty || name == ReviewAccounts.others ? name : names.code(name, kind)
      }
    }
    review.accounts.rename(in: .executable) { names.executable($0) }
    for index in review.findings.indices {
      let finding = review.findings[index]
      review.findings[index].executable = names.executable(finding.executable)
      review.findings[index].jobs = finding.jobs.map {
        .init(job: names.code($0.job, .job), name: names.code($0.name, .job))
      }
      review.findings[index].evidence = finding.evidence.map { names.evidence($0) }
      review.findings[index].remedy = names.text(finding.remedy, hasFiles: false)
    }
    review.warnings = review.warnings.map { names.text($0) }
    return review
  }

  /// Advice on executables, whose names stay.
  ///
  /// - Parameter files: what was read for it.
  public static func advice(_ advice: RecommendationSet, files: [String] = []) -> RecommendationSet {
    var advice = advice
    var names = CodedNames(salt: files + [String(advice.tries)] + advice.recommendations.map(\.executable))
    for row in advice.recommendations {
      names.keep(row.executable)
      for option in [row.current, row.recommended] + row.alternatives {
        option.setting.instanceType.map { names.keep($0) }
      }
    }
    files.forEach { names.know($0, .file) }
    advice.warnings = advice.warnings.map { names.text($0) }
    for index in advice.recommendations.indices {
      let row = advice.recommendations[index]
      advice.recommendations[index].executable = names.executable(row.executable)
      advice.recommendations[index].reason = names.evidence(row.reason)
      advice.recommendations[index].warnings = row.warnings.map { names.evidence($0) }
      if let words = row.timeLimit?.words {
        advice.recommendations[index].timeLimit?.words = names.evidence(words)
      }
      if let words = row.spotChoice?.words {
        advice.recommendations[index].spotChoice?.words = names.evidence(words)
      }
      if let words = row.batching?.words { advice.recommendations[index].batching?.words = names.evidence(words) }
    }
    for index in advice.notEnoughData.indices {
      let lack = advice.notEnoughData[index]
      advice.notEnoughData[index].executable = names.executable(lack.executable)
      advice.notEnoughData[index].reason = names.evidence(lack.reason)
    }
    return advice
  }

  /// Advice on a plan, whose tasks keep their names.
  ///
  /// - Parameter file: the plan's.
  public static func planAdvice(_ advice: PlanRecommendation, file: String) -> PlanRecommendation {
    var advice = advice
    var names = CodedNames(salt: [file, advice.name] + advice.rows.map(\.task))
    for row in advice.rows {
      names.keep(row.task)
      for option in [row.current, row.recommended] + row.alternatives {
        option.setting.instanceType.map { names.keep($0) }
      }
    }
    names.know(file, .file)
    names.know(advice.name, .run)
    advice.name = names.code(advice.name, .run)
    advice.warnings = advice.warnings.map { names.text($0) }
    advice.assumptions = advice.assumptions.map { names.text($0) }
    for index in advice.rows.indices { advice.rows[index].reason = names.evidence(advice.rows[index].reason) }
    return advice
  }

  /// A validation, which names files only.
  public static func validation(_ result: MemoryValidation) -> MemoryValidation {
    var result = result
    result.files = files(result.files)
    return result
  }

  /// A validation, which names files only.
  public static func validation(_ result: TimeoutValidation) -> TimeoutValidation {
    var result = result
    result.files = files(result.files)
    return result
  }

  private static func files(_ files: [String]) -> [String] {
    let names = CodedNames(salt: files)
    return files.map { names.code($0, .file) }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " })
  }
}
