public import JobModel

extension JobReport {
  /// A table of the job's tries, as ``JobList/csv(_:)`` writes them.
  public static func csv(_ details: JobDetails) -> CSVTable {
    JobList.csv(
      JobPage(
        jobs: details.tries, offset: 0, total: details.tries.count, costs: [], unpriced: 0, workerTime: .zero))
  }

  /// The screen: what became of the job, when, what it used, and how it compares.
  public static func screen(_ details: JobDetails, style: Style = .plain) -> Screen {
    let job = details.job
    var screen = ScreenWriter(style)
    screen.add(headline(job), .strong)
    let labels = labels(job)
    if !labels.isEmpty { screen.add(labels, .faint) }
    if let message = job.failureMessage, !message.isEmpty { screen.add("it said: \(message)", .caution) }
    for part in [timeline(job), use(job), peers(details), tries(details)].compactMap(\.self) {
      screen.gap()
      screen.add(part.title)
      screen.add(part.table)
    }
    log(details, &screen)
    findings(details, &screen)
    if let parent = details.parent {
      screen.gap()
      screen.add("launched by \(parent.key.id) (\(parent.name))")
    }
    if details.children > 0 { screen.add("launched \(Figures.counted(details.children, "job"))") }
    return Screen(body: screen.text)
  }

  static func headline(_ job: Job) -> String {
    var parts = [job.failureReason.map { "\(job.state) (\($0))" } ?? job.state.name]
    if let code = job.exitCode, code != 0 { parts.append("exit code \(code)") }
    if job.isCached { parts.append("an earlier result was used") }
    parts.append(Figures.money(job.cost?.nanos, job.cost?.currency))
    if let runtime = job.shownRuntime {
      parts.append(job.elapsedSoFar == nil ? "ran \(runtime)" : "has run \(runtime) so far")
    }
    if let type = job.instanceType { parts.append("on \(job.nodes > 1 ? "\(job.nodes) × " : "")\(type)") }
    return "\(job.name) (\(job.key.id)): " + parts.joined(separator: ", ")
  }

  static func labels(_ job: Job) -> String {
    var parts: [String] = []
    if job.executable != job.name { parts.append("runs \(job.executable)") }
    if let function = job.function, function != "main" { parts.append("entry point \(function)") }
    if let user = job.user { parts.append("user \(user)") }
    if let project = job.project { parts.append(project) }
    if !job.key.run.isEmpty { parts.append("run \(job.key.run)") }
    if !job.tags.isEmpty { parts.append("tags \(job.tags.joined(separator: ", "))") }
    if let priority = job.finalPriority ?? job.priority { parts.append("priority \(priority.rawValue)") }
    if let limit = job.timeLimit { parts.append("timeout \(limit)") }
    return parts.joined(separator: ", ")
  }

  private typealias Part = (title: String, table: TextTable)

  /// What happened when, in the order of time.
  static func events(_ job: Job) -> [(name: String, time: SimTime)] {
    var events: [(name: String, time: SimTime)] = job.transitions.map { ($0.state.name, $0.time) }
    if events.isEmpty {
      let times: [(String, SimTime?)] = [
        ("submitted", job.submitted), ("ready for a worker", job.runnable), ("running", job.started),
        ("let its worker go", job.stopped), ("ended", job.ended),
      ]
      events = times.compactMap { name, time in time.map { (name, $0) } }
    } else if let submitted = job.submitted {
      events.insert(("submitted", submitted), at: 0)
    }
    return events
  }

  /// When what happened, and how long after the event before.
  private static func timeline(_ job: Job) -> Part? {
    let events = events(job)
    guard !events.isEmpty else { return nil }
    var table = TextTable([.init("", .left), .init("", .left), .init("")], indentation: 2)
    var last: SimTime?
    for (name, time) in events {
      let after = last.map { Figures.signedDuration((time - $0).milliseconds) } ?? ""
      table.add([.init(name), .init(time.description), .init(after, .faint)])
      last = time
    }
    return ("When", table)
  }

