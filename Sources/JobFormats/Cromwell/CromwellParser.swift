import JobModel

/// Turns metadata into jobs, one workflow at a time.
struct CromwellParser: ~Copyable {
  var json: JSONPullReader
  var report: ImportReport
  private let run: String
  var clock: ShownClock
  /// Workflows that were read, the inner ones behind their outer one.
  private var found: [CromwellWorkflow] = []
  private var unnamed = 0

  /// The longest text that is read: commands and messages of failures can be long.
  private static let textLimit = 64 << 20
  /// How deep workflows may hold workflows, in levels of JSON: each takes five.
  private static let nestingLimit = 400

  private let fields = JSONKeys<CromwellField>()
  let callFields = JSONKeys<CromwellCallField>()
  let partFields = JSONKeys<CromwellPartField>()

  init(_ bytes: ByteReader, run: String, clock: LocalClock?, report: ImportReport) {
    json = JSONPullReader(bytes, tokenLimit: Self.textLimit)
    self.run = run
    self.clock = ShownClock(clock)
    self.report = report
  }

  /// Says what was found out about the file as a whole.
  mutating func finish() { clock.report(in: &report) }

  /// Reads one value, which should be a workflow's metadata, and hands on the workflow and its calls.
  mutating func document(_ sink: (Job, Int) throws -> Void) throws {
    // Looking at the value first passes over the space before it.
    let kind = try json.peek()
    let line = json.line
    guard kind == .object else {
      try json.skipValue()
      report.rows += 1
      report.skip("expected a workflow's metadata, found \(kind.rawValue)", line: line)
      return
    }
    found.removeAll()
    _ = try workflow(parent: nil)
    for workflow in found { try handOn(workflow, sink) }
    found.removeAll()
  }

  private mutating func handOn(_ workflow: CromwellWorkflow, _ sink: (Job, Int) throws -> Void) throws {
    // Other programs' documents have a status too.
    let isNamed = workflow.name != nil || !(workflow.id.isEmpty || workflow.id.hasPrefix("unnamed-"))
    guard workflow.hasCalls || (workflow.status != nil && isNamed) else {
      report.rows += 1
      report.skip("no calls, and no status with an id or a name: this is no workflow's metadata", line: workflow.line)
      return
    }
    let scope = workflow.id.contains("-") && !workflow.id.hasPrefix("unnamed-") ? "" : run
    if !workflow.isDigest {
      report.rows += 1
      try sink(workflow.job(run: scope, &report), workflow.line)
    }
    for call in workflow.calls {
      // The metadata that stand in the call are the better record of the run.
      if call.hasSubWorkflowMetadata { continue }
      report.rows += 1
      if let id = call.subWorkflow {
        try sink(call.analysis(of: workflow, id: id, run: scope), call.line)
      } else if call.status == "Bypassed" {
        report.skip("the call was bypassed: nothing ran", line: call.line)
      } else {
        try sink(call.job(of: workflow, run: scope, &report), call.line)
      }
    }
  }

  /// Reads a workflow into ``found`` and gives its place.
  private mutating func workflow(parent: Int?) throws -> Int {
    let place = found.count
    found.append(CromwellWorkflow(line: json.line))
    var inner: [Int] = []
    try json.beginObject()
    members: while true {
      switch try json.nextMember(fields) {
      case .end: break members
      case .unknown: try json.skipValue()
      case .field(let field):
        switch field {
        case .id: found[place].id = try text() ?? ""
        case .workflowId:
          if let id = try text(), found[place].id.isEmpty { found[place].id = id }
        case .workflowName: found[place].name = try text()
        case .status: found[place].status = try text()
        case .submission: found[place].submitted = try time("submission")
        case .start: found[place].start = try time("start")
        case .end: found[place].end = try time("end")
        case .rootWorkflowId: found[place].root = try text()
        case .parentWorkflowId: found[place].parent = try text()
        case .failures: found[place].message = try failure()
        case .labels: found[place].properties = try labels()
        case .calls: inner += try calls(of: place)
        }
      }
    }
    if found[place].id.isEmpty {
      unnamed += 1
      found[place].id = "unnamed-\(unnamed)"
    }
    found[place].isDigest = found[place].status == nil && found[place].calls.contains { $0.isDigest }
    for child in inner {
      found[child].parent = found[child].parent ?? found[place].id
      // The root of all is known only where it says so, or to the outermost.
      if parent == nil { adopt(child, root: found[place].root ?? found[place].id) }
    }
    return place
  }

  /// Gives a workflow and all inside it their root.
  private mutating func adopt(_ first: Int, root: String) {
    for place in first..<found.count where found[place].root == nil { found[place].root = root }
  }

  /// Reads the calls of a workflow, and gives the places of the workflows inside them.
  private mutating func calls(of place: Int) throws -> [Int] {
    var inner: [Int] = []
    guard try json.peek() == .object else {
      try json.skipValue()
      return inner
    }
    found[place].hasCalls = true
    try json.beginObject()
    while let name = try json.nextKey() {
      // The digest has one call for a name, not a list.
      guard try json.peek() == .array else {
        try inner += call(name, of: place)
        continue
      }
      try json.beginArray()
      while try json.nextElement() { try inner += call(name, of: place) }
    }
    return inner
  }

  private mutating func call(_ name: String, of place: Int) throws -> [Int] {
    let kind = try json.peek()
    let line = json.line
    guard kind == .object, json.depth < Self.nestingLimit else {
      try json.skipValue()
      report.rows += 1
      report.skip(
        "expected a call, found \(kind == .object ? "one nested too deep" : kind.rawValue)", line: line)
      return []
    }
    var inner: [Int] = []
    var call = CromwellCall(name: name, line: line)
    try json.beginObject()
    members: while true {
      switch try json.nextMember(callFields) {
      case .end: break members
      case .unknown: try json.skipValue()
      case .field(.subWorkflowMetadata):
        guard try json.peek() == .object else {
          try json.skipValue()
          continue
        }
        call.hasSubWorkflowMetadata = true
        inner.append(try workflow(parent: place))
      case .field(let field): try read(field, into: &call)
      }
    }
    found[place].calls.append(call)
    return inner
  }
}
