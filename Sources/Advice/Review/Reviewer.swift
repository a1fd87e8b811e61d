public import JobModel

/// Looks back at past jobs, one executable after the other, in the memory of the largest of them and of those that have too
/// few peers of their own.
///
/// ```swift
/// var reviewer = Reviewer(machines: machines, currency: .gbp)
/// try store.reviewGroups { try reviewer.add($0) }
/// let review = try reviewer.review()
/// ```
public struct Reviewer {
  /// What is looked at.
  public struct Options: Sendable, Hashable {
    /// Tries from here on.
    public var since: SimTime?
    /// Tries before this.
    public var until: SimTime?
    /// Tries with this tag.
    public var tag: String?
    /// Only tries that run now; those that ended serve to judge them.
    public var onlyRunning = false
    /// Findings with less money at stake are left out, in nano-units.
    public var leastCost: Int64?
    /// Which periods are compared.
    public var periods = PeriodChoice.none("no periods were chosen")

    /// Everything.
    public init() {}

    /// Whether every try is looked at.
    var selectsAll: Bool { since == nil && until == nil && tag == nil && !onlyRunning }

    /// Whether a try is looked at: it is in the period, has the tag, and runs now if only such are wanted.
    public func selects(_ row: ReviewRow) -> Bool { (!onlyRunning || row.isRunning) && isInPeriod(row) }

    /// Whether a try is in the period and has the tag. One that has not ended is in the period if it was seen in it, however
    /// long ago it began.
    func isInPeriod(_ row: ReviewRow) -> Bool {
      if let tag, !row.tags.contains(tag) { return false }
      if since == nil && until == nil { return true }
      guard let time = row.time else { return false }
      if let until, time >= until { return false }
      guard let since else { return true }
      return time >= since || (!row.state.isFinal && row.stopped == nil && row.last.map { $0 >= since } ?? false)
    }

    /// Whether a try tells of trends: it has the tag, and is no later than the period; earlier ones are what it is compared
    /// with.
    func selectsForTrends(_ row: ReviewRow) -> Bool {
      if let tag, !row.tags.contains(tag) { return false }
      guard let until else { return true }
      return row.time.map { $0 < until } ?? false
    }
  }

  private let options: Options
  private let machines: ReviewMachines
  private let workflows: ReviewedNames
  private let currency: Currency?
  private var result = Review()
  private var tally: PeriodTally?
  private var changes = ChangeFinder()
  /// How many tries of the period were not looked at since they run no more.
  public private(set) var passedOver = 0
  /// Executables with too few peers, until those of their user are known; and the lengths of these, by user.
  private var held: [ReviewedExecutable] = []
  private var pools: [String: [UsualLength.Item]] = [:]
  /// The waits of all executables with too few, whoever ran them: a queue is everybody's.
  private var rareWaits: [UsualLength.Item] = []
  private var drafts:
    [(rule: Finding.Kind, executable: String, jobs: [Finding.JobReference], draft: FindingDraft, isRunning: Bool)] = []

  /// A reviewer who has seen nothing yet.
  ///
  /// - Parameter currency: what amounts are in; recorded prices in another one do not count.
  /// - Parameter workflows: what analyses and the roots of trees ran.
  public init(
    options: Options = Options(), machines: ReviewMachines, currency: Currency?,
    workflows: ReviewedNames = ReviewedNames()
  ) {
    self.options = options
    self.machines = machines
    self.workflows = workflows
    self.currency = currency
    result.accounts = ReviewAccounts(currency: currency)
    result.catalog = machines.catalog?.name
    result.onlyRunning = options.onlyRunning
    switch options.onlyRunning ? .none("only jobs that run now are looked at") : options.periods {
    case .pair(let periods): tally = PeriodTally(periods)
    case .none(let reason): result.trends.notCompared = reason
    }
  }

  /// Takes in all tries of one executable; each executable once.
  ///
  /// - Throws: what asking for observations throws.
  /// - Complexity: O(n log n) in its tries.
  public mutating func add(_ group: ReviewGroup) throws {
    let options = options
    let executable = ReviewedExecutable(
      group, machines: machines, currency: currency,
      isSelected: options.selectsAll ? nil : { options.selects($0) })
    if options.onlyRunning {
      passedOver += group.rows.count { options.isInPeriod($0) } - executable.selected.count
    } else {
      tally?.add(executable) { options.selectsForTrends($0) }
      changes.add(executable) { options.selectsForTrends($0) }
    }
    // What has ended still judges what runs.
    guard !executable.selected.isEmpty || options.onlyRunning else { return }
    account(executable)
    if executable.waits.limit == nil { rareWaits += executable.rows.compactMap(ReviewedExecutable.waitItem) }
    let isHeld = executable.needsOtherPeers || executable.needsOtherWaits
    if isHeld {
      // The store may be closed when it is judged.
      try executable.loadObservations()
      held.append(executable)
    } else {
      try ask(executable)
    }
    guard executable.length.limit == nil, isHeld || (options.onlyRunning && executable.isRareAndLong) else { return }
    for row in executable.rows {
      guard let item = ReviewedExecutable.item(row, isEnd: ReviewedExecutable.isEnded) else { continue }
      // Inputs and machines of other executables mean other things.
      pools[row.user ?? "", default: []].append(
        UsualLength.Item(length: item.length, input: nil, kind: nil, isCensored: item.isCensored))
    }
  }

