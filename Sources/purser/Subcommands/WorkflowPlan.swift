import JobFormats
import JobModel

/// A plan as `purser estimate` gets it: as somebody wrote it, or made from the document of a workflow.
struct WorkflowPlan {
  /// The plan.
  var document: PlanDocument
  /// What is to be said of the instance that it was made from; nil for all but a workflow instance.
  var remarks: [String]?
  /// What the document says and lacks; nil for all but documents that say what to run, and not how long it takes.
  var draft: PlanDraft?

  /// The catalog where nobody named one: a workflow instance has no types, so it needs none.
  var catalogInNeed: CatalogOptions.Choice? {
    remarks.map { _ in CatalogOptions.Choice(catalog: Catalog(name: Run.noCatalog, provider: Run.noCatalog)) }
  }

  /// Reads a plan from a file.
  init(_ path: String) throws {
    let bytes = try readAll(InputSource(argument: path))
    let head = InputHead(Array(bytes.prefix(InputHead.length)))
    if WfFormatReader.recognises(head) {
      let input = ByteReader(bytes: bytes, name: path)
      var report = ImportReport(file: path, format: WfFormatReader.format)
      guard let instance = try WfFormatReader.instance(input, report: &report), !instance.tasks.isEmpty else {
        throw CommandError("\(path): no tasks to estimate")
      }
      document = PlanDocument(instance, file: path)
      remarks = HistoryFiles.remarks(report, named: RunIdentity.fileName(path))
    } else if PlanSources.recognises(head) {
      let draft = try PlanSources.draft([PlanFile(name: path, bytes: bytes)], nearby: NearbyApps.find(beside: path))
      document = try PlanDocument(draft, file: path)
      self.draft = draft
    } else {
      let history = PlanDocument.recognises(head) ? nil : HistoryFormats.summary(of: head)
      func isHistory(_ what: String) -> CommandError {
        CommandError(
          "\(path): expected a plan, found \(what); `purser plan from` makes a plan of it, "
            + "`purser replay` runs it again as it was")
      }
      // JSON of any kind reads as YAML: what is a history is told before its keys are called unknown.
      if let history, let first = head.firstVisible, "{[".utf8.contains(first) { throw isHistory(history) }
      do {
        document = try PlanDocument(reading: bytes, file: path)
      } catch {
        throw history.map(isHistory) ?? error
      }
    }
  }
}
