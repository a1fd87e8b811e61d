/// A machine of the example, with the public prices of the catalog ukb-rap-aws-eu-west-2 (pounds an hour).
struct DemoMachine {
  let name: String
  var onDemand: Double?
  var spot: Double?

  static let x4 = DemoMachine(name: "mem1_ssd1_v2_x4", onDemand: 0.1136)
  static let x4WithDisk = DemoMachine(name: "mem1_ssd2_v2_x4", onDemand: 0.16)
  static let x16 = DemoMachine(name: "mem1_ssd1_v2_x16", onDemand: 0.4368, spot: 0.1168)
  static let x8 = DemoMachine(name: "mem1_ssd1_v2_x8", spot: 0.0528)
  static let x8WithMemory = DemoMachine(name: "mem3_ssd1_v2_x8", spot: 0.0528)
}

/// A program of the example.
struct DemoProgram {
  let name: String
  let id: String
  let machine: DemoMachine
  var timeout = DemoJob.defaultTimeout
}

/// One try of a job, or an analysis, as `dx find executions --json` prints it. Times are milliseconds since the epoch.
struct DemoJob {
  /// The platform's own limit, 30 days, which stands in every record of a job without one.
  static let defaultTimeout: Int64 = 2_592_000_000

  var id: String
  var name: String
  var program: DemoProgram
  var user: String
  var project: String
  var folder = "/"
  var tags: [String] = []
  var properties: [(name: String, value: String)] = []
  var machine: DemoMachine
  var timeout: Int64
  var priority = "normal"

  /// Nil where an older record does not say.
  var tryNumber: Int? = 0
  var created: Int64 = 0
  var started: Int64?
  var stopped: Int64?
  var transitions: [(state: String, time: Int64)] = []
  var state = "runnable"
  var failureReason: String?
  var failureMessage: String?
  var failureCounts: [(reason: String, count: Int)] = []

  var isSpot = false
  var isCharged = true
  var function = "main"
  var dependsOn: [String] = []
  var parentJob: String?
  /// The root of the execution tree, where it is another.
  var root: String?
  var analysis: String?
  var stage: String?
  var reusedFrom: String?
  /// For an analysis, which has no worker: the sum of its jobs.
  var priceOfStages: Double?

  init(_ program: DemoProgram, id: String, name: String, user: String, project: String) {
    self.program = program
    self.id = id
    self.name = name
    self.user = user
    self.project = project
    machine = program.machine
    timeout = program.timeout
  }

  private var isAnalysis: Bool { id.hasPrefix("analysis-") }

  /// The hours its worker was held.
  var hours: Double? {
    guard let started, let stopped else { return nil }
    return Double(stopped - started) / 3_600_000
  }

  /// What it cost: rate × (stopped − started) / 3600000, neither rounded nor with a minimum; nil while it runs.
  var price: Double? {
    if let priceOfStages { return priceOfStages }
    guard state != "running" else { return nil }
    guard isCharged, let started, let stopped, let rate = isSpot ? machine.spot : machine.onDemand else { return 0 }
    return rate * Double(stopped - started) / 3_600_000
  }

  /// What spot saved, where both prices are known.
  private var spotSavings: Double? {
    guard isSpot, isCharged, let started, let stopped, let onDemand = machine.onDemand, let spot = machine.spot else {
      return nil
    }
    return (onDemand - spot) * Double(stopped - started) / 3_600_000
  }
}

extension DemoJob {
  /// The record, one field a line.
  var json: String {
    var fields: [String] = []
    func add(_ name: String, _ value: String?) { if let value { fields.append("    \(quoted(name)): \(value)") } }

    add("id", quoted(id))
    add("class", quoted(isAnalysis ? "analysis" : "job"))
    add("name", quoted(name))
    add("executable", quoted(program.id))
    add("executableName", quoted(program.name))
    if !isAnalysis { add("function", quoted(function)) }
    add("try", tryNumber.map(String.init))
    add("region", quoted("aws:eu-west-2"))
    add("billTo", quoted("org-cardio_lab"))
    add("project", quoted(project))
    add("folder", quoted(folder))
    add("launchedBy", quoted(user))
    add("tags", list(tags.map(quoted)))
    add("properties", object(properties.map { ($0.name, quoted($0.value)) }))
    add("created", String(created))
    add("startedRunning", started.map(String.init))
    add("stoppedRunning", stopped.map(String.init))
    add("state", quoted(state))
    add(
      "stateTransitions",
      list(transitions.map { object([("newState", quoted($0.state)), ("setAt", String($0.time))]) }))
    add("priority", quoted(priority))
    if !isAnalysis { addJobFields(add) }
    add("rootExecution", quoted(root ?? id))
    add("parentAnalysis", analysis.map(quoted) ?? "null")
    add("totalPrice", price.map { "\($0)" })
    if price != nil {
      let pounds = [
        ("dxCode", "1"), ("code", quoted("GBP")), ("symbol", quoted("£")), ("symbolPosition", quoted("left")),
        ("decimalSymbol", quoted(".")), ("groupingSymbol", quoted(",")),
      ]
      add("currency", object(pounds))
    }
    return "  {\n" + fields.joined(separator: ",\n") + "\n  }"
  }

  private func addJobFields(_ add: (String, String?) -> Void) {
    add("finalPriority", quoted(priority))
    add("instanceType", quoted(machine.name))
    add("timeout", String(timeout))
    let restartOn = object([("UnresponsiveWorker", "2"), ("JMInternalError", "1"), ("ExecutionError", "1")])
    add("executionPolicy", object([("restartOn", restartOn)]))
    add("failureReason", failureReason.map(quoted))
    add("failureMessage", failureMessage.map(quoted))
    add("failureCounts", object(failureCounts.map { ($0.reason, String($0.count)) }))
    add("parentJob", parentJob.map(quoted) ?? "null")
    if parentJob != nil { add("parentJobTry", "0") }
    add("originJob", quoted(parentJob ?? id))
    add("analysis", analysis.map(quoted) ?? "null")
    add("stage", stage.map(quoted) ?? "null")
    add("dependsOn", list(dependsOn.map(quoted)))
    add("outputReusedFrom", reusedFrom.map(quoted))
    add("isFree", "false")
    add("spotCostSavings", spotSavings.map { "\($0)" })
  }
}

private func quoted(_ text: String) -> String {
  "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

private func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

private func object(_ members: [(String, String)]) -> String {
  "{" + members.map { quoted($0.0) + ": " + $0.1 }.joined(separator: ", ") + "}"
}