  /// Counts the tries of one executable. Those that follow each other mostly have the same names: they are summed before
  /// they are looked up.
  private mutating func account(_ executable: ReviewedExecutable) {
    // Rows are wide: they are looked at in their place.
    executable.rows.withUnsafeBufferPointer { account(executable, $0) }
  }

  private mutating func account(_ executable: ReviewedExecutable, _ rows: UnsafeBufferPointer<ReviewRow>) {
    var seen: Set<JobKey> = []
    var open: (names: AccountNames, account: ReviewAccounts.Account)?
    for index in executable.selected {
      let charge = executable.charges[index]
      let isFirst = seen.insert(JobKey(run: rows[index].key.run, id: rows[index].key.id)).inserted
      let account = charge.account(rows[index], isFirstOfJob: isFirst)
      let names = AccountNames(rows[index], workflow: workflows.workflow(of: rows[index]))
      if open?.names == names {
        open?.account += account
      } else {
        if let open { result.accounts.add(open.account, to: open.names.list) }
        open = (names, account)
      }
      if charge.isByCatalog { result.pricedByCatalog += 1 }
      guard let first = rows[index].time ?? rows[index].last, let last = rows[index].last ?? rows[index].time else {
        continue
      }
      let span = min(first, last)...max(first, last)
      result.period =
        result.period.map { min($0.lowerBound, span.lowerBound)...max($0.upperBound, span.upperBound) } ?? span
    }
    if let open { result.accounts.add(open.account, to: open.names.list) }
  }

  private mutating func ask(_ executable: ReviewedExecutable) throws {
    if executable.length.limit == nil {
      result.notJudged += executable.selected.count { executable.charges[$0].time >= 86_400_000 }
    }
    for rule in ReviewRules.all {
      guard let draft = try rule.draft(executable) else { continue }
      drafts.append(
        (
          rule.kind, executable.executable, executable.jobs(draft.tries), draft,
          draft.tries.contains { executable.rows[$0].isRunning }
        ))
    }
  }

  /// Judges the long tries of executables with too few peers among those of the same user's other such executables, else
  /// among everybody's; and their long waits among everybody's.
  private mutating func judgeHeld() throws {
    var usual: [String: UsualLength] = [:]
    lazy var everybodys = UsualLength(pools.keys.sorted().flatMap { pools[$0] ?? [] })
    lazy var waits = UsualLength(rareWaits)
    func isEnough(_ length: UsualLength) -> Bool { length.events >= UsualLength.enough && length.limit != nil }
    for executable in held {
      if executable.needsOtherWaits, isEnough(waits) { executable.setWaits(waits) }
      guard executable.needsOtherPeers else {
        try ask(executable)
        continue
      }
      let users = Set(executable.rows.map { $0.user ?? "" })
      var own: UsualLength?
      if users.count == 1, let user = users.first, let items = pools[user] {
        own = usual[user] ?? UsualLength(items)
        usual[user] = own
      }
      if let own, isEnough(own) {
        executable.setPeers(own, "of rare executables of the same user")
      } else if isEnough(everybodys) {
        executable.setPeers(everybodys, "of rare executables of all users")
      }
      try ask(executable)
    }
    held = []
    pools = [:]
    rareWaits = []
  }

  /// The review of all that was taken in.
  ///
  /// - Throws: nothing that ``add(_:)`` would not have thrown.
  public mutating func review() throws -> Review {
    try judgeHeld()
    var review = result
    if let tally {
      review.trends.comparison = tally.comparison()
      if review.trends.comparison == nil { review.trends.notCompared = tally.reasonForNone }
    }
    changes.add(to: &review.trends, since: options.since)
    let total = review.accounts.total
    let cost = total.costTotal ?? 0
    let waited = Double(total.time) + Double(total.wait)
    for (kind, executable, jobs, draft, isRunning) in drafts {
      let money = cost > 0 ? draft.nanos.map { Double($0) / Double(cost) } : nil
      let time =
        draft.isWaiting
        ? Double(draft.time) / max(1, waited) : Double(draft.coreTime) / Double(max(1, total.coreTime.total))
      let share = money ?? time
      var severity = Finding.Severity(share: share)
      if let exposed = draft.exposedNanos, cost > 0, Double(exposed) >= 0.01 * Double(cost) {
        severity = max(severity, .low)
      }
      severity = min(draft.most, max(draft.least, severity))
      if let least = options.leastCost, (draft.nanos ?? 0) < least { continue }
      var finding = Finding(
        kind: kind, severity: severity, executable: executable, jobs: jobs, evidence: draft.evidence,
        remedy: draft.remedy,
        cost: draft.nanos.flatMap { nanos in currency.map { Money(nanos: nanos, currency: $0) } },
        time: SimDuration(milliseconds: draft.time), coreMilliseconds: draft.coreTime, share: share)
      finding.isRunning = isRunning
      review.findings.append(finding)
    }
    review.findings.sort(by: Review.ranks)
    return review
  }
}
