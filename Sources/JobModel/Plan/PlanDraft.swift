/// A plan that was made from something else, with what is known and what was assumed.
public struct PlanDraft: Sendable, Equatable {
  /// What a task asks of its machine, where it names no type.
  public struct Needs: Sendable, Hashable {
    /// The least number of vCPUs.
    public var vcpus: Double?
    /// The memory it asks for.
    public var memory: Bytes?
    /// The disk it asks for.
    public var disk: Bytes?

    /// Nothing asked for.
    public init(vcpus: Double? = nil, memory: Bytes? = nil, disk: Bytes? = nil) {
      self.vcpus = vcpus
      self.memory = memory
      self.disk = disk
    }

    /// Whether nothing is asked for.
    public var isEmpty: Bool { vcpus == nil && memory == nil && disk == nil }
  }

  /// A step that is not in the plan, written as a comment.
  public struct LeftOut: Sendable, Equatable {
    /// The task that it would be, without a runtime.
    public var task: PlanTask
    /// Why it is left out, and who waited for it.
    public var remarks: [String]

    /// A step that is left out.
    public init(task: PlanTask, remarks: [String]) {
      self.task = task
      self.remarks = remarks
    }
  }

  /// The plan; a runtime that nobody knows is `{from: history}`.
  public var plan: Plan
  /// What it was made from, such as `dxworkflow.json, a DNAnexus workflow`.
  public var origin: String
  /// What was assumed about the plan as a whole, a sentence each.
  public var assumptions: [String] = []
  /// Where each task comes from, and what was assumed about it; by the task's name.
  public var comments: [String: [String]] = [:]
  /// What tasks ask for; by the task's name.
  public var needs: [String: Needs] = [:]
  /// The platform's ids of executables whose names are not known (`applet-…`); by the task's name.
  public var executableIDs: [String: String] = [:]
  /// The tasks whose runtime nobody knows: an estimate refuses them.
  public var withoutRuntime: [String] = []
  /// The steps of a recorded run that are not in the plan, since nobody knows how long they take.
  public var leftOut: [LeftOut] = []
  /// The tasks that run once a sample, of a document that says so for one sample.
  public var perSample: [String] = []
  /// The type of jobs that name none.
  public var defaultInstanceType: String?

  /// A draft of a plan of which nothing has to be said.
  public init(plan: Plan, origin: String) {
    self.plan = plan
    self.origin = origin
  }

  /// What has to be written before the plan can be estimated, and where; nil if nothing has to.
  public var openRuntimes: String? {
    guard !withoutRuntime.isEmpty else { return nil }
    return "\(withoutRuntime.count) of \(plan.tasks.count) tasks still "
      + "\(withoutRuntime.count == 1 ? "needs" : "need") a runtime, without which an estimate refuses the plan: "
      + "write `runtime: 2h`, or how long it takes, in place of `runtime: {from: history}`, import past jobs, or give one "
      + "for all with --assume-runtime 1h "
      + "(\(listed(withoutRuntime, upTo: 8)))"
  }

  /// Which steps are left out, and what became of their places; nil if none is.
  public var leftOutWords: String? {
    guard !leftOut.isEmpty else { return nil }
    let names = listed(leftOut.map(\.task.name), upTo: 8)
    let (one, all) = (leftOut.count == 1, leftOut.count + plan.tasks.count)
    return "\(leftOut.count) of \(all) steps \(one ? "is" : "are") left out, since nothing tells a runtime of "
      + "\(one ? "it" : "them"); what waited for \(one ? "it" : "them") waits for what \(one ? "it" : "they") waited "
      + "for; \(one ? "it stands as a comment" : "they stand as comments") at the end (\(names))"
  }

  /// Scales the plan; see ``Plan/scaled(_:)``. Where a document says what runs once a sample, that is what is scaled.
  ///
  /// What came of it is added to what was assumed.
  /// - Throws: as ``Plan/scaled(_:)`` does.
  public mutating func scale(_ scale: PlanScale) throws(PlanError) {
    var remarks: [String]
    if case .samples(let from, let count) = scale, (from ?? 1) == 1, plan.sampleCount == nil, !perSample.isEmpty {
      for index in plan.tasks.indices where perSample.contains(plan.tasks[index].name) {
        plan.tasks[index].count = count
      }
      remarks = ["\(count) samples: as many jobs of \(perSample.joined(separator: ", "))"]
    } else {
      let scaled = try plan.scaled(scale)
      remarks = scaled.remarks
      try scaleLeftOut(scale)
      plan = scaled.plan
    }
    assumptions += remarks
  }

  /// Scales the steps that are left out as if they were in the plan, so that they still fit when they are taken back in.
  private mutating func scaleLeftOut(_ scale: PlanScale) throws(PlanError) {
    guard !leftOut.isEmpty else { return }
    var scale = scale
    if case .samples(let from, let to) = scale {
      // A plan that is launched once a sample has as many jobs as before, in the plan and beside it.
      guard let samples = from ?? plan.sampleCount else { return }
      scale = .samples(from: samples, to: to)
    }
    var whole = plan
    whole.tasks += leftOut.map(\.task)
    let scaled = try whole.scaled(scale).plan.tasks.suffix(leftOut.count)
    for (index, task) in zip(leftOut.indices, scaled) { leftOut[index].task = task }
  }

  /// Adds a remark to a task.
  public mutating func comment(_ task: String, _ text: String) { comments[task, default: []].append(text) }

  /// A name of a new task: the wished one, or one with a number behind it where it is taken or cannot be a name.
  public func freeName(_ wish: String) -> String {
    var names = TaskNames()
    for task in plan.tasks { names.take(task.name) }
    return names.free(wish)
  }
}

/// The names of a plan's tasks: each is one line of at most 200 bytes, and unique.
public struct TaskNames: Sendable {
  /// The longest name in bytes.
  public static let byteLimit = 200

  private var taken: Set<String> = []

  /// No name is taken.
  public init() {}

  /// Takes a name that is known to be free.
  public mutating func take(_ name: String) { taken.insert(name) }

  /// A free name like the wished one, taken from now on.
  public mutating func free(_ wish: String) -> String {
    let line = String(
      String.UnicodeScalarView(wish.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    var name = line
    // Whole characters, with room for a number.
    while name.utf8.count > Self.byteLimit - 12 { name.removeLast() }
    if name.allSatisfy({ $0 == " " }) { name = "task" }
    var number = 2
    var candidate = name
    while !taken.insert(candidate).inserted {
      candidate = "\(name)-\(number)"
      number += 1
    }
    return candidate
  }
}
