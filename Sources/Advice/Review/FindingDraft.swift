import JobModel

/// A finding before it is known how large the period's whole is.
struct FindingDraft {
  /// The tries it is about; each job is named once.
  var tries: [Int]
  /// Figures and lines, one a line.
  var evidence: [String]
  /// What to do.
  var remedy: String
  /// What was lost or would be saved, in nano-units; nil without prices.
  var nanos: Int64?
  /// The same as time on workers, or of waiting.
  var time: Int64 = 0
  /// The same as core-time; nought for waiting.
  var coreTime: Int64 = 0
  /// Whether ``time`` is waiting.
  var isWaiting = false
  /// What it may cost one day, in nano-units: the severity is at least `low` if that is 1 % of the period.
  var exposedNanos: Int64?
  /// It is never more serious than this.
  var most: Finding.Severity = .high
  /// It is never less serious than this.
  var least: Finding.Severity = .info

  /// A draft about tries, with nothing at stake yet.
  init(_ tries: [Int], evidence: [String], remedy: String) {
    self.tries = tries
    self.evidence = evidence
    self.remedy = remedy
  }

  /// Puts a part of a try at stake.
  mutating func stake(_ charge: TryCharge, part: Double = 1) {
    if let more = charge.nanos(part: part) { nanos = saturatingSum(nanos ?? 0, more) }
    time = saturatingSum(time, charge.time(part: part))
    coreTime = saturatingSum(coreTime, charge.coreTime(part: part))
  }
}

/// One rule of the review: from an executable's tries to at most one finding.
///
/// A pure function of what the executable shows. Rules are asked in the order of ``ReviewRules/all``; one that names
/// money which was lost for one reason claims its tries, so that no later rule counts it again.
protocol ReviewRule: Sendable {
  /// What it finds.
  var kind: Finding.Kind { get }
  /// When it speaks, for people: the page of the rules is made from this.
  var condition: String { get }
  /// What is at stake, for people.
  var stake: String { get }
  /// What it advises, for people.
  var advice: String { get }
  /// The finding, if there is one.
  func draft(_ executable: ReviewedExecutable) throws -> FindingDraft?
}
