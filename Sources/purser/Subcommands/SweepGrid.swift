import ArgumentParser
import JobFormats

/// The points of one or several sweeps: every combination of their values, the last sweep running fastest.
struct SweepGrid {
  /// The most points; each is a whole estimate.
  static let limit = 10_000

  private(set) var points: [[(String, String)]] = [[]]
  /// Whether there is no sweep at all; there is one point then, without values.
  let isEmpty: Bool

  /// Reads `path=value,value`; values in brackets keep their commas.
  init(_ sweeps: [String]) throws {
    isEmpty = sweeps.isEmpty
    var paths: Set<String> = []
    for sweep in sweeps {
      guard let sign = sweep.firstIndex(of: "="), sign != sweep.startIndex else {
        throw ValidationError("--sweep must be KEY=VALUE,VALUE,…, found \"\(sweep)\".")
      }
      let path = String(sweep[..<sign])
      // The later one would silently undo the earlier one, and a point would have one key twice.
      guard paths.insert(path).inserted else {
        throw ValidationError("--sweep \(path) is given twice; put all its values into one.")
      }
      let values = Self.split(sweep[sweep.index(after: sign)...])
      guard !values.isEmpty, !values.contains(where: \.isEmpty) else {
        throw ValidationError("--sweep \(path): expected values between commas, found \"\(sweep)\".")
      }
      guard points.count * values.count <= Self.limit else {
        throw ValidationError("--sweep makes more than \(Self.limit) points.")
      }
      points = points.flatMap { point in values.map { point + [(path, $0)] } }
    }
  }

  private static func split(_ text: Substring) -> [String] {
    var values: [String] = []
    var current = ""
    var depth = 0
    for character in text {
      if character == "," && depth == 0 {
        values.append(current)
        current = ""
        continue
      }
      if "{[".contains(character) { depth += 1 }
      if "}]".contains(character) { depth -= 1 }
      current.append(character)
    }
    return values + [current]
  }
}

/// What `--set` sets.
enum Setting {
  /// Reads `path=value` each; later ones win.
  static func all(_ settings: [String]) throws -> [(path: String, value: String)] {
    try settings.map { setting in
      guard let sign = setting.firstIndex(of: "="), sign != setting.startIndex else {
        throw ValidationError("--set must be KEY=VALUE, found \"\(setting)\".")
      }
      return (String(setting[..<sign]), String(setting[setting.index(after: sign)...]))
    }
  }

  /// Sets each in the plan, or in the scenario, which is made where there is none.
  static func apply(
    _ settings: [String], to plan: inout PlanDocument, _ scenario: inout ScenarioDocument?
  ) throws {
    for (path, value) in try all(settings) {
      if PlanDocument.isScenarioPath(path) {
        let world = scenario ?? ScenarioDocument(emptyFor: RunIdentity.setOption)
        scenario = try world.setting(path, to: value)
      } else {
        plan = try plan.setting(path, to: value)
      }
    }
  }
}
