public import JobModel

extension TimeoutValidationReport {
  /// The screen: a line a rule, and its cost in each file.
  public static func screen(_ result: TimeoutValidation, style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    let jobs = checkedInteger(result.methods.first?.total.jobs ?? 0).map(Int.init) ?? 0
    var title = "\(Figures.counted(jobs, "good job")) of \(Figures.counted(result.files.count, "file"))"
    if result.warm > 0 {
      title +=
        ", \(Figures.share(result.warm)) of all known beforehand, mean of \(Figures.counted(result.draws, "draw"))"
    }
    if let limit = result.defaultLimit.flatMap({ SimDuration(seconds: $0) }) {
      title += ", requests ignored: every job has \(limit)"
    }
    screen.add(title, .strong)
    screen.gap()
    let hasFiles = result.files.count > 1 && result.files.count <= shownFiles
    var columns: [TextTable.Column] = [
      .init("rule", .left), .init("good jobs killed"), .init("burn", .point), .init("exposure", .point),
      .init("cost", .point),
    ]
    if hasFiles { columns += result.files.map { .init(name(of: $0), .point) } }
    var table = TextTable(columns)
    for method in result.methods {
      let total = method.total
      var cells: [TextTable.Cell] = [
        .init(method.name, method.name == "purser" ? .strong : .none), .init(percent(total.falseKillRate)),
        .init(places(total.burn, 4)), .init(places(total.exposure, 2)), .init(places(total.cost, 4)),
      ]
      if hasFiles { cells += method.files.map { .init(places($0.cost, 4)) } }
      table.add(cells)
    }
    screen.add(table)
    screen.gap()
    screen.add(
      "burn: core-time of killed attempts to useful core-time, the limit doubling after each kill. exposure: all limits to "
        + "useful core-time, what hung jobs would burn. cost: burn + \(Figures.share(result.runaway)) of exposure; over "
        + "files the mean. Good: ended well, before 98 % of the limit asked for.", .faint, hanging: 0)
    return Screen(body: screen.text)
  }

  /// More files than this have no column of their own; --csv has them.
  private static let shownFiles = 4

  private static func name(of file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    let stem = last.split(separator: ".").first.map(String.init) ?? last
    return String(stem.prefix(9))
  }

  private static func percent(_ share: Double) -> String { places(share * 100, 2) + " %" }

  private static func places(_ value: Double, _ places: Int) -> String {
    let scale = [1.0, 10, 100, 1000, 10_000][places]
    return checkedInteger(value * scale).map { Figures.fixed($0, places: places) } ?? Figures.none
  }
}
