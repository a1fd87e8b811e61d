import JobModel

// Tasks, their files, and single values: each is what it should be, or left out with a remark.

extension WorkflowParser {
  mutating func task(_ line: Int) throws(InputError) -> WorkflowRecords.Task {
    var task = WorkflowRecords.Task(line: line)
    try json.beginObject()
    while true {
      switch try json.nextMember(taskFields) {
      case .end: return task
      case .unknown: try json.skipValue()
      case .field(let field): try read(field, into: &task)
      }
    }
  }

  private mutating func read(_ field: WorkflowTaskField, into task: inout WorkflowRecords.Task) throws(InputError) {
    let key = task.key ?? "the task in line \(task.line)"
    switch field {
    case .id: task.id = try json.scalarText()
    case .name: task.name = try json.scalarText()
    case .category: task.category = try sharedText()
    case .command: try command(into: &task)
    case .program: task.program = try word()
    case .parents: task.parents = try texts(field)
    case .children: task.children = try texts(field)
    case .inputFiles: task.inputFiles = try texts(field).map { records.fileNumber($0) }
    case .files: try inputs(into: &task)
    case .runtime, .runtimeInSeconds:
      guard try json.peek() != .null else { return try json.null() }
      task.measures.runtime = try number(nil, of: key).flatMap { SimDuration(seconds: $0) }
      task.measures.hasBadRuntime = task.measures.runtime == nil
    case .coreCount, .cores: task.measures.cores = try cores(field.rawValue, of: key)
    case .avgCPU:
      task.measures.cpuPercent = try number(field.rawValue, of: key)
    case .memoryInBytes: task.measures.memory = try bytes(field.rawValue, of: key)
    case .readBytes: task.measures.read = try bytes(field.rawValue, of: key)
    case .writtenBytes: task.measures.written = try bytes(field.rawValue, of: key)
    case .memory, .bytesRead, .bytesWritten:
      let amount = try bytes(field.rawValue, of: key, unit: 1000)
      if amount != nil { records.hasKilobytes = true }
      switch field {
      case .memory: task.measures.memory = amount
      case .bytesRead: task.measures.read = amount
      default: task.measures.written = amount
      }
    case .machine, .machines:
      task.measures.machines =
        try json.peek() == .array ? try texts(field) : try sharedText().map { [$0] } ?? []
    }
  }

  private mutating func command(into task: inout WorkflowRecords.Task) throws(InputError) {
    guard try json.peek() == .object else { return try json.skipValue() }
    try json.beginObject()
    while true {
      switch try json.nextMember(taskFields) {
      case .end: return
      case .field(.program): task.program = try word()
      case .field, .unknown: try json.skipValue()
      }
    }
  }

  /// The input files that stand in a task, as up to 1.4.
  private mutating func inputs(into task: inout WorkflowRecords.Task) throws(InputError) {
    guard try beginArray("files") else { return }
    while try json.nextElement() {
      guard try json.peek() == .object else {
        try json.skipValue()
        continue
      }
      let file = try self.file()
      guard file.link == "input", let size = file.size else { continue }
      task.inputBytes = saturatingSum(task.inputBytes ?? 0, size)
    }
  }

  mutating func file() throws(InputError) -> (name: String?, link: String?, size: Int64?) {
    var file: (name: String?, link: String?, size: Int64?)
    try json.beginObject()
    while true {
      switch try json.nextMember(fileFields) {
      case .end: return file
      case .unknown: try json.skipValue()
      case .field(.id): file.name = try json.scalarText()
      case .field(.name):
        let name = try json.scalarText()
        if file.name == nil { file.name = name }
      case .field(.link): file.link = try sharedText()
      case .field(.sizeInBytes): file.size = try bytes("a file's size", of: file.name ?? "a file")?.count
      case .field(.size):
        file.size = try bytes("a file's size", of: file.name ?? "a file")?.count
        if file.size != nil { records.hasOldFileSizes = true }
      }
    }
  }

  /// A text that many records share; nil for what is none.
  private mutating func sharedText() throws(InputError) -> String? {
    if try json.peek() == .string { return try json.sharedString() }
    return try json.scalarText()
  }

  /// A text of one word; nil for others, such as scripts.
  private mutating func word() throws(InputError) -> String? {
    guard let text = try sharedText(), !text.isEmpty, text.utf8.count <= 200,
      !text.utf8.contains(where: { $0 <= UInt8(ascii: " ") })
    else { return nil }
    return text
  }

  /// A list of texts.
  private mutating func texts(_ field: WorkflowTaskField) throws(InputError) -> [String] {
    guard try beginArray(field.rawValue) else { return [] }
    var texts: [String] = []
    while try json.nextElement() {
      let line = json.line
      if let text = try sharedText() {
        texts.append(text)
      } else {
        report.warn("\(field.rawValue) has an element that is no text: it is left out", line: line)
      }
    }
    return texts
  }

  /// A number that is not negative; numbers in quotes count as well. Nil in place of the name makes no remark.
  mutating func number(_ name: String?, of owner: String) throws(InputError) -> Double? {
    let kind = try json.peek()
    let line = json.line
    let value: Double?
    switch kind {
    case .null:
      try json.null()
      return nil
    case .number: value = Double(try json.number().text)
    case .string: value = Double(try json.string())
    case .bool, .object, .array:
      try json.skipValue()
      value = nil
    }
    if let value, value.isFinite, value >= 0 { return value }
    if let name { unusable(name, owner, line: line) }
    return nil
  }

  /// A number of cores, rounded up; nil for nought, which says nothing.
  mutating func cores(_ name: String, of owner: String) throws(InputError) -> Int? {
    let line = json.line
    guard let value = try number(name, of: owner) else { return nil }
    guard value <= 1_000_000 else {
      unusable(name, owner, line: line)
      return nil
    }
    return value == 0 ? nil : Int(value.rounded(.up))
  }

  /// An amount in units of so many bytes.
  mutating func bytes(_ name: String, of owner: String, unit: Double = 1) throws(InputError) -> Bytes? {
    let line = json.line
    guard let value = try number(name, of: owner) else { return nil }
    guard let count = checkedInteger(value * unit), count <= Bytes.limit.count else {
      unusable(name, owner, line: line)
      return nil
    }
    return Bytes(count)
  }

  mutating func unusable(_ name: String, _ owner: String, line: Int? = nil) {
    remarks.add("\(name) is not a usable number and left out", owner, line: line)
  }
}
