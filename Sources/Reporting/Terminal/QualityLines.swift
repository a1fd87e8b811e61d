import JobModel

/// What a screen says of a file's ``DataQuality``: only what somebody would do something about.
struct QualityLines {
  /// A sentence.
  struct Line {
    var text: String
    var emphasis: Style.Emphasis
  }

  private(set) var lines: [Line] = []

  /// A fact that is missing in fewer jobs than this is not worth a word.
  private static let worthSaying = 0.05

  init(_ report: ImportReport) {
    let quality = report.quality
    guard quality.jobs + quality.analyses > 0 else { return }
    add(Self.span(quality))
    if quality.charged.count > 1 {
      let each = quality.charged.map { "\(Figures.count($0.jobs)) in \($0.currency.code)" }.joined(separator: ", ")
      add("charged in more than one currency (\(each)): they are never added up", .caution)
    }
    let gaps = quality.gaps
    if !gaps.isEmpty { add(Self.sentence(gaps), .caution) }
    let partly = DataQuality.Fact.allCases.compactMap { fact -> String? in
      guard let share = quality.missingShare(fact), share >= Self.worthSaying, quality.missing(fact) < quality.ran
      else {
        return nil
      }
      return "\(Self.name(fact)) of \(Figures.chance(share))"
    }
    if !partly.isEmpty { add("missing: \(Self.list(partly)) of the jobs that ran", .caution) }
    // Other formats measure in other ways.
    if report.format == "dnanexus-json", quality.ran > 0,
      Double(quality.short) / Double(quality.ran) >= Self.worthSaying
    {
      add(
        "\(Figures.chance(Double(quality.short) / Double(quality.ran))) of the jobs ran under 10 minutes: too short for a "
          + "resource line in their log")
    }
  }

  private mutating func add(_ text: String, _ emphasis: Style.Emphasis = .faint) {
    lines.append(Line(text: text, emphasis: emphasis))
  }

  /// `98 jobs (3 reused results) and 2 analyses, 2022-05-14 to 2022-06-01, charged in GBP`.
  private static func span(_ quality: DataQuality) -> String {
    var text = Figures.counted(quality.jobs, "job")
    if quality.cached > 0 { text += " (\(Figures.counted(quality.cached, "reused result")))" }
    if quality.analyses > 0 { text += " and \(Figures.counted(quality.analyses, "analysis", "analyses"))" }
    // Some formats count from nought: such days are no dates.
    if let first = quality.first, let last = quality.last, first.milliseconds >= 86_400_000 * 365 {
      text += first.dateText == last.dateText ? ", \(first.dateText)" : ", \(first.dateText) to \(last.dateText)"
    }
    if quality.charged.count == 1 { text += ", charged in \(quality.charged[0].currency.code)" }
    return text
  }

  /// `no memory or disk use: no advice on it; no instance types: no prices`.
  private static func sentence(_ gaps: [DataQuality.Gap]) -> String {
    if gaps.contains(.runtimes) { return "no run times: nothing to replay or to learn from" }
    let uses: [(gap: DataQuality.Gap, name: String)] = [
      (.memoryAdvice, "memory"), (.cpuAdvice, "processor"), (.diskAdvice, "disk"),
    ]
    let unused = uses.filter { gaps.contains($0.gap) }.map(\.name)
    var parts: [String] = []
    if !unused.isEmpty { parts.append("no \(list(unused, "or")) use: no advice on it") }
    if gaps.contains(.inputScaling) { parts.append("no input sizes: runtimes cannot follow them") }
    if gaps.contains(.prices) { parts.append("no instance types or costs: no prices") }
    if gaps.contains(.waits) { parts.append("no submission times: no waits") }
    return parts.joined(separator: "; ")
  }

  private static func name(_ fact: DataQuality.Fact) -> String {
    switch fact {
    case .memoryUse: "memory use"
    case .cpuUse: "processor use"
    case .diskUse: "disk use"
    case .inputSize: "input sizes"
    case .instanceType: "instance types"
    case .cost: "costs"
    case .submission: "submission times"
    case .runtime: "run times"
    }
  }

  /// `a, b and c`.
  private static func list(_ words: [String], _ word: String = "and") -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(word) " + last
  }
}
