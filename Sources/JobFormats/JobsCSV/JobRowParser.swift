import JobModel

/// Turns rows of a jobs CSV into jobs.
///
/// One job is filled again and again: of a row only what its columns can say is written anew, and texts that come again
/// are shared, so that a row that nobody keeps costs little more than its bytes.
struct JobRowParser: ~Copyable {
  /// The job of the row last read.
  var job: Job
  var report: ImportReport
  let layout: JobsLayout
  let recipe: TableRecipe?
  /// The run of rows that name none.
  private let file: String
  /// Whether ids that are only places in the file must say of which file: their run is one that other files may have.
  private let scopesRows: Bool
  private let missesSome: Bool
  /// Whether anybody wants the job's names, labels and links: who only checks a table does not, and making them is a
  /// quarter of the work.
  private let readsTexts: Bool
  /// What it means that a row tells no state, where a recipe says so.
  private let unsaid: StateWords.Meaning?
  var strings = StringPool()
  private var scratch = ByteBuffer()
  /// Which of the layout's extras each of the job's properties is.
  private var keptExtras: [Int] = []
  /// Words for states that were met, and what each of them means.
  var words: [(bytes: [UInt8], isKnown: Bool)] = []
  var meanings: [StateWords.Meaning] = []
  var currencies: [(code: [UInt8], currency: Currency)] = []

  /// What a row says that the job can hold only together with other columns.
  struct Row: ~Copyable {
    var line: Int
    var submitted: Int64?
    var started: Int64?
    var stopped: Int64?
    var runtime: Int64?
    var wait: Int64?
    var state: StateWords.Meaning?
    /// Whether a time that says how long it ran cannot be used.
    var lostTime: String?
    var cost: Int64?
    var costSource = -1
    var currency: Currency?
    /// The substitutes that were used, by their number.
    var used: UInt64 = 0
  }

  init(_ layout: JobsLayout, recipe: TableRecipe?, run: String, report: ImportReport, readsTexts: Bool = true) {
    self.layout = layout
    self.recipe = recipe
    self.report = report
    file = run
    scopesRows = layout.has(.run) && !layout.has(.job)
    unsaid = recipe?.states[""].flatMap { StateWords.meaning(of: $0) }
    missesSome = !layout.missing.isEmpty
    self.readsTexts = readsTexts
    job = Job(key: JobKey(run: run, id: ""), name: "", executable: "unknown", state: .done)
  }

  /// Reads a row into ``job``; false if it cannot be used, which is counted.
  mutating func read(_ fields: borrowing DelimitedRows, number: Int) -> Bool {
    var row = Row(line: fields.line)
    // The column of which nothing was found yet. It is cleared once it is clear that nothing is, and not before each
    // value: a second jump for each field took a tenth of the time.
    var open: JobColumn?
    var hasID = false
    for index in layout.sources.indices {
      let source = layout.sources[index]
      if source.isFirst {
        if let open { clear(open) }
        open = source.column
      } else if open == nil {
        continue
      }
      let field = FieldValue.trimmed(fields[Int(source.place)])
      if FieldValue.isMissing(field) || (missesSome && isMissing(field, Int(source.place))) { continue }
      if take(field, source, &row, index) {
        open = nil
        if source.column == .job { hasID = true }
        if source.substitute >= 0 && source.substitute < 64 { row.used |= 1 << UInt64(source.substitute) }
      } else {
        refuse(source, &row, layout.labels[index])
      }
    }
    if let open { clear(open) }
    if row.state == nil { row.state = unsaid }
    if !hasID { nameByPlace(number, line: row.line) }
    if readsTexts {
      if !layout.has(.name) || job.name.isEmpty { describe(fields) }
      keepExtras(fields, row.used)
    }
    settleCost(&row)
    return settle(&row)
  }

  /// Hands the job on as it lies here: a copy would count the references of all its texts.
  mutating func hand(to sink: (Job, Int) throws -> Void, line: Int) rethrows { try sink(job, line) }

