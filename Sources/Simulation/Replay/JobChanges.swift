import JobModel

/// What the overrides of a scenario change about a job of a history.
///
/// An override that names its executable in full is found by that name, so a scenario may have one for each of thousands
/// of executables; the others are tried on every job.
struct JobChanges {
  private var overrides: [Override]
  private var patterns: [JobPattern]
  private var byExecutable: [String: [Int]] = [:]
  private var others: [Int] = []

  init(_ overrides: [Override]) {
    self.overrides = overrides
    patterns = overrides.map { JobPattern($0.match) }
    for (index, override) in overrides.enumerated() {
      if let name = override.match.executable, !name.contains(where: { $0 == "*" || $0 == "?" }) {
        byExecutable[name, default: []].append(index)
      } else {
        others.append(index)
      }
    }
  }

  /// All that is changed about a job: of several overrides that fit, the last that says something counts.
  func change(of job: Job) -> Override {
    var change = Override()
    let named = byExecutable[job.executable] ?? []
    var (a, b) = (0, 0)
    while a < named.count || b < others.count {
      // As they were written.
      let isNamed = b == others.count || (a < named.count && named[a] < others[b])
      let index = isNamed ? named[a] : others[b]
      if isNamed { a += 1 } else { b += 1 }
      guard patterns[index].matches(job) else { continue }
      let override = overrides[index]
      change.instanceType = override.instanceType ?? change.instanceType
      change.timeout = override.timeout ?? change.timeout
      change.priority = override.priority ?? change.priority
      change.restart = override.restart ?? change.restart
      change.runtimeFactor = override.runtimeFactor ?? change.runtimeFactor
    }
    return change
  }
}

/// The patterns of an override, made ready to be tried on many jobs.
private struct JobPattern {
  private let executable: Glob?
  private let name: Glob?
  private let instanceType: Glob?
  private let user: Glob?
  private let function: Glob?
  private let stage: Glob?

  init(_ match: Override.Match) {
    executable = match.executable.map { Glob($0) }
    name = match.name.map { Glob($0) }
    instanceType = match.instanceType.map { Glob($0) }
    user = match.user.map { Glob($0) }
    function = match.function.map { Glob($0) }
    stage = match.stage.map { Glob($0) }
  }

  /// Whether a job of a history fits.
  func matches(_ job: Job) -> Bool {
    (executable?.matches(job.executable) ?? true) && (name?.matches(job.name) ?? true)
      && (instanceType?.matches(job.instanceType ?? "") ?? true) && (user?.matches(job.user ?? "") ?? true)
      && (function?.matches(job.function ?? "") ?? true) && (stage?.matches(job.stage ?? "") ?? true)
  }
}
