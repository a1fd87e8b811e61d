import JobModel

/// Reads the document of a workflow instance piece by piece into ``WorkflowRecords``.
struct WorkflowParser: ~Copyable {
  var json: JSONPullReader
  var report: ImportReport
  var records = WorkflowRecords()
  var remarks = WorkflowRemarks()
  private var sawWorkflow = false

  /// The longest text that is read; the scripts of tasks are far below.
  private static let textLimit = 16 << 20

  private let documentFields = JSONKeys<WorkflowDocumentField>()
  private let workflowFields = JSONKeys<WorkflowField>()
  let taskFields = JSONKeys<WorkflowTaskField>()
  let fileFields = JSONKeys<WorkflowFileField>()
  private let machineFields = JSONKeys<WorkflowMachineField>()

  /// Which part of the document tasks stand in.
  private enum Section {
    case whole, specification, execution
  }

  init(_ bytes: ByteReader, report: ImportReport) {
    json = JSONPullReader(bytes, tokenLimit: Self.textLimit)
    self.report = report
  }

  /// Reads the one document of the input; false if there is none.
  mutating func read() throws(InputError) -> Bool {
    guard try json.nextDocument() else { return false }
    guard try json.peek() == .object else { throw noWorkflow("found \(try json.peek().rawValue)") }
    try json.beginObject()
    members: while true {
      switch try json.nextMember(documentFields) {
      case .end: break members
      case .unknown: try json.skipValue()
      case .field(.name): records.name = try json.scalarText()
      case .field(.schemaVersion): records.schemaVersion = try json.scalarText()
      case .field(.workflow):
        guard try json.peek() == .object else { throw noWorkflow("found \(try json.peek().rawValue) in `workflow`") }
        sawWorkflow = true
        try section(.whole)
      }
    }
    guard sawWorkflow else { throw noWorkflow("found an object without `workflow`") }
    if try json.nextDocument() {
      throw InputError(
        file: report.file, line: json.line, message: "expected one workflow instance, found something behind it",
        hint: "give each instance a file of its own")
    }
    return true
  }

  private func noWorkflow(_ found: String) -> InputError {
    InputError(file: report.file, line: json.line, message: "expected a WfFormat instance, \(found)")
  }

  private mutating func section(_ section: Section) throws(InputError) {
    try json.beginObject()
    while true {
      switch try json.nextMember(workflowFields) {
      case .end: return
      case .unknown: try json.skipValue()
      case .field(let field): try read(field, in: section)
      }
    }
  }

  private mutating func read(_ field: WorkflowField, in section: Section) throws(InputError) {
    switch field {
    case .specification, .execution:
      guard section == .whole, try json.peek() == .object else { return try json.skipValue() }
      records.isSplit = true
      try self.section(field == .specification ? .specification : .execution)
    case .makespan, .makespanInSeconds:
      guard let seconds = try number(field.rawValue, of: "the workflow") else { return }
      records.makespan = SimDuration(seconds: seconds)
      if records.makespan == nil { unusable(field.rawValue, "the workflow") }
    case .tasks, .jobs: try tasks(section)
    case .files: try files()
    case .machines: try machines()
    }
  }

  private mutating func tasks(_ section: Section) throws(InputError) {
    guard try beginArray("tasks") else { return }
    while try json.nextElement() {
      // Looking at the value passes over the white space before it, so its line is known only then.
      let kind = try json.peek()
      let line = json.line
      if section != .execution { report.rows += 1 }
      guard kind == .object else {
        try json.skipValue()
        if section != .execution { report.skip("expected an object, found \(kind.rawValue)", line: line) }
        continue
      }
      let task = try self.task(line)
      if section == .execution { records.executions.append(task) } else { records.tasks.append(task) }
    }
  }

  /// Begins an array; anything else is passed over with a remark.
  mutating func beginArray(_ name: String) throws(InputError) -> Bool {
    let kind = try json.peek()
    if kind == .array {
      try json.beginArray()
      return true
    }
    if kind != .null { report.warn("\(name) is not a list: it is left out", line: json.line) }
    try json.skipValue()
    return false
  }

  private mutating func files() throws(InputError) {
    guard try beginArray("files") else { return }
    while try json.nextElement() {
      guard try json.peek() == .object else {
        try json.skipValue()
        continue
      }
      let file = try self.file()
      if let name = file.name, let size = file.size { records.setSize(size, ofFile: name) }
    }
  }

  private mutating func machines() throws(InputError) {
    guard try beginArray("machines") else { return }
    while try json.nextElement() {
      let kind = try json.peek()
      let line = json.line
      guard kind == .object else {
        try json.skipValue()
        report.warn("a machine is \(kind.rawValue): it is left out", line: line)
        continue
      }
      var machine = WorkflowInstance.Machine(name: "machine \(records.machines.count + 1)", cores: 0)
      try self.machine(&machine)
      if machine.cores == 0 {
        remarks.add("a machine does not say how many cores it has, one is assumed", machine.name, line: line)
        machine.cores = 1
      }
      records.machines.append(machine)
    }
  }

  private mutating func machine(_ machine: inout WorkflowInstance.Machine) throws(InputError) {
    try json.beginObject()
    while true {
      switch try json.nextMember(machineFields) {
      case .end: return
      case .unknown: try json.skipValue()
      case .field(.nodeName):
        if let name = try json.scalarText(), !name.isEmpty { machine.name = name }
      case .field(.cpu):
        if try json.peek() == .object { try self.machine(&machine) } else { try json.skipValue() }
      case .field(.coreCount), .field(.count):
        machine.cores = try cores("a machine's cores", of: machine.name) ?? machine.cores
      case .field(.speedInMHz), .field(.speed):
        machine.speedMHz = try number("a machine's speed", of: machine.name)
      case .field(.memoryInBytes): machine.memory = try bytes("a machine's memory", of: machine.name)
      case .field(.memory):
        machine.memory = try bytes("a machine's memory", of: machine.name, unit: 1000)
        records.hasKilobytes = true
      }
    }
  }
}
