import JobModel

extension JobRowParser {
  /// What a row says that the job can hold only together with other columns: plain figures, so that nothing has to be
  /// let go behind it.
  struct Row: ~Copyable {
    let line: Int
    var submitted: Int64?
    var started: Int64?
    var stopped: Int64?
    var runtime: Int64?
    var wait: Int64?
    /// Which of the meanings its state has.
    var state: Int?
    /// The source of a time that says how long it ran and cannot be used.
    var lostTime: Int?
    var cost: Int64?
    var costSource = 0
    var currency: Currency?
    /// The substitutes that were used, by their number.
    var used: UInt64 = 0

    init(line: Int) { self.line = line }
  }
}
