import JobModel

@testable import JobFormats

/// The text of an error that reading throws, or what it gave instead.
func fault<Value>(_ body: () throws(InputError) -> Value) -> String {
  do throws(InputError) {
    return "no error, but \(try body())"
  } catch {
    return error.description
  }
}

/// A plan and its warnings.
func plan(_ text: String, file: String = "plan.yaml") throws -> (plan: Plan, warnings: [DocumentWarning]) {
  try PlanDocument(reading: Array(text.utf8), file: file).plan()
}

/// Why a plan is refused.
func planFault(_ text: String, file: String = "plan.yaml") -> String {
  fault { () throws(InputError) in try PlanDocument(reading: Array(text.utf8), file: file).plan() }
}

/// Why a plan of one task `a` with this line is refused; the line is the second.
func taskFault(_ line: String) -> String { planFault("tasks:\n  - {name: a, runtime: 1h, \(line)}") }

/// A scenario and its warnings.
func scenario(_ text: String) throws -> (scenario: Scenario, warnings: [DocumentWarning]) {
  try ScenarioDocument(reading: Array(text.utf8), file: "world.yaml").scenario()
}

/// Why a scenario is refused.
func scenarioFault(_ text: String) -> String {
  fault { () throws(InputError) in try ScenarioDocument(reading: Array(text.utf8), file: "world.yaml").scenario() }
}

/// A catalog.
func catalog(_ text: String, name: String? = nil) throws -> Catalog {
  try CatalogDocument.read(Array(text.utf8), file: "prices.yaml", name: name)
}

/// Why a catalog is refused.
func catalogFault(_ text: String) -> String {
  fault { () throws(InputError) in try CatalogDocument.read(Array(text.utf8), file: "prices.yaml", name: nil) }
}

/// A price from its text.
func price(_ text: String) -> HourlyPrice? { (try? DecimalNumber(parsing: text)).flatMap { HourlyPrice(perHour: $0) } }
