/// Where the money of past jobs went: one amount, cut up in several ways, each of which sums to the whole.
public struct ReviewAccounts: Sendable, Equatable {
  /// What a part of a try's cost was spent on.
  public enum Cause: String, Sendable, CaseIterable {
    /// Work that ended well, on as much of a machine as it needed.
    case useful
    /// Tries that failed for good.
    case failed
    /// Tries that their time limit ended.
    case timedOut = "timed_out"
    /// Tries that were ended from outside.
    case terminated
    /// Spot tries that the cloud took back.
    case interrupted
    /// Failed tries whose work was done again later.
    case retried
    /// Tries that ended well with less than 5 % of their cores busy.
    case idle
    /// The part of a machine that its job had no use for.
    case overProvisioned = "over_provisioned"
    /// The start of the worker, before the job's own work.
    case startUp = "start_up"
    /// Tries that have not ended: not judged yet.
    case unfinished

    /// Whether it is counted as wasted: all but useful work and what has not ended.
    public var isWaste: Bool { self != .useful && self != .unfinished }

    /// Its place among ``allCases``, without a search: millions of amounts are cut up.
    fileprivate var place: Int {
      switch self {
      case .useful: 0
      case .failed: 1
      case .timedOut: 2
      case .terminated: 3
      case .interrupted: 4
      case .retried: 5
      case .idle: 6
      case .overProvisioned: 7
      case .startUp: 8
      case .unfinished: 9
      }
    }
  }

  /// An amount in whole units, by cause.
  public struct Split: Sendable, Equatable {
    /// The parts, in the order of ``Cause/allCases``, in place: a list of its own for each try would cost more than all sums.
    private var parts: InlineArray<10, Int64>

    /// Nothing.
    public init() { parts = InlineArray(repeating: 0) }

    /// Whether all parts are equal.
    public static func == (a: Split, b: Split) -> Bool { a.parts.indices.allSatisfy { a.parts[$0] == b.parts[$0] } }

    /// The part of a cause.
    public subscript(cause: Cause) -> Int64 {
      get { parts[cause.place] }
      set { parts[cause.place] = newValue }
    }

    /// The whole; saturating.
    public var total: Int64 { parts.indices.reduce(0) { saturatingSum($0, parts[$1]) } }
    /// What was wasted; saturating.
    public var wasted: Int64 { Cause.allCases.reduce(0) { $1.isWaste ? saturatingSum($0, self[$1]) : $0 } }

    /// Adds another amount, cause by cause; saturating.
    public static func += (a: inout Split, b: Split) {
      for index in a.parts.indices { a.parts[index] = saturatingSum(a.parts[index], b.parts[index]) }
    }

    /// An amount cut up in proportion to weights, so that the parts are whole and sum to it exactly.
    ///
    /// Largest remainders: each part is rounded down, and the units left go to the largest remainders, of equals to the
    /// first cause. Weights that are negative or not finite count as nought; without any weight all is useful.
    public init(_ amount: Int64, by weights: [(cause: Cause, weight: Double)]) {
      self.init()
      // The most common case, without sorting anything.
      if amount > 0, weights.count == 1, let only = weights.first, only.weight > 0, only.weight.isFinite {
        self[only.cause] = amount
        return
      }
      let usable = weights.filter { $0.weight.isFinite && $0.weight > 0 }
      let sum = usable.reduce(0) { $0 + $1.weight }
      guard amount > 0, sum > 0, sum.isFinite else {
        self[.useful] = amount
        return
      }
      var rest = amount
      var remainders: [(place: Int, remainder: Double)] = []
      for part in usable {
        let exact = Double(amount) * (part.weight / sum)
        let whole = min(rest, max(0, checkedInteger(exact.rounded(.down)) ?? .max))
        parts[part.cause.place] = saturatingSum(parts[part.cause.place], whole)
        rest -= whole
        remainders.append((part.cause.place, exact - Double(whole)))
      }
      // Of amounts beyond 2^53 more than a few units can be left: they go where most is.
      if rest > Int64(remainders.count), let largest = usable.max(by: { $0.weight < $1.weight }) {
        self[largest.cause] += rest
        rest = 0
      }
      for part in remainders.sorted(by: { ($1.remainder, $0.place) < ($0.remainder, $1.place) }) where rest > 0 {
        parts[part.place] += 1
        rest -= 1
      }
    }
  }

