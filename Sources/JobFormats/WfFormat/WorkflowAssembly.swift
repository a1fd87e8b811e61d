import JobModel

/// Puts the records of a document together: one task from what two places say of it, the graph from both of its
/// directions.
struct WorkflowAssembly {
  let records: WorkflowRecords
  private(set) var instance: WorkflowInstance
  /// The line of each task.
  private(set) var lines: [Int] = []
  var remarks: WorkflowRemarks
  private var indices: [String: Int] = [:]
  /// Up to 1.4 a task may be referred to by its name.
  private var indicesByName: [String: Int] = [:]

  /// Versions that were looked at, and 1.6, which adds keys only.
  private static let knownVersions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]
  /// A machine with less memory for each core has its memory in kB.
  private static let leastMemoryOfACore: Int64 = 16 << 20

  init(_ records: WorkflowRecords, remarks: WorkflowRemarks, name: String) {
    self.records = records
    self.remarks = remarks
    instance = WorkflowInstance(name: records.name.flatMap { $0.isEmpty ? nil : $0 } ?? name)
    instance.machines = records.machines
    instance.makespan = records.makespan
  }

  /// Builds the instance.
  ///
  /// - Throws: ``InputError`` if tasks wait for each other.
  mutating func assemble(_ report: inout ImportReport) throws(InputError) {
    let tasks = uniqueTasks(&report)
    let measures = measures(of: tasks)
    for (task, measures) in zip(tasks, measures) {
      instance.tasks.append(self.task(task, measures))
      lines.append(task.line)
    }
    link(tasks)
    let isMemoryDoubtful = checkUnits()
    checkMachines()
    if let cycle = instance.firstCycle() {
      let names = (cycle + cycle.prefix(1)).prefix(8).map(\.id).joined(separator: " → ")
      throw InputError(
        file: report.file, line: indices[cycle[0].id].map { lines[$0] }, field: "parents",
        message: "these tasks wait for each other: \(names)\(cycle.count > 7 ? " …" : "")")
    }
    remarks.report(to: &report)
    if isMemoryDoubtful { report.warn("the memory of tasks is left out too: it may be in kB as well") }
    if let version = records.schemaVersion, !Self.knownVersions.contains(version) {
      report.warn("unknown schemaVersion \"\(version.prefix(20))\": read as if it were 1.5")
    }
    if records.hasKilobytes { report.warn("memory, input and output stand in kB, as up to schema 1.3: of 1000 bytes") }
    if records.hasOldFileSizes {
      report.warn("sizes of files, in kB by schema 1.3, are read as bytes, which is what its writers wrote")
    }
    let zeros = instance.tasks.count { $0.runtime == .zero }
    if zeros > 0 {
      report.warn("\(zeros) of \(instance.tasks.count) runtimes are 0: too short for the trace to measure")
    }
    if instance.makespan == nil { report.warn("no makespan is recorded") }
  }

  /// The tasks, each id once, where it first stood.
  private mutating func uniqueTasks(_ report: inout ImportReport) -> [WorkflowRecords.Task] {
    var tasks: [WorkflowRecords.Task] = []
    for task in records.tasks {
      guard let key = task.key else {
        report.skip("a task without an id and a name", line: task.line)
        continue
      }
      if let index = indices[key] {
        report.skip("a later task has the same id", line: tasks[index].line)
        tasks[index] = task
      } else {
        indices[key] = tasks.count
        tasks.append(task)
      }
    }
    if !records.isSplit {
      for (index, task) in tasks.enumerated() { if let name = task.name { indicesByName[name] = index } }
    }
    return tasks
  }

  /// What each task took and used: said by itself, or by its record in `execution`.
  private mutating func measures(of tasks: [WorkflowRecords.Task]) -> [WorkflowRecords.Task] {
    var result = tasks
    for execution in records.executions {
      let key = execution.key ?? ""
      guard let index = indices[key] else {
        remarks.add("an execution of a task that is not specified is left out", key, line: execution.line)
        continue
      }
      result[index] = execution
    }
    return result
  }

  private mutating func task(
    _ task: WorkflowRecords.Task, _ execution: WorkflowRecords.Task
  ) -> WorkflowInstance.Task {
    let measures = execution.measures
    let id = task.key ?? ""
    let name = task.name.flatMap { $0.isEmpty ? nil : $0 } ?? id
    var result = WorkflowInstance.Task(
      id: id, name: name,
      executable: Self.executable(
        name: name, id: id, category: task.category ?? execution.category, program: execution.program ?? task.program))
    result.runtime = measures.runtime
    if measures.hasBadRuntime {
      remarks.add("a runtime is not a usable duration and counts as none", id, line: execution.line)
    } else if measures.runtime == nil {
      remarks.add("a runtime is missing and counts as none", id, line: execution.line)
    }
    result.cores = measures.cores
    result.cpuPercent = measures.cpuPercent
    // No process is without memory: nought is what was not measured.
    result.memory = measures.memory?.count == 0 ? nil : measures.memory
    result.read = measures.read
    result.written = measures.written
    result.machines = measures.machines
    let sizes = Set(task.inputFiles).map { records.fileSizes[Int($0)] }.filter { $0 >= 0 }
    let input = sizes.reduce(task.inputBytes) { saturatingSum($0 ?? 0, $1) }
    if let input, input <= Bytes.limit.count { result.input = Bytes(input) }
    return result
  }

  /// What a task runs: its category; or its program, if it is called after it; or its name without its number.
  ///
  /// Where the id differs from the name the name is that of a kind of task already, as in traces of Nextflow.
  static func executable(name: String, id: String, category: String?, program: String?) -> String {
    if let category, !category.isEmpty { return category }
    if let program, !program.isEmpty, name == program || name.hasPrefix(program + "_") { return program }
    let stem = name.utf8.reversed().drop { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard stem.count < name.utf8.count else { return name }
    func without(_ mark: String) -> String? {
      guard stem.starts(with: mark.utf8.reversed()), stem.count > mark.utf8.count else { return nil }
      return String(decoding: name.utf8.prefix(stem.count - mark.utf8.count), as: UTF8.self)
    }
    return without("_ID") ?? (name == id ? without("_") : nil) ?? name
  }

  /// Makes the graph from what tasks say of their parents and of their children.
  private mutating func link(_ tasks: [WorkflowRecords.Task]) {
    var parents = [Set<Int>](repeating: [], count: tasks.count)
    func index(_ key: String) -> Int? { indices[key] ?? indicesByName[key] }
    let dangling = "a parent or child that is no task is left out"
    for (place, task) in tasks.enumerated() {
      for parent in task.parents {
        if let other = index(parent) {
          parents[place].insert(other)
        } else {
          remarks.add(dangling, parent, line: task.line)
        }
      }
    }
    for (place, task) in tasks.enumerated() {
      for child in task.children {
        guard let other = index(child) else {
          remarks.add(dangling, child, line: task.line)
          continue
        }
        if parents[other].insert(place).inserted {
          remarks.add("a child does not name its parent, and waits for it all the same", child, line: task.line)
        }
      }
    }
    for place in tasks.indices { instance.tasks[place].parents = parents[place].sorted() }
  }

  /// Leaves out memory that cannot be what it says it is; true if that of tasks had to go too.
  private mutating func checkUnits() -> Bool {
    var isDoubtful = false
    for (index, machine) in instance.machines.enumerated() {
      guard let memory = machine.memory, memory.count < Int64(machine.cores) * Self.leastMemoryOfACore else { continue }
      remarks.add(
        "the memory of a machine is so small that it must be kB, and is left out",
        "\(machine.name) (\(memory), \(machine.cores) cores)")
      instance.machines[index].memory = nil
      isDoubtful = true
    }
    guard isDoubtful, instance.tasks.contains(where: { $0.memory != nil }) else { return false }
    for index in instance.tasks.indices { instance.tasks[index].memory = nil }
    return true
  }

  private mutating func checkMachines() {
    let known = Set(instance.machines.map(\.name))
    if known.count < instance.machines.count {
      var seen: Set<String> = []
      for machine in instance.machines where !seen.insert(machine.name).inserted {
        remarks.add("two machines have the same name", machine.name)
      }
    }
    guard !known.isEmpty else { return }
    for (index, task) in instance.tasks.enumerated() {
      for machine in task.machines where !known.contains(machine) {
        remarks.add("a task ran on a machine that is not listed", machine, line: lines[index])
      }
    }
  }
}
