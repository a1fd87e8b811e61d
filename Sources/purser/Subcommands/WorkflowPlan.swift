import JobFormats
import JobModel

/// A plan as `purser estimate` gets it: as somebody wrote it, or made from a workflow instance.
struct WorkflowPlan {
  /// The plan.
  let document: PlanDocument
  /// What is to be said of the instance that it was made from; nil for a written plan.
  let remarks: [String]?

  /// The catalog where nobody named one: a workflow instance has no types, so it needs none.
  var catalogInNeed: CatalogOptions.Choice? {
    remarks.map { _ in CatalogOptions.Choice(catalog: Catalog(name: Run.noCatalog, provider: Run.noCatalog)) }
  }

  /// Reads a plan from a file.
  init(_ path: String) throws {
    let bytes = try readAll(InputSource(argument: path))
    guard WfFormatReader.recognises(InputHead(Array(bytes.prefix(InputHead.length)))) else {
      document = try PlanDocument(reading: bytes, file: path)
      remarks = nil
      return
    }
    let input = ByteReader(bytes: bytes, name: path)
    var report = ImportReport(file: path, format: WfFormatReader.format)
    guard let instance = try WfFormatReader.instance(input, report: &report), !instance.tasks.isEmpty else {
      throw CommandError("\(path): no tasks to estimate")
    }
    document = PlanDocument(instance, file: path)
    remarks = HistoryFiles.remarks(report, named: RunIdentity.fileName(path))
  }
}
