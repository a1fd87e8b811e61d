import Foundation
import JobModel
import Simulation

/// The ways in which a task of a plan could run, with what its jobs then cost and take.
struct TaskChoices: Sendable {
  /// One way.
  struct Choice: Sendable {
    var setting: PlanRecommendation.Setting
    /// The sum over its jobs; nil without a price.
    var cost: Double?
    /// Hours until the last of its jobs ends.
    var hours: Double
    var failure: Double
    /// What the task's times are multiplied by.
    var factor: Double

    var option: PlanRecommendation.Option {
      PlanRecommendation.Option(
        setting: setting, cost: cost.flatMap { checkedInteger($0 * 1e9) },
        time: SimDuration(seconds: hours * 3600) ?? .limit, failureProbability: failure)
    }
  }

  let task: PlanTask
  /// As the plan has it; no cost without a type.
  let current: Choice
  /// All that could be proposed, the current one first; each has a price, unless there is only the current one.
  private(set) var all: [Choice] = []
  /// How many types were weighed.
  private(set) var types = 0
  /// What is to be said of it.
  private(set) var notes: [String] = []
  /// The interruptions per hour up to which spot is cheaper on a type.
  private(set) var breakEven: [String: Double] = [:]

  /// A type that fails more jobs than this for want of memory is not proposed.
  static let tolerated = 0.01
  private static let x86: Set = ["x86_64", "amd64"]

  /// The choices of a task; nil where a distribution is not filled in.
  init?(_ task: PlanTask, catalog: Catalog, rules: Rules, factors: TypeFactors, otherArchitectures: Bool) {
    self.task = task
    let priority = task.priority ?? rules.defaultPriority
    let own = task.instanceType.flatMap { catalog.type(named: $0) }
    var all: [Choice] = []
    var breakEven: [String: Double] = [:]
    guard let own else {
      // Nobody knows what it would be on a type: it stays, and its time counts.
      var terms = JobTerms()
      terms.onDemandWait = Double(rules.provisioning(type: nil, priority).expectedValue ?? 0) / 3_600_000
      guard let here = Self.choices(task, nil, terms, [.high], 1, rules, fixed: true)?.first else { return nil }
      var kept = here
      kept.cost = nil
      kept.setting.priority = priority
      current = kept
      self.all = [kept]
      notes = ["it names no instance type"]
      return
    }
    var first: Choice?
    for type in [own] + catalog.typeList.filter({ $0.name != own.name }) {
      let terms = JobTerms(task, on: type, catalog: catalog, rules: rules)
      let isOwn = type.name == own.name
      guard isOwn || Self.mayReplace(own, by: type, task, terms, rules, otherArchitectures) else { continue }
      guard let factor = factors.factor(task, from: own, to: type) else { continue }
      if isOwn {
        first = Self.choices(task, type, terms, [priority], factor, rules, fixed: true)?.first
        guard first != nil else { return nil }
      }
      var priorities = [priority]
      // Without a rate nothing can be said for or against spot: the priority stays.
      if terms.spotPrice != nil, terms.interruptionRate != nil, !rules.isCluster {
        priorities = [.low, .normal, .high]
      }
      let found = Self.choices(task, type, terms, priorities, factor, rules, fixed: false) ?? []
      let usable = found.filter { $0.cost?.isFinite ?? false && $0.hours.isFinite }
      if !usable.isEmpty { types += 1 }
      all += usable
      if terms.spotPrice != nil, let work = Self.sample(task, task.work?.itemsPerJob, factor) {
        breakEven[type.name] = SpotAdvisor(work: work, terms: terms).breakEvenRate
      }
    }
    guard let first else { return nil }
    current = first
    self.all =
      (first.cost?.isFinite ?? false || all.isEmpty ? [first] : []) + all.filter { $0.setting != first.setting }
    self.breakEven = breakEven
    if types <= 1, task.runtime.map({ if case .distribution = $0 { true } else { false } }) ?? true {
      notes.append("nothing tells its runtime on other types")
    }
  }

