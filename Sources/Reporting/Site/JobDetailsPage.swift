public import JobModel

/// The page of one job: what became of it, when, what it used, and how it compares.
public enum JobDetailsPage {
  /// How many lines of a log are shown.
  private static let logLines = 200

  /// The page; a pure function of what is handed in.
  ///
  /// - Complexity: O(samples and lines of its log).
  public static func page(_ details: JobDetails) -> HTMLPage {
    let job = details.job
    var page = HTMLPage(title: "Job \(job.name.isEmpty ? job.key.id : job.name)", lead: answer(job))
    let labels = JobReport.labels(job)
    if !labels.isEmpty { page.paragraph(labels.capitalizedFirst + ".") }
    if let message = job.failureMessage, !message.isEmpty { page.note("It said: \(message)") }
    page.figures(keys(job))
    links(details, &page)
    tries(details, &page)
    timeline(job, &page)
    peers(details, &page)
    use(job, &page)
    log(details, &page)
    findings(details, &page)
    page.paragraph("Times are in UTC. " + HTMLPage.leftOut)
    return page
  }

  /// As the screen has it, without the name, which is the page's title.
  private static func answer(_ job: Job) -> String {
    let name = "\(job.name) (\(job.key.id)): "
    let line = JobReport.headline(job)
    let told = line.hasPrefix(name) ? String(line.dropFirst(name.count)) : line
    return "\(told.capitalizedFirst). It is \(job.key.id)\(job.key.tryNumber > 0 ? ", try \(job.key.tryNumber)" : "")."
  }

  private static func keys(_ job: Job) -> [(name: String, value: String)] {
    var keys = [("Cost", Figures.money(job.cost?.nanos, job.cost?.currency))]
    if let runtime = job.shownRuntime {
      keys.append((job.elapsedSoFar == nil ? "Ran" : "Has run", runtime.description))
    }
    if let wait = job.wait { keys.append(("Waited", wait.description)) }
    if let memory = job.usage.peakMemory { keys.append(("Peak memory", memory.description)) }
    return keys.map { (name: $0.0, value: $0.1) }
  }

  private static func links(_ details: JobDetails, _ page: inout HTMLPage) {
    let job = details.job
    var links = [(text: "All jobs of \(job.executable)", address: JobCells.jobs(of: job.executable))]
    if let parent = details.parent {
      links.append(
        ("Launched by \(parent.name) (\(parent.key.id))", PageAddress.job(parent.key.id, run: parent.key.run)))
    }
    page.links(links)
    if details.children > 0 { page.paragraph("It launched \(Figures.counted(details.children, "job")).") }
  }

  private static func tries(_ details: JobDetails, _ page: inout HTMLPage) {
    guard details.tries.count > 1 else { return }
    page.section("Its tries")
    page.table(
      HTMLTable(
        "Tries, the first one first",
        [
          .init("Try"), .init("State"), .number("Cost"), .number("Ran"), .number("Waited"), .init("Type"),
          .init("Submitted"),
        ],
        rows: details.tries.map { job in
          let isShown = job.key == details.job.key
          var number = HTMLTable.Cell("\(job.key.tryNumber)\(isShown ? " (shown here)" : "")")
          if !isShown {
            number.link = PageAddress.job(job.key.id, run: job.key.run, tryNumber: job.key.tryNumber)
          }
          return [
            number, .init(job.failureReason.map { "\(job.state) (\($0))" } ?? job.state.name),
            .init(Figures.money(job.cost?.nanos, job.cost?.currency)), .duration(job.shownRuntime?.milliseconds),
            .duration(job.wait?.milliseconds), .init(job.instanceType ?? Figures.none),
            .init(JobCells.minute(job.submitted ?? job.started)),
          ]
        }))
  }

  private static func timeline(_ job: Job, _ page: inout HTMLPage) {
    let events = JobReport.events(job)
    guard !events.isEmpty else { return }
    page.section("When")
    var last: SimTime?
    page.table(
      HTMLTable(
        "What happened when, and how long after what was before",
        [.init("What"), .init("When"), .number("After")],
        rows: events.map { event in
          defer { last = event.time }
          return [
            .init(event.name), .init(event.time.description),
            .init(last.map { Figures.signedDuration((event.time - $0).milliseconds) } ?? ""),
          ]
        }))
  }