  /// Forgets what an earlier row said.
  @inline(__always) private mutating func clear(_ column: JobColumn) {
    switch column {
    case .tryNumber: job.key.tryNumber = 0
    case .run: job.key.run = file
    case .executable: job.executable = "unknown"
    case .name: job.name = ""
    case .user: job.user = nil
    case .failureReason: job.failureReason = nil
    case .exitCode: job.exitCode = nil
    case .instanceType: job.instanceType = nil
    case .vcpus: job.vcpus = nil
    case .memoryRequested: job.memoryRequested = nil
    case .timeLimit: job.timeLimit = nil
    case .priority: job.priority = nil
    case .cpuPercent: job.usage.cpuPercent = nil
    case .peakMemory: job.usage.peakMemory = nil
    case .peakDisk: job.usage.peakDisk = nil
    case .input: job.usage.input = nil
    case .read: job.usage.read = nil
    case .written: job.usage.written = nil
    case .cost: job.cost = nil
    case .parent: job.parent = nil
    case .after: job.dependencies = []
    case .job, .state, .submitted, .started, .stopped, .runtime, .wait, .currency: break
    }
  }

  /// Takes a value that is there; false if it is none of its column's.
  @inline(__always) private mutating func take(
    _ field: UnsafeBufferPointer<UInt8>, _ source: JobsLayout.Source, _ row: inout Row, _ index: Int
  ) -> Bool {
    switch source.column {
    // All different: they would only drive out what is shared.
    case .job: job.key.id = String(decoding: field, as: UTF8.self)
    case .tryNumber:
      guard let value = FieldValue.whole(field, limit: 1_000_000), value >= Int64(source.offset) else { return false }
      job.key.tryNumber = Int(value) - Int(source.offset)
    case .run: job.key.run = strings.string(field)
    case .executable: if readsTexts { job.executable = strings.string(field) }
    case .name: if readsTexts { job.name = strings.string(field) }
    case .user: if readsTexts { job.user = strings.string(field) }
    case .state: row.state = meaning(field, line: row.line)
    case .failureReason: job.failureReason = reason(field, line: row.line)
    case .exitCode:
      guard let value = exitCode(field) else { return false }
      job.exitCode = value
    case .submitted:
      row.submitted = Self.time(field, source)
      return row.submitted != nil
    case .started:
      row.started = Self.time(field, source)
      return row.started != nil
    case .stopped:
      row.stopped = Self.time(field, source)
      return row.stopped != nil
    case .runtime:
      row.runtime = Self.time(field, source)
      return row.runtime != nil
    case .wait:
      row.wait = Self.time(field, source)
      return row.wait != nil
    case .timeLimit:
      guard let value = Self.time(field, source) else { return false }
      job.timeLimit = value > 0 ? SimDuration(milliseconds: value) : nil
    case .instanceType: job.instanceType = readsTexts ? strings.string(field) : ""
    case .vcpus:
      guard let value = FieldValue.number(field, factor: source.factor) else { return false }
      job.vcpus = value > 0 ? value : nil
    case .cpuPercent:
      job.usage.cpuPercent = FieldValue.number(field, factor: source.factor)
      return job.usage.cpuPercent != nil
    case .memoryRequested:
      guard let value = Self.size(field, source) else { return false }
      job.memoryRequested = value.count > 0 ? value : nil
    case .peakMemory:
      // Nought is below the resolution of the measurement: nothing is known.
      guard let value = Self.size(field, source) else { return false }
      job.usage.peakMemory = value.count > 0 ? value : nil
    case .peakDisk:
      job.usage.peakDisk = Self.size(field, source)
      return job.usage.peakDisk != nil
    case .input:
      job.usage.input = Self.size(field, source)
      return job.usage.input != nil
    case .read:
      job.usage.read = Self.size(field, source)
      return job.usage.read != nil
    case .written:
      job.usage.written = Self.size(field, source)
      return job.usage.written != nil
    case .priority:
      job.priority = priority(field)
      return job.priority != nil
    case .cost:
      row.cost = amount(field)
      row.costSource = index
      row.currency = layout.currencies[index]
      return row.cost != nil
    case .currency:
      guard let currency = currency(field) else { return false }
      row.currency = row.currency ?? currency
    case .parent: if readsTexts { job.parent = place(strings.string(field)) }
    case .after: if readsTexts { job.dependencies = ids(field) }
    }
    return true
  }

