import JobModel

/// One or two things to do next, chosen by what a result shows: why, and the command to type.
struct NextSteps {
  private struct Step {
    var why: String
    var command: [String]
    /// Which of the options that were given the command needs too.
    var carried: [GivenOptions.Kind]
  }

  private static let limit = 2
  private var steps: [Step] = []

  /// Adds the steps to a screen, each command on a line of its own so that it can be copied.
  func write(to screen: inout ScreenWriter) {
    guard !steps.isEmpty else { return }
    screen.gap()
    screen.add("What next")
    for step in steps.prefix(Self.limit) {
      screen.add(step.why + ":", indentation: 2)
      screen.add(command: step.command + screen.style.given.words(step.carried), indentation: 4)
    }
  }

  /// - Parameter files: what the command was given, if that is not what the reports are of.
  init(import reports: [ImportReport], files: [String]?, isStored: Bool) {
    guard reports.contains(where: { $0.kept + $0.updated + $0.duplicates > 0 }) else { return }
    if !isStored {
      let files = (files ?? reports.map(\.file)).map { VisibleText.shellWord($0) }
      // What came through a pipe is gone.
      if !files.contains("-") && files.count <= 10 {
        add("the jobs into the store", ["purser import"] + files, [.reading, .store])
      }
      return
    }
    addAfterImport(reports)
  }

  private mutating func addAfterImport(_ reports: [ImportReport]) {
    let kinds = reports.map(\.quality)
    let jobs = kinds.reduce(0) { $0 + $1.jobs + $1.analyses }
    guard jobs > 0 else { return addAfterLogs(reports) }
    let ran = kinds.reduce(0) { $0 + $1.ran }
    func told(_ fact: DataQuality.Fact) -> Int { ran - kinds.reduce(0) { $0 + $1.missing(fact) } }
    if ran > 0, told(.runtime) == 0 {
      add("no job says how long it ran; another format of the same jobs may", ["purser import", "FILE"], [.store])
      return
    }
    add("the same jobs under other rules", ["purser replay", "--scenario FILE"], [.store])
    let shared = kinds.reduce(0) { $0 + $1.sharedCosts }
    if shared > 0 {
      // Nothing is learned about machines from the price of a share.
      add(
        "costs are for shares of machines; a catalog with `billing: {share: vcpu}` agrees with them",
        ["purser replay", "--catalog FILE"], [.store])
    } else if told(.cost) > 0, told(.instanceType) > 0 {
      add("what an hour of each machine really costs", ["purser catalog learn"], [.store])
    } else if told(.instanceType) > 0 {
      add(
        "what the jobs would cost: none says it; choose a catalog of `purser catalog list`",
        ["purser replay", "--catalog NAME"], [.store])
    } else {
      add(
        "no job names a machine or a cost; a scenario's `overrides` give each an `instance_type`",
        ["purser replay", "--catalog NAME --scenario FILE"], [.store])
    }
  }

  /// Logs tell what jobs used; what the jobs are stands elsewhere.
  private mutating func addAfterLogs(_ reports: [ImportReport]) {
    let isWaiting = reports.contains { $0.warnings.contains { $0.message.hasPrefix(ImportReport.unknownJobs) } }
    if isWaiting {
      add(
        "what the log tells of waits for the job's description", ["dx describe job-xxxx --json | purser import -"],
        [.store])
    } else {
      add("a plan in which jobs need what was seen of them", ["purser plan from", "--run RUN"], [.store])
    }
  }

