import JobModel

/// The comment that precedes what is written for an executable: why, on how many jobs it rests, what it saves.
enum EmitComment {
  /// A line has at most so many characters, but for a word that is longer.
  private static let width = 160
  /// The longest comment, in scalars: a reason is some sentences.
  private static let limit = 2000

  /// The lines without the target's comment mark, all but the first indented; none holds a control character, so nothing
  /// in them can end the comment.
  static func lines(_ recommendation: Recommendation) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in line(recommendation).split(separator: " ") {
      if !current.isEmpty, current.count + 1 + word.count > width {
        lines.append(current)
        current = " "
      }
      current += (current.isEmpty ? "" : " ") + word
    }
    return lines + [current]
  }

  /// All of it on one line.
  static func line(_ recommendation: Recommendation) -> String {
    var parts: [String] = []
    let reason = reason(recommendation.reason)
    if !reason.isEmpty { parts.append(reason) }
    parts.append(recommendation.jobs == 1 ? "1 job" : "\(recommendation.jobs) jobs")
    if let saving = recommendation.saving { parts.append(self.saving(saving)) }
    if let percent = percent(recommendation.recommended.failureProbability) {
      parts.append("\(percent) of first tries run out of memory or disk")
    }
    let text = "\(shown(title(recommendation))): \(parts.joined(separator: "; "))"
    guard text.unicodeScalars.count > limit else { return text }
    // By scalar: one character can carry any number of marks.
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))) + "…"
  }

  /// The executable with its entry point and its stage, where it is about one.
  static func title(_ recommendation: Recommendation) -> String {
    var title = recommendation.executable
    if let function = recommendation.function, !title.hasSuffix(":\(function)") { title += ":\(function)" }
    if let stage = recommendation.stage { title += " (stage \(stage))" }
    return title
  }

  /// Text on one line, in which no character moves a cursor or turns the direction of writing.
  static func shown(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isHarmful($0) ? " " : $0 }))
  }

  /// Whether a terminal, an editor or a parser would act on it instead of showing it.
  static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    // The last two are no characters at all.
    scalar.isHarmful || scalar.value == 0xFFFE || scalar.value == 0xFFFF
  }

  private static func reason(_ text: String) -> String {
    // What no line can hold is no word of a sentence.
    var words: [String] = []
    for word in shown(text).split(separator: " ") {
      var rest = word
      while rest.count > width {
        words.append(String(rest.prefix(width)))
        rest = rest.dropFirst(width)
      }
      words.append(String(rest))
    }
    var reason = words.joined(separator: " ")
    while reason.last == "." { reason.removeLast() }
    return reason
  }

  private static func saving(_ saving: Recommendation.Saving) -> String {
    let mean = saving.mean.nanos
    if mean == 0 && saving.low.nanos == 0 && saving.high.nanos == 0 { return "costs the same" }
    // What costs more has its interval the other way round.
    let ends = mean < 0 ? (saving.high, saving.low) : (saving.low, saving.high)
    func text(_ nanos: Int64) -> String {
      Money.shortText(nanos: mean < 0 ? saturatingDifference(0, nanos) : nanos)
    }
    let amount = "\(text(mean)) \(saving.mean.currency)"
    let interval = "(\(text(ends.0.nanos)) to \(text(ends.1.nanos)))"
    return mean < 0 ? "costs \(amount) more a job \(interval)" : "saves \(amount) a job \(interval)"
  }

  private static func percent(_ probability: Double) -> String? {
    guard probability >= 0, probability <= 1, let tenths = checkedInteger(probability * 1000) else { return nil }
    if tenths == 0 { return probability == 0 ? "0 %" : "<0.1 %" }
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }
}