  /// The account of one group of tries.
  public struct Account: Sendable, Equatable {
    /// How many jobs: tries of one id count once.
    public var jobs = 0
    /// How many tries, reused results among them.
    public var tries = 0
    /// How many of them used an earlier result: they cost nothing.
    public var cached = 0
    /// How many held a worker and have no price: they are in the time alone.
    public var unpriced = 0
    /// How many have a price.
    public var priced = 0
    /// Nano-units, of the tries with a price.
    public var cost = Split()
    /// Core-milliseconds of all tries; cores that nobody knows count as one a machine.
    public var coreTime = Split()
    /// Milliseconds on workers, times their number.
    public var time: Int64 = 0
    /// Milliseconds of waiting for a worker; no money.
    public var wait: Int64 = 0
    /// How many tries say how long they waited.
    public var waited = 0

    /// An account of nothing.
    public init() {}

    /// Nano-units; nil where no try has a price.
    public var costTotal: Int64? { priced > 0 ? cost.total : nil }

    /// Adds another account.
    public static func += (a: inout Account, b: Account) {
      a.jobs += b.jobs
      a.tries += b.tries
      a.cached += b.cached
      a.unpriced += b.unpriced
      a.priced += b.priced
      a.cost += b.cost
      a.coreTime += b.coreTime
      a.time = saturatingSum(a.time, b.time)
      a.wait = saturatingSum(a.wait, b.wait)
      a.waited += b.waited
    }
  }

  /// A way to cut the whole up.
  public enum Dimension: String, Sendable, CaseIterable {
    /// What was run.
    case executable
    /// The workflow, its run's root, or the file's run.
    case workflow
    /// Who launched it.
    case user
    /// Where.
    case project
    /// All tags of a job together, so that each job is in one account.
    case tag
    /// The machine.
    case instanceType = "instance_type"
    /// What it asked for.
    case priority
    /// The Monday of the week in which it started.
    case week

    /// Its place among ``allCases``.
    fileprivate var place: Int {
      switch self {
      case .executable: 0
      case .workflow: 1
      case .user: 2
      case .project: 3
      case .tag: 4
      case .instanceType: 5
      case .priority: 6
      case .week: 7
      }
    }
  }

  /// An account with its name.
  public struct Entry: Sendable, Equatable {
    /// The executable, user, … ; empty where the record does not say.
    public var name: String
    /// Its account.
    public var account: Account
  }

  /// How many groups of one dimension are told apart, executables aside; the rest is one, named ``others``.
  public static let groupLimit = 10_000
  /// What the groups beyond ``groupLimit`` are called.
  public static let others = "(others)"

  /// What amounts are in; nil where nothing has a price.
  public var currency: Currency?
  /// The whole.
  public private(set) var total = Account()
  /// By the place of a dimension among all of them.
  private var groups = Array(repeating: [String: Account](), count: Dimension.allCases.count)

  /// Accounts of nothing.
  public init(currency: Currency? = nil) { self.currency = currency }

  /// Adds the account of one try to the whole and to one group of every dimension.
  ///
  /// - Complexity: O(dimensions).
  public mutating func add(_ account: Account, to names: [(dimension: Dimension, name: String)]) {
    total += account
    for (dimension, name) in names {
      let place = dimension.place
      if let known = groups[place].index(forKey: name) {
        groups[place].values[known] += account
      } else if dimension == .executable || groups[place].count < Self.groupLimit {
        groups[place][name] = account
      } else {
        groups[place][Self.others, default: Account()] += account
      }
    }
  }

  /// Gives the groups of a dimension other names; those that get the same one become one.
  public mutating func rename(in dimension: Dimension, _ name: (String) -> String) {
    var new: [String: Account] = [:]
    for (key, account) in groups[dimension.place] { new[name(key), default: Account()] += account }
    groups[dimension.place] = new
  }

  /// The accounts of a dimension, the dearest first, then by core-time, then by name; weeks in their order.
  public func entries(_ dimension: Dimension) -> [Entry] {
    let entries = groups[dimension.place].map { Entry(name: $0.key, account: $0.value) }
    if dimension == .week { return entries.sorted { $0.name < $1.name } }
    return entries.sorted {
      let (a, b) = ($0.account, $1.account)
      return (b.cost.total, b.coreTime.total, $0.name) < (a.cost.total, a.coreTime.total, $1.name)
    }
  }
}
