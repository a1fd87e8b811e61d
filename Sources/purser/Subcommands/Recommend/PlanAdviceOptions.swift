import ArgumentParser
import JobFormats
import JobModel
import Simulation

/// What `purser recommend PLAN` is told beyond what it is told of past jobs.
struct PlanAdviceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("For a plan: it must end within this time, such as 12h.", valueName: "time"))
  var deadline: String?

  @Option(help: ArgumentHelp("For a plan: it must not cost more, in the catalog's currency.", valueName: "amount"))
  var budget: String?

  @Option(help: "For a plan: how probable keeping the deadline or the budget must be.")
  var confidence = 0.8

  @Option(help: "For a plan: the world it runs in (YAML).")
  var scenario: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("For a plan: a key and its value, as for `purser estimate`.", valueName: "key=value"))
  var settings: [String] = []

  @OptionGroup var assumed: AssumedRuntimeOption

  @Option(help: "For a plan: how often a choice is simulated.")
  var replications = 1000

  /// Which of them were given.
  var given: [String] {
    var names: [String] = []
    if deadline != nil { names.append("--deadline") }
    if budget != nil { names.append("--budget") }
    if scenario != nil { names.append("--scenario") }
    if !settings.isEmpty { names.append("--set") }
    if assumed.text != nil { names.append("--assume-runtime") }
    return names
  }

  func validate() throws {
    guard (1...SimulationOptions.replicationLimit).contains(replications) else {
      throw ValidationError("--replications must be 1 to \(SimulationOptions.replicationLimit), found \(replications).")
    }
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence must be above 0 and below 1, found \(confidence).")
    }
    if deadline != nil && budget != nil { throw ValidationError("--deadline and --budget exclude each other.") }
    _ = try limits()
  }

  /// The deadline and the budget, the latter in nano-units.
  func limits() throws -> (deadline: SimDuration?, budget: Int64?) {
    do {
      let deadline = try deadline.map { try SimDuration(parsing: $0) }
      let budget = try budget.map { try Money.nanos(parsing: $0) }
      guard deadline.map({ $0 > .zero }) ?? true, budget.map({ $0 >= 0 }) ?? true else {
        throw ValidationError("--deadline must be above 0 and --budget not negative.")
      }
      return (deadline, budget)
    } catch let error as InputValueError { throw ValidationError("--deadline or --budget: \(error).") }
  }

  /// Whether a file is a plan, or the document of a workflow, and no history.
  ///
  /// A pipe can be looked at once only: what comes through one is a history unless `--format plan` says otherwise.
  static func isPlan(_ file: String, format: String?) throws -> Bool {
    if let format { return format == "plan" }
    guard file != "-" else { return false }
    let head = try ByteReader(InputSource(argument: file)).head()
    if HistoryFormats.summary(of: head) != nil { return false }
    return PlanSources.recognises(head) || PlanDocument.recognises(head)
  }
}
