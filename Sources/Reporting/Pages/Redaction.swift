public import JobModel

/// Results without the names of samples, files, people, projects and jobs, since pages are mailed.
///
/// The same name has the same code wherever it stands in what is redacted together, and another one elsewhere: codes are
/// hashes salted with what went in, so that a guessed name cannot be looked up. Executables, tasks, queues and instance
/// types keep their names.
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
      if let schedule = run.schedule { run.schedule?.jobs = schedule.jobs.map { names.code($0, .job) } }
      return run
    }
  }

  private static func collect(_ run: Run, into names: inout CodedNames) {
    for task in run.tasks { names.keep(task.name) }
    names.know(run.name, .run)
    for input in run.inputs { input.name.split(separator: ",").forEach { names.know(trimmed($0), .file) } }
    for user in run.users { names.know(user.name, .person) }
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
    for entry in review.accounts.entries(.executable) { names.keep(entry.name) }
    for (kind, group) in zip(kinds, groups) { group.forEach { names.know($0, kind.1) } }
    files.forEach { names.know($0, .file) }
    for finding in review.findings {
      for job in finding.jobs {
        names.know(job.job, .job)
        names.know(job.name, .job)
      }
    }
    for (dimension, kind) in kinds {
      review.accounts.rename(in: dimension) { name in
        name.isEmpty || name == ReviewAccounts.others ? name : names.code(name, kind)
      }
    }
    for index in review.findings.indices {
      let finding = review.findings[index]
      review.findings[index].jobs = finding.jobs.map {
        .init(job: names.code($0.job, .job), name: names.code($0.name, .job))
      }
      review.findings[index].evidence = finding.evidence.map {
        // Quoted lines of logs can hold anything.
        $0.hasPrefix("  ") ? "  (a quoted line, left out)" : names.text($0)
      }
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
    var names = CodedNames(salt: files + [String(advice.tries)])
    files.forEach { names.know($0, .file) }
    advice.warnings = advice.warnings.map { names.text($0) }
    return advice
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " })
  }
}
