public import JobModel

/// Fills in what a draft lacks: instance types, memory and the names of executables, from past jobs and a catalog.
///
/// What a task says stands. What it does not say is taken from its executable's past, then from what it asks for, then
/// from the platform's default; each such step is told as an assumption.
public struct PlanCompletion {
  private let source: any JobSource
  private let catalog: Catalog?
  private let assumed: SimDuration?
  private let movesTypes: Bool

  /// - Parameters:
  ///   - catalog: what instance types there are; nil takes every name for good.
  ///   - assumed: the runtime of a task of which no past job tells one; nil leaves it open.
  ///   - movesTypes: whether a type that the catalog does not have is replaced by one that it has.
  public init(source: any JobSource, catalog: Catalog?, assumed: SimDuration? = nil, movesTypes: Bool = false) {
    self.source = source
    self.catalog = catalog
    self.assumed = assumed
    self.movesTypes = movesTypes
  }

  /// The draft, completed, and what was assumed, a sentence each.
  ///
  /// - Throws: what the source throws.
  public func complete(_ draft: PlanDraft) throws -> (draft: PlanDraft, assumptions: [String]) {
    var draft = draft
    var assumptions: [String] = []
    for index in draft.plan.tasks.indices {
      var task = draft.plan.tasks[index]
      var remarks: [String] = []
      var rows = try pastJobs(task.executable)
      if rows.isEmpty, let id = draft.executableIDs[task.name], let name = try source.executable(withID: id),
        name != task.executable
      {
        task.executable = name
        rows = try pastJobs(name)
        remarks.append("\(id) is \"\(name)\" in the history")
      }
      if task.runtime?.distribution == .fromHistory {
        let runtimes = rows.count { $0.knownRuntime != nil }
        if runtimes == 0, let assumed {
          task.runtime = .distribution(.constant(assumed.milliseconds))
          remarks.append("no past job tells its runtime: \(assumed) is assumed")
        } else if runtimes == 0 {
          draft.withoutRuntime.append(task.name)
          draft.comment(
            task.name, "no past job of \"\(task.executable)\" is known: import some, or write a runtime such as 2h")
        } else {
          draft.comment(task.name, "\(runtimes) past \(runtimes == 1 ? "job" : "jobs") of \"\(task.executable)\" known")
        }
      }
      let needs = draft.needs[task.name] ?? PlanDraft.Needs()
      completeMemory(&task, rows, needs, &remarks)
      completeType(&task, rows, needs, draft.defaultInstanceType, &remarks)
      draft.plan.tasks[index] = task
      for remark in remarks { draft.comment(task.name, remark) }
      assumptions += remarks.map { "\(task.name): \($0)" }
    }
    if let open = draft.openRuntimes { draft.assumptions.append(open) }
    return (draft, assumptions)
  }

  private func pastJobs(_ executable: String) throws -> [UsageRow] {
    try source.usageRows(executable: executable).filter { $0.state == .done && !$0.isCached }
  }

  private func completeMemory(
    _ task: inout PlanTask, _ rows: [UsageRow], _ needs: PlanDraft.Needs, _ remarks: inout [String]
  ) {
    guard task.memory == nil else { return }
    let peaks = rows.count { ($0.usage.peakMemory?.count ?? 0) > 0 }
    if peaks > 0, task.runtime?.distribution == .fromHistory {
      task.memory = .fromHistory
      remarks.append("its memory is that of \(peaks) past \(peaks == 1 ? "job" : "jobs")")
    } else if let memory = needs.memory {
      task.memory = .constant(memory.count)
      remarks.append("it uses all the memory it asks for, \(words(memory))")
    }
  }

  private func completeType(
    _ task: inout PlanTask, _ rows: [UsageRow], _ needs: PlanDraft.Needs, _ usual: String?,
    _ remarks: inout [String]
  ) {
    if movesTypes, let type = task.instanceType, let catalog, catalog.type(named: type) == nil {
      task.instanceType = nil
      remarks.append("it ran on \(type), which \(catalog.name) does not have")
      if needs.isEmpty {
        remarks.append("what \(type) has is not on record: it names no instance type, and its cost has no price")
        return
      }
    }
    guard task.instanceType == nil else { return }
    let known = rows.compactMap(\.instanceType).filter { catalog?.type(named: $0) != nil || catalog == nil }
    let counts = Dictionary(grouping: known) { $0 }.mapValues(\.count)
    if let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
      task.instanceType = most.key
      remarks.append("it runs on \(most.key), as \(most.value) of its \(rows.count) past jobs did")
    } else if !needs.isEmpty, let catalog, let type = catalog.cheapest(fitting: needs) {
      task.instanceType = type.name
      remarks.append("it runs on \(type.name), the cheapest of \(catalog.name) with \(words(needs))")
    } else if !needs.isEmpty {
      let reason = catalog.map { "no type of \($0.name) has" } ?? "no catalog is given to choose a type with"
      remarks.append("\(reason) \(words(needs)): it names no instance type")
    } else if let usual, catalog?.type(named: usual) != nil || catalog == nil {
      task.instanceType = usual
      remarks.append("nothing names its instance type: it runs on the platform's default, \(usual)")
    }
  }

  private func words(_ needs: PlanDraft.Needs) -> String {
    var parts: [String] = []
    if let vcpus = needs.vcpus {
      let text = vcpus == vcpus.rounded() ? "\(checkedInteger(vcpus) ?? 0)" : "\(vcpus)"
      parts.append("\(text) vCPUs")
    }
    if let memory = needs.memory { parts.append("\(words(memory)) of memory") }
    if let disk = needs.disk { parts.append("\(words(disk)) of disk") }
    return parts.joined(separator: ", ")
  }

  /// A size in the units in which it was asked for, where they can be told.
  private func words(_ size: Bytes) -> String {
    let exact = size.shortExactText
    return exact.utf8.count <= 8 ? exact : "\(size)"
  }
}