  init(estimate run: Run, _ given: GivenOptions) {
    let plan = given.files.first ?? run.inputs.first { $0.role == "plan" }.map(\.name) ?? "PLAN"
    addUnpriced(run, given)
    // The command says so in a warning; what has no machines by its nature needs no catalog.
    if !run.hasCatalog, run.warnings.contains(where: { $0.hasPrefix(Run.noCatalogIsNamed) }) {
      add(
        "nothing has a price; choose a catalog of `purser catalog list`",
        command("purser estimate", plan, "--catalog NAME"), [.history, .scenario, .store])
    }
    if (run.probabilityOverMaxTime ?? 0) >= 0.05, run.hasCatalog,
      let slowest = run.tasks.max(by: { $0.criticalShare < $1.criticalShare })
    {
      addSweep(
        "\(Figures.share(slowest.criticalShare)) of the critical path is \(name(slowest)); other types for it", plan,
        slowest)
    }
    if run.jobs > 0, run.failedJobsMean / Double(run.jobs) >= 0.01,
      let worst = run.tasks.max(by: { ownFailures($0) < ownFailures($1) })
    {
      let own = run.tasks.reduce(0) { $0 + max(0, ownFailures($1)) }
      let others = run.failedJobsMean - own >= 0.05 ? " or what waits for it" : ""
      add(
        "\(Figures.mean(run.failedJobsMean)) of \(Figures.counted(run.jobs, "job")) do not end well, most of them "
          + "\(name(worst))\(others); try more time, a larger type or more restarts",
        command("purser estimate", plan, "--sweep " + VisibleText.shellWord("tasks.\(worst.name).timeout=12h,24h,48h")),
        Self.estimateOptions)
    }
    // The simulator says so in its assumptions; there is no other mark of it in a run.
    if run.assumptions.contains(where: { $0.hasPrefix("spot workers") }) {
      add(
        "interruptions are not in it; give `spot: {interruptions_per_hour: …}` in a scenario",
        command("purser estimate", plan, "--scenario FILE"), [.history, .catalog, .store])
    }
    if run.tasks.count > 1, let dearest = run.tasks.max(by: { ($0.costShare ?? 0) < ($1.costShare ?? 0) }),
      let share = dearest.costShare, share >= 0.5
    {
      addSweep("\(name(dearest)) is \(Figures.share(share)) of the cost; other types for it", plan, dearest)
    }
    if let waiting = run.tasks.max(by: { $0.waitMean < $1.waitMean }), waiting.waitMean > max(waiting.runMean, 600_000)
    {
      // What limits them is a cluster or the workers of a user; the simulator says which in its assumptions.
      let isShared = run.assumptions.contains { $0.hasPrefix("all jobs share") }
      let sweep =
        isShared ? "--sweep platform.cluster.nodes=4,8,16" : "--sweep platform.max_concurrent_jobs=100,200,400"
      add(
        "\(name(waiting)) waits longer than it runs; more \(isShared ? "nodes" : "jobs at once")",
        command("purser estimate", plan, sweep), Self.estimateOptions)
    }
  }

  init(review: Review, _ given: GivenOptions) {
    let verb = ["purser review"] + words(given.files) + (review.onlyRunning ? ["--running"] : [])
    // Files are reviewed without a store.
    let carried: [GivenOptions.Kind] = given.files.isEmpty ? [.catalog, .store] : [.reading, .catalog]
    if review.accounts.total.priced == 0, review.catalog == nil {
      add("nothing has a price; a catalog puts money beside the times", verb + ["--catalog NAME"], carried)
    }
    if let worst = review.findings.first(where: { $0.severity > .info }), VisibleText.width(worst.executable) <= 40 {
      add(
        "only \(name(worst.executable)), every job named",
        verb + ["--executable \(VisibleText.shellWord(worst.executable))", "--json"], carried)
    }
    if !review.findings.isEmpty {
      add(
        "in a nightly check: exit code 3 as long as something serious is found", verb + ["--fail-on high"], carried)
    }
  }

