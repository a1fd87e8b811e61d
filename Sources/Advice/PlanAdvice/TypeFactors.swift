import Foundation
public import JobModel

/// How much longer or shorter the tasks of a plan run on other types than on their own.
///
/// A runtime model of the plan itself says it by Amdahl's law. Where a plan gives a plain distribution, past jobs of the
/// same executable may say it (``RuntimeModel``): but only for types that their interval ties down.
public struct TypeFactors: Sendable {
  private let model: RuntimeModel?
  private let catalog: Catalog

  /// The widest 90 % interval of a prediction that is relied on, as the ratio of its ends.
  static let widestInterval = 3.0

  /// The factors that a plan says, and those that past jobs of its executables teach.
  ///
  /// - Throws: what the source throws.
  public init(plan: Plan, catalog: Catalog, history: (any JobSource)? = nil) throws {
    self.catalog = catalog
    guard let history else {
      model = nil
      return
    }
    var model = RuntimeModel()
    for type in catalog.typeList { model.cores[type.name] = type.vcpus }
    var seen = false
    for executable in Set(plan.tasks.map(\.executable)).sorted() {
      for row in try history.usageRows(executable: executable) {
        if model.observe(row, executable: executable) { seen = true }
      }
    }
    self.model = seen ? model : nil
  }

  /// What a task's times on its own type are multiplied by on another; nil where nobody knows.
  func factor(_ task: PlanTask, from own: InstanceType, to other: InstanceType) -> Double? {
    if own.name == other.name { return 1 }
    if case .amdahl = task.runtime, let runtime = task.runtime {
      let here = runtime.factor(vcpus: own.vcpus)
      return here > 0 ? runtime.factor(vcpus: other.vcpus) / here : nil
    }
    guard let model else { return nil }
    let subject = RuntimeTask(group: "", name: task.executable)
    guard let there = model.predict(subject, inputBytes: nil, from: own.name, to: other.name),
      let here = model.predict(subject, inputBytes: nil, from: own.name, to: own.name),
      there.evidence.coreCounts > 1 || there.evidence.factor?.sameTask ?? 0 > 0,
      there.lowSeconds > 0, here.seconds > 0, there.highSeconds <= there.lowSeconds * Self.widestInterval
    else { return nil }
    let factor = there.seconds / here.seconds
    return factor.isFinite && factor > 0 ? factor : nil
  }
}
