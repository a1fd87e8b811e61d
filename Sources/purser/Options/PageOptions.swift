import ArgumentParser
import JobFormats
import JobModel
import Reporting

/// Whether a result is written as a page as well.
struct PageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a page to look at to this file, self-contained; - is standard output, in place of the report.",
      valueName: "file"))
  var html: String?

  @Flag(help: "On the page, codes stand for names of samples, files, people and projects, and for ids of jobs.")
  var redact = false

  func validate() throws {
    if redact && html == nil { throw ValidationError("--redact is for pages and needs --html.") }
  }

  /// Whether standard output is the page's.
  var takesOutput: Bool { html == "-" }

  /// Refuses a second claim on standard output.
  func check(_ output: OutputOptions) throws {
    if takesOutput && (output.json || output.csv) {
      throw ValidationError("--html - takes standard output, and so do --json and --csv.")
    }
  }

  /// Writes the page if one is wanted.
  ///
  /// - Parameter page: makes it; its argument says whether names are to be replaced.
  func write(_ page: (_ isRedacted: Bool) throws -> HTMLPage) throws {
    guard let html else { return }
    try PageFile.write(page(redact), to: html)
  }
}

/// A page as a file.
enum PageFile {
  static func write(_ page: HTMLPage, to path: String) throws {
    try ScheduleFile.write(to: path) { try $0(Array(page.html.utf8)) }
  }

  /// The page of a run, by its kind.
  ///
  /// - Parameter limits: what an estimate was held against; nil takes what its plan says.
  static func page(of run: Run, limits: PlanLimits? = nil, isRedacted: Bool) -> HTMLPage {
    let shown = isRedacted ? Redaction.runs([run]).first ?? run : run
    switch run.kind {
    case .estimate: return EstimatePage.page(shown, limits: limits ?? PageFile.limits(of: run))
    case .replay: return ReplayPage.page(shown)
    }
  }

  /// The page of one run, or of several side by side.
  static func page(of runs: [Run], limits: PlanLimits? = nil, isRedacted: Bool) throws -> HTMLPage {
    if runs.count == 1, let run = runs.first { return page(of: run, limits: limits, isRedacted: isRedacted) }
    return try comparison(runs, isRedacted: isRedacted)
  }

  /// The page of a sweep.
  ///
  /// - Parameter name: what was swept.
  static func page(of points: [SweepPoint], name: String, limits: PlanLimits, isRedacted: Bool) -> HTMLPage {
    guard isRedacted else { return SweepPage.page(points, name: name, limits: limits) }
    return SweepPage.page(Redaction.sweep(points), limits: limits)
  }

  /// The page of runs beside the first of them.
  static func comparison(_ runs: [Run], isRedacted: Bool) throws -> HTMLPage {
    let shown = isRedacted ? Redaction.runs(runs) : runs
    guard let base = shown.first else { return ComparisonPage.page([]) }
    return ComparisonPage.page(try shown.dropFirst().map { try Comparison(a: base, b: $0) })
  }

  /// What the plan of a stored estimate limits; nothing where the plan is another document or cannot be read any more.
  private static func limits(of run: Run) -> PlanLimits {
    guard let plan = run.inputs.first(where: { $0.role == "plan" }),
      let document = try? PlanDocument(reading: Array(plan.content.utf8), file: plan.name),
      let written = try? document.plan().plan
    else { return PlanLimits() }
    return written.limits
  }
}