  /// Whether a type could stand in for another at all.
  private static func mayReplace(
    _ own: InstanceType, by type: InstanceType, _ task: PlanTask, _ terms: JobTerms, _ rules: Rules,
    _ otherArchitectures: Bool
  ) -> Bool {
    func isX86(_ type: InstanceType) -> Bool { x86.contains(type.architecture ?? "x86_64") }
    guard otherArchitectures || isX86(own) == isX86(type) else { return false }
    guard type.gpus >= own.gpus, own.gpus > 0 || type.gpus == 0 else { return false }
    guard own.gpus == 0 || own.gpuModel == nil || own.gpuModel == type.gpuModel else { return false }
    guard own.operatingSystem == type.operatingSystem else { return false }
    // Where nobody says what memory it needs, what it has now is what is known to do.
    guard task.memory != nil || type.usableMemory >= own.usableMemory else { return false }
    guard terms.tooSmall <= tolerated, task.vcpus ?? 0 <= type.vcpus else { return false }
    return rules.places(vcpus: type.vcpus, nodes: task.nodes, family: type.family) > 0
  }

  /// How long one job runs.
  private static func sample(_ task: PlanTask, _ items: Int?, _ factor: Double) -> WorkSample? {
    if let work = task.work {
      return WorkSample(
        setup: task.setup, perItem: work.perItem, items: min(items ?? work.itemsPerJob, work.items), factor: factor)
    }
    guard let runtime = task.runtime else { return nil }
    return WorkSample(setup: task.setup, runtime: runtime.distribution, factor: factor)
  }

  /// The choices on a type for some priorities.
  ///
  /// - Parameter fixed: whether the batches stay as they are.
  private static func choices(
    _ task: PlanTask, _ type: InstanceType?, _ terms: JobTerms, _ priorities: [Priority], _ factor: Double,
    _ rules: Rules, fixed: Bool
  ) -> [Choice]? {
    let places = max(1, rules.places(vcpus: type?.vcpus ?? 0, nodes: task.nodes, family: type?.family ?? ""))
    func choice(_ priority: Priority, _ items: Int?, _ jobs: Int, _ cost: Double?, _ hours: Double, _ failure: Double)
      -> Choice
    {
      let setting = PlanRecommendation.Setting(
        instanceType: type?.name, priority: priority, itemsPerJob: items, jobs: jobs)
      return Choice(setting: setting, cost: cost, hours: hours, failure: failure, factor: factor)
    }
    if let work = task.work, work.items > 0 {
      var batch = BatchAdvisor.Work(items: work.items, perItem: work.perItem, setup: task.setup)
      batch.factor = factor
      return priorities.reduce(into: [Choice]?([])) { result, priority in
        guard let advisor = BatchAdvisor(batch, terms: terms, priority: priority, concurrency: places) else {
          result = nil
          return
        }
        // Others may wait for its jobs one by one: their number stays then.
        let sizes =
          fixed ? [advisor.option(work.itemsPerJob)] : advisor.paretoFront() + [advisor.option(work.itemsPerJob)]
        result? += sizes.map { choice(priority, $0.itemsPerJob, $0.jobs, $0.cost, $0.time, $0.failureProbability) }
      }
    }
    guard let sample = sample(task, nil, factor) else { return nil }
    let jobs = task.jobCount
    return priorities.map { priority in
      let job = JobForecast(sample, terms, priority)
      return choice(
        priority, task.work?.itemsPerJob, jobs, job.cost.map { $0 * Double(jobs) },
        Waves.time(jobs: jobs, each: job, last: job, concurrency: places), job.failureProbability)
    }
  }

  /// Leaves out the choices that make another number of jobs: others wait for them one by one.
  mutating func keepJobCount() {
    let jobs = current.setting.jobs
    let before = all.count
    all = all.filter { $0.setting.jobs == jobs }
    if all.count < before { notes.append("other tasks wait for its jobs one by one, so their number stays") }
  }
}