  private func isMissing(_ field: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    layout.missing[place]?.contains { FieldValue.isSame($0, field) } ?? false
  }

  private mutating func refuse(_ source: JobsLayout.Source, _ row: inout Row, _ label: String) {
    switch source.column {
    case .started, .stopped, .runtime: row.lostTime = label
    default: break
    }
    report.warn("\(label) is not \(source.column.expected): it is left out", line: row.line)
  }

  /// An id that is a row's place: it names the file if the run may have rows of other files too.
  private func place(_ id: String) -> String { scopesRows ? "\(file)/\(id)" : id }

  private mutating func nameByPlace(_ number: Int, line: Int) {
    guard layout.has(.job) else {
      job.key.id = place(String(number))
      return
    }
    job.key.id = "row \(number)"
    report.warn("no job id: the row's number is used", line: line)
  }

  private mutating func ids(_ field: UnsafeBufferPointer<UInt8>) -> [String] {
    field.split(separator: UInt8(ascii: ";")).compactMap { part in
      let id = FieldValue.trimmed(UnsafeBufferPointer(rebasing: part))
      return FieldValue.isMissing(id) ? nil : place(strings.string(id))
    }
  }

  /// Names the job: by its executable and its tag, as Nextflow does, or by its id.
  private mutating func describe(_ fields: borrowing DelimitedRows) {
    scratch.removeAll()
    if let tag = layout.tag, !FieldValue.isMissing(FieldValue.trimmed(fields[tag])) {
      job.executable.utf8.withContiguousStorageIfAvailable { scratch.append($0) }
      scratch.append(" (")
      scratch.append(FieldValue.trimmed(fields[tag]))
      scratch.append(UInt8(ascii: ")"))
    } else {
      scratch.append("job ")
      job.key.id.utf8.withContiguousStorageIfAvailable { scratch.append($0) }
    }
    job.name = String(decoding: scratch.bytes, as: UTF8.self)
  }

  private mutating func keepExtras(_ fields: borrowing DelimitedRows, _ used: UInt64) {
    // What other columns put among the properties of the row before.
    if job.properties.count != keptExtras.count {
      job.properties.removeAll(keepingCapacity: true)
      keptExtras.removeAll(keepingCapacity: true)
    }
    var kept = 0
    for index in layout.extras.indices {
      let place = layout.extras[index].place
      let substitute = layout.extras[index].substitute
      if substitute >= 0 && substitute < 64 && used & 1 << UInt64(substitute) != 0 { continue }
      let field = FieldValue.trimmed(fields[place])
      if FieldValue.isMissing(field) || (missesSome && isMissing(field, place)) { continue }
      let value = strings.string(field)
      if kept == keptExtras.count {
        job.properties.append(Property(name: layout.extras[index].label, value: value))
        keptExtras.append(index)
      } else {
        // Most rows have the columns that the row before had: its labels stay.
        if keptExtras[kept] != index {
          keptExtras[kept] = index
          job.properties[kept].name = layout.extras[index].label
        }
        job.properties[kept].value = value
      }
      kept += 1
    }
    if kept < keptExtras.count {
      job.properties.removeLast(keptExtras.count - kept)
      keptExtras.removeLast(keptExtras.count - kept)
    }
  }
}

extension JobColumn {
  /// What a value should have been, for messages.
  var expected: String {
    switch self {
    case .tryNumber, .vcpus, .cpuPercent: "a number"
    case .exitCode: "an exit code"
    case .submitted, .started, .stopped: "a time"
    case .runtime, .wait, .timeLimit: "a duration"
    case .memoryRequested, .peakMemory, .peakDisk, .input, .read, .written: "a size"
    case .priority: "low, normal or high"
    case .cost: "an amount"
    case .currency: "a currency"
    default: "a text"
    }
  }
}
