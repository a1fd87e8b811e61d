import Foundation
import JobFormats
import JobModel
import RunStore

/// One run of a workflow among the jobs of a history.
struct RecordedRun {
  /// Its jobs.
  let history: History
  /// What a plan of it is called.
  let name: String
  /// Where it comes from, in words.
  let origin: String

  /// A run of a file.
  ///
  /// - Parameter run: which one; nil takes the only one, or all jobs where none belongs to any.
  init(run: String?, of history: History, file: String) throws {
    let fileName = RunIdentity.fileName(file)
    var plain = URL(fileURLWithPath: fileName)
    if plain.pathExtension == "gz" { plain.deletePathExtension() }
    let stem = fileName == "-" ? "plan" : plain.deletingPathExtension().lastPathComponent
    if let run, run != "all" {
      try self.init(run: run, of: history, where: fileName)
      return
    }
    let runs = Self.runs(history)
    guard run == "all" || runs.count <= 1 else {
      throw CommandError(
        "\(file): there are \(runs.count) runs; choose one with --run, or --run all for all as one: \(Self.list(runs))")
    }
    self.init(
      history: history, name: Self.name(of: history) ?? stem,
      origin: "the \(Self.counted(history)) of \(fileName)")
  }

  /// A run of a store, or all its jobs as one.
  init(run: String, in store: StoreOptions) throws {
    if run == "all" {
      let history = try store.openForReading().history(matching: JobFilter())
      guard history.jobs.contains(where: { $0.kind == .job }) else {
        throw CommandError("\(store.path): the store has no jobs; bring some in with `purser import FILE…`")
      }
      self.init(
        history: history, name: Self.name(of: history) ?? "history",
        origin: "the \(Self.counted(history)) of \(RunIdentity.fileName(store.path))")
      return
    }
    var found = History()
    var all = History()
    try store.openForReading().forEachJob { job in
      if Self.belongs(job, to: run) { found.jobs.append(job) }
      // Only what tells runs apart is kept of the rest.
      var key = Job(key: job.key, name: job.name, executable: "", state: job.state)
      (key.analysis, key.root, key.kind) = (job.analysis, job.root, job.kind)
      if found.jobs.isEmpty, all.jobs.count < 100_000 { all.jobs.append(key) }
    }
    try self.init(run: run, of: found.jobs.isEmpty ? all : found, where: store.path)
  }

  private init(run: String, of history: History, where place: String) throws {
    let jobs = history.jobs.filter { Self.belongs($0, to: run) }
    guard jobs.contains(where: { $0.kind == .job }) else {
      let runs = Self.runs(history)
      let near = nearestNames(to: run, among: runs.map(\.id)).first.map { "; did you mean \($0)?" }
      let known = runs.isEmpty ? "" : "; there are \(Self.list(runs))"
      throw CommandError("\(place): there is no run \"\(run)\"\(near ?? known)")
    }
    let chosen = History(jobs: jobs)
    self.init(
      history: chosen, name: Self.name(of: chosen) ?? run,
      origin: "run \(run) of \(RunIdentity.fileName(place)), \(Self.counted(chosen))")
  }

  private init(history: History, name: String, origin: String) {
    self.history = history
    self.name = name
    self.origin = origin
  }

  /// Whether a job is of a run: by the run's id, or by that of an analysis or job above it.
  private static func belongs(_ job: Job, to run: String) -> Bool {
    job.key.run == run || job.key.id == run || job.analysis == run || job.root == run || job.origin == run
  }

  /// The runs of a history, by number of jobs: analyses and trees of several jobs, and files' own runs.
  private static func runs(_ history: History) -> [(id: String, jobs: Int)] {
    var counts: [String: Int] = [:]
    for job in history.jobs where job.kind == .job {
      let run = job.key.run.isEmpty ? job.root ?? job.analysis : job.key.run
      counts[run ?? job.key.id, default: 0] += 1
    }
    // Jobs launched one by one are a batch, not as many runs.
    let trees = counts.filter { $0.value > 1 || !$0.key.hasPrefix("job-") }
    if trees.isEmpty { return [] }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// What the only analysis is called.
  private static func name(of history: History) -> String? {
    let names = Set(history.jobs.filter { $0.kind == .analysis && $0.analysis == nil }.map(\.name))
    return names.count == 1 ? names.first.flatMap { $0.isEmpty ? nil : $0 } : nil
  }

  private static func counted(_ history: History) -> String {
    let jobs = history.jobs.count { $0.kind == .job }
    return "\(jobs) \(jobs == 1 ? "job" : "jobs")"
  }

  private static func list(_ runs: [(id: String, jobs: Int)]) -> String {
    let shown = runs.prefix(8).map { "\($0.id) (\($0.jobs) \($0.jobs == 1 ? "job" : "jobs"))" }
    return shown.joined(separator: ", ") + (runs.count > 8 ? " and \(runs.count - 8) more" : "")
  }
}
