public import JobModel

extension MemoryValidationReport {
  /// The screen: a line a rule, the least wasteful first by the mean ratio to the reference.
  public static func screen(_ result: MemoryValidation, style: Style = .plain) -> Screen {
    var screen = ScreenWriter(style)
    let tasks = result.methods.first?.total.tasks ?? 0
    let used = result.used.reduce(0, +)
    screen.add(
      "\(Figures.counted(tasks, "task")) of \(Figures.counted(result.files.count, "file")), protocol "
        + "\(result.sizingProtocol): they used \(gigabyteHours(used)) GBh; what else each rule would have held",
      .strong)
    screen.gap()
    let isNarrow = result.files.count > shownFiles
    var columns: [TextTable.Column] = [
      .init("rule", .left), .init("wasted GBh", .point), .init("failed tries"), .init("of tasks"),
      .init("× \(reference)"),
    ]
    if !isNarrow && result.files.count > 1 { columns += result.files.map { .init(name(of: $0), .point) } }
    var table = TextTable(columns)
    for method in result.methods {
      let total = method.total
      let share = total.tasks > 0 ? Double(total.failures) / Double(total.tasks) : nil
      var cells: [TextTable.Cell] = [
        .init(method.name, method.name == "purser" ? .strong : .none), .init(gigabyteHours(total.wastage)),
        .init(Figures.count(total.failures)), .init(Figures.share(share)),
        .init(hundredths(result.ratio(of: method, to: reference))),
      ]
      if !isNarrow && result.files.count > 1 { cells += method.files.map { .init(gigabyteHours($0.wastage)) } }
      table.add(cells)
    }
    screen.add(table)
    screen.gap()
    screen.add(
      "× \(reference): geometric mean over the files of the waste to that of \(reference). GB is 10^9 bytes; a failed try "
        + "holds its memory to the task's end; no try gets more than a node of 128 GB.", .faint, hanging: 0)
    if let rate = result.maximalFailureRate {
      screen.add("purser was told to let at most \(Figures.share(rate)) of the tries fail.", .faint, hanging: 0)
    }
    return Screen(body: screen.text)
  }

  /// More files than this have no column of their own; --csv has them.
  private static let shownFiles = 6

  private static func name(of file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    return last.split(separator: ".").first.map(String.init) ?? last
  }

  /// GBh with three places below ten, else one.
  private static func gigabyteHours(_ value: Double) -> String {
    let places = value < 10 ? 3 : 1
    guard let scaled = checkedInteger(value * (places == 3 ? 1000 : 10)) else { return Figures.none }
    return Figures.fixed(scaled, places: places)
  }

  private static func hundredths(_ value: Double?) -> String {
    value.flatMap { checkedInteger($0 * 100) }.map { Figures.fixed($0, places: 2) } ?? Figures.none
  }
}
