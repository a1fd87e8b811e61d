import Foundation
import JobModel

extension RuntimeValidator {
  /// What is known of a task in setting L: the first so many runs.
  private static let trainingRuns = 6
  private static let trainingLabels = ["train-1", "train-2"]

  /// Setting L. Every method predicts from the small runs on the local machine and the benchmarks alone. Our interval is
  /// what the predictions of the other tools on the same machine were off by: of the tool itself no full run is used.
  static func local(_ world: RuntimeWorld) throws(Unusable) -> [String: MethodErrors] {
    guard world.machines.contains(localMachine) else {
      throw Unusable(
        description: "no scores of the machine \"\(localMachine)\", from whose small runs the others are predicted")
    }
    var errors: [String: MethodErrors] = [:]
    for label in trainingLabels {
      let known = world.tasks.compactMap { Known($0, label, world) }
      for machine in world.machines where machine != localMachine {
        predict(known, machine, world, &errors)
      }
    }
    return errors
  }

  /// The small runs of a task, and what is learned from them.
  private struct Known {
    let task: RuntimeTask
    let sizes: [Double]
    let runtimes: [Double]
    let lotaru: LotaruLine
    let model: RuntimeModel

    init?(_ task: RuntimeTask, _ label: String, _ world: RuntimeWorld) {
      let runs = world.runs(task, on: localMachine, labelled: label).sorted { $0.row < $1.row }.prefix(trainingRuns)
      self.task = task
      sizes = runs.map { $0.inputBytes ?? 0 }
      runtimes = runs.map(\.seconds)
      guard let lotaru = LotaruLine(sizes: sizes, milliseconds: runtimes.map { $0 * 1000 }) else { return nil }
      self.lotaru = lotaru
      var model = RuntimeModel()
      model.benchmarks = world.benchmarks
      for run in runs {
        model.observe(.init(task: task, machine: localMachine, inputBytes: run.inputBytes, seconds: run.seconds))
      }
      self.model = model
    }
  }

  private static func predict(
    _ known: [Known], _ machine: String, _ world: RuntimeWorld, _ errors: inout [String: MethodErrors]
  ) {
    var ours: [(tool: String, predicted: RuntimeModel.Prediction, real: Double)] = []
    var residuals = LogResiduals()
    // Nothing is known of any task on both machines but the benchmarks.
    let factors = MachineFactors([])
    for entry in known {
      let general = world.benchmarks.generalFactor(from: localMachine, to: machine) ?? 1
      let own = world.taskFactor(entry.task, from: localMachine, to: machine)
      for run in world.runs(entry.task, on: machine, labelled: "test") {
        let size = run.inputBytes ?? 0
        func add(_ name: String, _ predicted: Double) {
          errors[name, default: MethodErrors()].add(max(predicted, shortest), real: run.seconds)
        }
        add("lotaru-a", entry.lotaru.milliseconds(size, factor: own) / 1000)
        add("lotaru-g", entry.lotaru.milliseconds(size, factor: general) / 1000)
        add("naive", naive(entry, size))
        add("online-m", onlineMedian(entry, size))
        guard
          let prediction = entry.model.predict(
            entry.task, inputBytes: run.inputBytes, from: localMachine, to: machine, factors: factors)
        else { continue }
        ours.append((entry.task.tool, prediction, run.seconds))
        residuals.add(log(run.seconds / prediction.seconds), task: entry.task.tool)
      }
    }
    var widths: [String: Double?] = [:]
    for (tool, predicted, real) in ours {
      let width = widths[tool] ?? residuals.halfWidth(without: tool)
      widths[tool] = width
      let isCovered =
        width.map { abs(log(real / predicted.seconds)) <= $0 }
        ?? (predicted.lowSeconds...predicted.highSeconds).contains(real)
      errors["purser", default: MethodErrors()].add(predicted.seconds, real: real, isCovered: isCovered)
    }
  }

  /// No method predicts less: a line can lead below nought.
  private static let shortest = 0.001

  /// The mean of runtime by size, times size; without a size there is nothing to divide by.
  private static func naive(_ known: Known, _ size: Double) -> Double {
    let rates = zip(known.sizes, known.runtimes).map { $0 > 0 ? $1 / $0 : 0 }
    return rates.reduce(0, +) / Double(rates.count) * size
  }

  /// da Silva et al. 2015: with a correlation above 0.8 the ratio of the run of the nearest size, else the median.
  private static func onlineMedian(_ known: Known, _ size: Double) -> Double {
    if let correlation = Correlation.pearson(known.sizes, known.runtimes), correlation > 0.8 {
      var nearest = 0
      for index in known.sizes.indices where abs(known.sizes[index] - size) < abs(known.sizes[nearest] - size) {
        nearest = index
      }
      if known.sizes[nearest] > 0 { return size * (known.runtimes[nearest] / known.sizes[nearest]) }
    }
    return SortedSample.median(known.runtimes) ?? 0
  }
}
