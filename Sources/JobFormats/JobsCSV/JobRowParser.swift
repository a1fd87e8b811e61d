import JobModel

/// Turns rows of a jobs CSV into jobs.
///
/// One job is filled again and again: of a row only what its columns can say is written anew, and texts that come again
/// are shared, so that a row that nobody keeps costs little more than its bytes.
struct JobRowParser: ~Copyable {
  /// The job of the row last read.
  var job: Job
  /// The id of the row last read as it lies in the file, where nobody wants texts; nil if it is in ``job`` alone.
  private(set) var id: UnsafeBufferPointer<UInt8>?
  var report: ImportReport
  let layout: JobsLayout
  /// Those of the layout's sources that are read.
  private let sources: UnsafeMutableBufferPointer<JobsLayout.Source>
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
  private let unsaid: Int?
  var strings = StringPool()
  private var scratch = ByteBuffer()
  /// Which of the layout's extras each of the job's properties is.
  private var keptExtras: [Int] = []
  /// Words for states that were met, and what each of them means.
  var words: [(bytes: [UInt8], isKnown: Bool)] = []
  var meanings: [StateWords.Meaning] = []
  var currencies: [(code: [UInt8], currency: Currency)] = []

  init(_ layout: JobsLayout, recipe: TableRecipe?, run: String, report: ImportReport, readsTexts: Bool = true) {
    self.layout = layout
    let read = layout.sources.filter { readsTexts || !$0.column.isText }
    sources = .allocate(capacity: read.count)
    _ = sources.initialize(from: read)
    self.recipe = recipe
    self.report = report
    file = run
    scopesRows = layout.has(.run) && !layout.has(.job)
    if let meaning = recipe?.states[""].flatMap({ StateWords.meaning(of: $0) }) {
      // A word that no row can say.
      words.append(([], true))
      meanings.append(meaning)
      unsaid = 0
    } else {
      unsaid = nil
    }
    missesSome = !layout.missing.isEmpty
    self.readsTexts = readsTexts
    job = Job(key: JobKey(run: run, id: ""), name: "", executable: "unknown", state: .done)
  }

  deinit { sources.deallocate() }

  /// Reads a row into ``job``; false if it cannot be used, which is counted.
  ///
  /// - Precondition: the row has as many fields as the layout has columns.
  mutating func read(_ fields: DelimitedRecord, number: Int) -> Bool {
    var row = Row(line: fields.line)
    // The column of which nothing was found yet. It is cleared once it is clear that nothing is, and not before each
    // value: a second jump for each field took a tenth of the time.
    var open: JobColumn?
    var hasID = false
    id = nil
    for index in sources.indices {
      let source = sources[index]
      if source.isFirst {
        if let open { clear(open) }
        open = source.column
      } else if open == nil {
        continue
      }
      let field = FieldValue.trimmed(fields[Int(source.place)])
      if FieldValue.isMissing(field) || (missesSome && isMissing(field, Int(source.place))) { continue }
      if take(field, index, &row) {
        open = nil
        if source.column == .job { hasID = true }
        if source.substitute >= 0 && source.substitute < 64 { row.used |= 1 << UInt64(source.substitute) }
      } else {
        refuse(source, &row)
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
    _ field: UnsafeBufferPointer<UInt8>, _ index: Int, _ row: inout Row
  ) -> Bool {
    // Handed on as a value it would be taken apart and put together again.
    let source = sources[index]
    switch source.column {
    // All different: they would only drive out what is shared.
    case .job:
      // A text of other letters may be written anew on its way into a String.
      if readsTexts || !FieldValue.isASCII(field) {
        job.key.id = String(decoding: field, as: UTF8.self)
      } else {
        id = field
      }
    case .tryNumber:
      guard let value = FieldValue.whole(field, limit: 1_000_000), value >= Int64(source.offset) else { return false }
      job.key.tryNumber = Int(value) - Int(source.offset)
    case .run: job.key.run = strings.string(field)
    case .executable: job.executable = strings.string(field)
    case .name: job.name = strings.string(field)
    case .user: job.user = strings.string(field)
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
      row.costSource = Int(source.number)
      row.currency = layout.currencies[row.costSource]
      return row.cost != nil
    case .currency:
      guard let currency = currency(field) else { return false }
      row.currency = row.currency ?? currency
    case .parent: job.parent = place(strings.string(field))
    case .after: job.dependencies = ids(field)
    }
    return true
  }

  private func isMissing(_ field: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    layout.missing[place]?.contains { FieldValue.isSame($0, field) } ?? false
  }

  private mutating func refuse(_ source: JobsLayout.Source, _ row: inout Row) {
    let number = Int(source.number)
    switch source.column {
    case .started, .stopped, .runtime: row.lostTime = number
    default: break
    }
    report.warn("\(layout.labels[number]) is not \(source.column.expected): it is left out", line: row.line)
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
  private mutating func describe(_ fields: DelimitedRecord) {
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

  private mutating func keepExtras(_ fields: DelimitedRecord, _ used: UInt64) {
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