  private static func peers(_ details: JobDetails, _ page: inout HTMLPage) {
    let peers = details.peers
    var rows: [[HTMLTable.Cell]] = []
    func add(_ title: String, _ rank: JobDetails.Rank?, _ text: (Int64) -> String) {
      guard let rank else { return }
      rows.append(
        [.init(title)] + [rank.own, rank.p05, rank.p50, rank.p95].map { .init(text($0)) }
          + [.init(Figures.chance(rank.shareBelow))])
    }
    add("Ran", peers.runtime) { Figures.duration($0) }
    add(details.job.cost.map { "Cost, \($0.currency)" } ?? "Cost", peers.cost) { Figures.amount($0) }
    add("Peak memory", peers.memory) { Bytes($0).description }
    guard !rows.isEmpty else { return }
    page.section("Beside its peers")
    let others = Figures.counted(peers.count, "other finished try", "other finished tries")
    page.table(
      HTMLTable(
        "Beside \(others) of \(details.job.executable): what so many of them stay at or below",
        [
          .init("Figure"), .number("This job"), .number("5 %"), .number("Half"), .number("95 %"),
          .number("Of them below it"),
        ], rows: rows))
  }

  private static func use(_ job: Job, _ page: inout HTMLPage) {
    let pairs = JobReport.uses(job)
    guard !pairs.isEmpty else { return }
    page.section("What it used")
    page.table(
      HTMLTable("What it used", pairs: pairs.map { ($0.name.capitalizedFirst, $0.value) }, heads: ("What", "How much")))
  }

  private static func findings(_ details: JobDetails, _ page: inout HTMLPage) {
    // Where no review was kept, the page of findings says how to make one.
    guard let findings = details.findings else { return }
    page.section("What the last review said")
    if findings.isEmpty { page.paragraph("It names this job in no finding.") }
    for finding in findings {
      page.subsection("\(finding.kind.rawValue), severity \(finding.severity.rawValue)")
      page.list(finding.evidence.prefix(12).map { String($0.drop { $0 == " " }) })
      page.note("What to do: \(finding.remedy)")
    }
  }

  // MARK: Log

  private static func log(_ details: JobDetails, _ page: inout HTMLPage) {
    guard let observation = details.observation else { return }
    page.section("Its log")
    let events = observation.events
    page.paragraph(
      "\(Figures.counted(observation.samples.count, "sample")) of its use"
        + (events.isEmpty ? ", and no line of trouble." : "."))
    let start = details.job.started ?? observation.samples.first?.time ?? .zero
    func points(_ value: (UsageSample) -> Double?) -> [PlotPoint] {
      observation.samples.compactMap { sample in
        value(sample).map { PlotPoint(Double((sample.time - start).milliseconds), $0) }
      }
    }
    let memory = points { $0.memoryUsed.map { Double($0.count) } }
    if memory.count > 1 {
      let asked = details.job.memoryRequested.map {
        [PlotReference(.y(Double($0.count)), "asked for \($0)")]
      }
      page.figure(
        Plot(
          "Memory in use", summary: "A line over time.", x: PlotAxis("Time since its start", .values(.duration)),
          y: PlotAxis("Memory", .values(.bytes), hasZero: true), marks: [LineMark("", memory)],
          references: asked ?? []),
        caption: "As the log tells it: between two samples it may have been more.")
    }
    let processor = points { $0.cpuPercent.map { $0 / 100 } }
    if processor.count > 1 {
      page.figure(
        Plot(
          "Cores in use", summary: "A line over time.", x: PlotAxis("Time since its start", .values(.duration)),
          y: PlotAxis("Cores", .values(.number), hasZero: true), marks: [LineMark("", processor, series: 3)]),
        caption: "Cores kept busy, as the log tells it.")
    }
    guard !events.isEmpty else { return }
    let lines = events.prefix(logLines).map { event in
      VisibleText.visible((event.time.map { $0.description + "  " } ?? "") + event.text)
    }
    page.code(lines.joined(separator: "\n"))
    if events.count > logLines {
      page.paragraph("And \(Figures.count(events.count - logLines)) more lines, which ?format=json has.")
    }
  }
}
