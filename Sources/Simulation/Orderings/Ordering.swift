import JobModel

/// Which waiting job gets the next worker, or the next place on a cluster.
///
/// Each ordering is one small file beside this one. The pools know nothing of orderings by name: they keep waiting jobs by
/// their key, which is computed once when a job begins to wait, then by when they became ready, then by their place in
/// the input.
struct Ordering: Sendable {
  /// What an ordering can know of a waiting job.
  struct Candidate: BitwiseCopyable {
    /// High 2, normal 1, low 0; any number in a batch log.
    var priority: Int64
    /// Larger is sooner.
    var rank: Int64
    /// Milliseconds that it is expected to take, or asks for.
    var expected: Int64
  }

  /// What a batch log must say of its jobs.
  enum Fact: String {
    case priority, rank
  }

  /// Whether jobs may pass the first one while that does not fit.
  enum Backfilling {
    case none, easy, easyPerEvent
  }

  /// What goes first where it is smallest; nil is the order of readiness alone, and nothing is computed.
  var key: (@Sendable (Candidate) -> Int64)?
  /// What ``key`` needs, if a log of jobs can lack it.
  var needs: Fact?
  /// Whether the user who holds least is served first, and the key decides only between the jobs of one user.
  var servesLeastHolder = false
  /// Who may pass a first job that does not fit.
  var backfilling = Backfilling.none

  /// The ordering that a scenario names: the list of all.
  init(_ order: Platform.Order) {
    switch order {
    case .fcfs: self = .firstComeFirstServed
    case .priority: self = .byPriority
    case .rank: self = .byRank
    case .shortest: self = .shortestFirst
    case .fairShare: self = .fairShare
    case .easy: self = .easy
    case .easyEvent: self = .easyPerEvent
    }
  }

  init(
    needs: Fact? = nil, servesLeastHolder: Bool = false, backfilling: Backfilling = .none,
    key: (@Sendable (Candidate) -> Int64)? = nil
  ) {
    self.key = key
    self.needs = needs
    self.servesLeastHolder = servesLeastHolder
    self.backfilling = backfilling
  }
}