  /// What it used, as far as it is known.
  static func uses(_ job: Job) -> [(name: String, value: String)] {
    var uses: [(name: String, value: String)] = []
    let usage = job.usage
    let bound = usage.peaksAreLowerBounds ? ", or more: only samples are known" : ""
    if let cpu = usage.cpuPercent {
      let cores = job.vcpus.map { $0 > 0 ? " of \(Figures.mean($0))" : "" } ?? ""
      uses.append(("processor", "\(Figures.mean(cpu / 100)) cores busy\(cores), on average"))
    }
    if let memory = usage.peakMemory {
      let asked = job.memoryRequested.map { " of \($0) asked for" } ?? ""
      uses.append(("memory", "\(memory)\(asked) at the peak\(bound)"))
    }
    if let disk = usage.peakDisk { uses.append(("disk", "\(disk) at the peak\(bound)")) }
    if let input = usage.input { uses.append(("inputs", input.description)) }
    if let read = usage.read { uses.append(("read", read.description)) }
    if let written = usage.written { uses.append(("written", written.description)) }
    return uses
  }

  private static func use(_ job: Job) -> Part? {
    let uses = uses(job)
    guard !uses.isEmpty else { return nil }
    var table = TextTable([.init("", .left), .init("", .left)], indentation: 2)
    for use in uses { table.add([.init(use.name), .init(use.value)]) }
    return ("What it used", table)
  }

  private static func peers(_ details: JobDetails) -> Part? {
    let peers = details.peers
    var table = TextTable(
      [.init("", .left), .init("this job"), .init("5 %"), .init("half"), .init("95 %"), .init("of them below")],
      indentation: 2)
    func add(_ title: String, _ rank: JobDetails.Rank?, _ text: (Int64) -> String) {
      guard let rank else { return }
      let isHigh = rank.own > rank.p95
      table.add([
        .init(title), .init(text(rank.own), isHigh ? .caution : .none), .init(text(rank.p05)), .init(text(rank.p50)),
        .init(text(rank.p95)), .init(Figures.chance(rank.shareBelow)),
      ])
    }
    add("ran", peers.runtime) { Figures.duration($0) }
    add(details.job.cost.map { "cost \($0.currency)" } ?? "cost", peers.cost) { Figures.amount($0) }
    add("memory", peers.memory) { Bytes($0).description }
    guard !table.rows.isEmpty else { return nil }
    let others = Figures.counted(peers.count, "other finished try", "other finished tries")
    return ("Beside \(others) of \(details.job.executable)", table)
  }

  private static func tries(_ details: JobDetails) -> Part? {
    guard details.tries.count > 1 else { return nil }
    var table = TextTable(
      [.init("try"), .init("", .left), .init("cost", .point), .init("ran"), .init("type", .left, isWhole: true)],
      indentation: 2)
    for job in details.tries {
      table.add([
        .init("\(job.key.tryNumber)", job.key == details.job.key ? .strong : .none),
        .init(job.failureReason.map { "\(job.state) (\($0))" } ?? job.state.name),
        .init(Figures.money(job.cost?.nanos, job.cost?.currency)),
        .init(Figures.duration(job.shownRuntime?.milliseconds)), .init(job.instanceType ?? Figures.none),
      ])
    }
    return ("Its tries", table)
  }

  /// What a review said of it.
  private static func findings(_ details: JobDetails, _ screen: inout ScreenWriter) {
    screen.gap()
    guard let findings = details.findings else {
      return screen.add("No findings are kept in the store: `purser review` makes them.", .faint)
    }
    guard !findings.isEmpty else { return screen.add("The last review that was kept names it in no finding.", .faint) }
    screen.add("What the last review said")
    for finding in findings {
      let look: Style.Emphasis =
        finding.severity == .high ? .bad : finding.severity == .medium ? .caution : .none
      screen.add("\(finding.severity.rawValue)  \(finding.kind.rawValue)", look, indentation: 2)
      for line in finding.evidence { screen.add(line, indentation: line.hasPrefix("  ") ? 6 : 4) }
      screen.add("→ " + finding.remedy, indentation: 4)
    }
  }

  /// How many lines of a log a screen shows.
  private static let logLines = 20

  private static func log(_ details: JobDetails, _ screen: inout ScreenWriter) {
    guard let observation = details.observation else { return }
    screen.gap()
    let events = observation.events
    screen.add(
      "Its log: \(Figures.counted(observation.samples.count, "sample")) of its use"
        + (events.isEmpty ? ", no line of trouble" : ""))
    for event in events.prefix(logLines) {
      let time = event.time.map { $0.description + "  " } ?? ""
      screen.add("\(time)\(event.text)", event.kind == .endOfLog ? .faint : .bad, indentation: 2)
    }
    if events.count > logLines {
      screen.add("… and \(events.count - logLines) more lines; --json has them all", .faint, indentation: 2)
    }
  }
}