  init(replay run: Run, _ given: GivenOptions) {
    addUnpriced(run, given)
    if let recorded = run.recorded?.cost, run.recorded?.currency == run.currency, run.recorded?.pricedJobs == run.jobs,
      let percent = Comparison.Pair(a: recorded, b: run.cost?.mean).differencePercent, abs(percent) >= 10
    {
      if given.noStore {
        add("the bill says other rates; bring the jobs into a store and learn them", imported(given), [])
      } else {
        add("the bill says other rates; learn them from it", ["purser catalog learn"], [.store])
      }
    }
    if run.tasks.isEmpty {
      let log = given.files.first ?? "LOG"
      let pool = given.cluster.map { "--cluster \($0) " } ?? ""
      let other = given.policy == "easy" ? "fcfs" : "easy"
      add("the same jobs in another order", command("purser replay", log, "\(pool)--policy \(other)"), [.store])
    } else if let workflow = run.inputs.first(where: { $0.role == "workflow" }) {
      add(
        "the same tasks on machines of a catalog; a scenario's `overrides` say which",
        command("purser estimate", given.files.first ?? workflow.name, "--catalog NAME --scenario FILE"), [.store])
    } else if !run.inputs.contains(where: { $0.role == "scenario" }) {
      add(
        "the same jobs under other types, limits or timeouts",
        ["purser replay"] + words(given.files) + ["--scenario FILE"],
        [.reading, .catalog, .store])
    } else if run.recorded != nil, !given.noStore {
      add("this run beside another", ["purser compare RUN \(RunList.shortID(run.id))"], [.store])
    }
  }

  /// The commands of an estimate that is made again in another way.
  private static let estimateOptions: [GivenOptions.Kind] = [.scenario, .history, .catalog, .store]

  private mutating func add(_ why: String, _ command: [String], _ carried: [GivenOptions.Kind]) {
    steps.append(Step(why: why, command: command, carried: carried))
  }

  private func imported(_ given: GivenOptions) -> [String] {
    return [
      "purser import \((words(given.files) + given.words([.reading])).joined(separator: " ")) && purser catalog learn"
    ]
  }

  /// Jobs that do not end well and did get a worker: a job whose predecessor failed has no try, and is not to blame.
  private func ownFailures(_ task: TaskFigures) -> Double {
    task.failedMean - max(0, Double(task.jobs) - task.triesMean)
  }

  private mutating func addUnpriced(_ run: Run, _ given: GivenOptions) {
    guard run.unpricedTries > 0, run.hasCatalog else { return }
    guard run.currency != nil else {
      add("nothing has a price; give a catalog that has, with --catalog", ["purser catalog list"], [])
      return
    }
    add(
      "prices are missing; use types that the catalog prices, or give another one with --catalog",
      command("purser catalog show", given.catalog ?? run.catalog, "--priced"), [])
  }

  private mutating func addSweep(_ why: String, _ plan: String, _ task: TaskFigures) {
    let long = "--sweep \(VisibleText.shellWord("tasks.\(task.name)")).instance_type=TYPE,TYPE"
    let short = "--sweep tasks.TASK.instance_type=TYPE,TYPE"
    add(why, command("purser estimate", plan, VisibleText.width(long) <= 64 ? long : short), Self.estimateOptions)
  }

  /// A command line; a name too long for a screen becomes a word to fill in, since half a name is a wrong one.
  private func command(_ verb: String, _ file: String, _ rest: String) -> [String] {
    let word = VisibleText.shellWord(file)
    // What came through a pipe is gone.
    return [verb + " " + (file != "-" && VisibleText.width(word) <= 60 ? word : "FILE"), rest]
  }

  /// Files of a command line; too many for a screen, or from a pipe, which is gone, they become a word to fill in.
  private func words(_ files: [String]) -> [String] {
    let words = files.map(VisibleText.shellWord)
    return !files.contains("-") && VisibleText.width(words.joined(separator: " ")) <= 60 ? words : ["FILE…"]
  }

  private func name(_ task: TaskFigures) -> String { name(task.name) }

  private func name(_ text: String) -> String { VisibleText.shortened(VisibleText.visible(text), to: 30) }
}
