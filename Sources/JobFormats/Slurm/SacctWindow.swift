import JobModel

/// The jobs last met, with their steps: a step may stand away from its job, or before it.
///
/// Memory is bounded: of more than ``jobLimit`` jobs or ``stepLimit`` steps the job that was met first is let go.
struct SacctWindow {
  /// What the rows of one job id came to.
  struct Entry {
    var rows: [SacctRow] = []
    var steps: [SacctStep] = []
  }

  /// How many jobs are held.
  static let jobLimit = 8192
  /// How many steps are held.
  static let stepLimit = 262_144

  private let jobLimit: Int
  private var entries: [Entry] = []
  private var keys: [JobKey] = []
  /// How many of ``entries`` are gone already.
  private var head = 0
  /// How many were there before the first of ``entries``.
  private var base = 0
  private var places: [JobKey: Int] = [:]
  private var stepCount = 0

  init(jobLimit: Int = SacctWindow.jobLimit) { self.jobLimit = jobLimit }

  mutating func add(_ row: SacctRow, of key: JobKey) { entries[place(of: key)].rows.append(row) }

  mutating func add(_ step: SacctStep, of key: JobKey) {
    entries[place(of: key)].steps.append(step)
    stepCount += 1
  }

  private mutating func place(of key: JobKey) -> Int {
    if let place = places[key] { return place - base }
    places[key] = base + entries.count
    entries.append(Entry())
    keys.append(key)
    return entries.count - 1
  }

  /// The job met first, if there are too many, or if all are wanted.
  mutating func next(all: Bool = false) -> Entry? {
    let count = entries.count - head
    guard count > 0, all || count > jobLimit || stepCount > Self.stepLimit else { return nil }
    let entry = entries[head]
    entries[head] = Entry()
    places[keys[head]] = nil
    stepCount -= entry.steps.count
    head += 1
    if head > jobLimit {
      entries.removeFirst(head)
      keys.removeFirst(head)
      base += head
      head = 0
    }
    return entry
  }
}
