import Foundation
import JobModel

extension RuntimeValidator {
  /// A task with one input: its runtime here and there.
  private struct Pair {
    var task: RuntimeTask
    var batch: String
    var here: Double
    var there: Double

    var ratio: Double { log(there / here) }
  }

  /// Setting T. `purser` knows no run of the same tool on the target, `purser-same-task` those of the same task with
  /// other inputs; both know the other tasks that ran on both machines, and the benchmarks.
  static func transfer(_ world: RuntimeWorld) -> [String: MethodErrors] {
    var errors: [String: MethodErrors] = [:]
    let medians = fullRuns(world)
    for source in world.machines {
      for target in world.machines where target != source {
        let pairs = world.tasks.flatMap { task -> [Pair] in
          let here = medians[.init(machine: source, task: task)] ?? [:]
          let there = medians[.init(machine: target, task: task)] ?? [:]
          return here.keys.sorted().compactMap { batch in
            guard let a = here[batch], let b = there[batch] else { return nil }
            return Pair(task: task, batch: batch, here: a, there: b)
          }
        }
        predict(pairs, source, target, world, &errors)
      }
    }
    return errors
  }

  /// The median runtime of each task's full runs, by input set.
  private static func fullRuns(_ world: RuntimeWorld) -> [RuntimeWorld.Key: [String: Double]] {
    var medians: [RuntimeWorld.Key: [String: Double]] = [:]
    for machine in world.machines {
      for task in world.tasks {
        let runs = world.runs(task, on: machine, labelled: "test")
        let batches = Dictionary(grouping: runs) { $0.workflowInputBytes.map { "\($0)" } ?? "" }
        medians[.init(machine: machine, task: task)] = batches.compactMapValues {
          SortedSample.median($0.map(\.seconds))
        }
      }
    }
    return medians
  }

  private static func predict(
    _ pairs: [Pair], _ source: String, _ target: String, _ world: RuntimeWorld, _ errors: inout [String: MethodErrors]
  ) {
    let priors = Dictionary(
      uniqueKeysWithValues: Set(pairs.map(\.task)).map { ($0, world.benchmarks.prior($0, from: source, to: target)) })
    let ratios = pairs.map {
      MachineFactors.Ratio(task: $0.task, batch: $0.batch, log: $0.ratio, prior: priors[$0.task] ?? nil)
    }
    let general = world.benchmarks.generalFactor(from: source, to: target) ?? 1
    let scores = world.benchmarks.scores
    let cpu = (scores[source]?.cpu ?? 1) / (scores[target]?.cpu ?? 1)
    var withoutTool: [String: MachineFactors] = [:]
    for (index, pair) in pairs.enumerated() {
      func add(_ name: String, _ factor: Double) {
        errors[name, default: MethodErrors()].add(pair.here * factor, real: pair.there)
      }
      func add(_ name: String, _ estimate: MachineFactors.Estimate?) {
        guard let estimate else { return }
        errors[name, default: MethodErrors()].add(
          pair.here * exp(estimate.log), real: pair.there,
          isCovered: abs(pair.ratio - estimate.log) <= estimate.halfWidth90)
      }
      let prior = priors[pair.task] ?? nil
      let tool = pair.task.tool
      let unseen = withoutTool[tool] ?? MachineFactors(ratios.filter { $0.task.tool != tool })
      withoutTool[tool] = unseen
      // As before any run of this tool on the target.
      add("purser", unseen.estimate(pair.task, prior: prior))
      // As before this very run.
      let others = ratios.indices.filter { $0 != index && ratios[$0].task == pair.task }.map { ratios[$0] }
      add("purser-same-task", unseen.adding(others).estimate(pair.task, batch: pair.batch, prior: prior))
      add("lotaru-a", world.taskFactor(pair.task, from: source, to: target))
      add("lotaru-g", general)
      add("cpu-score", cpu)
      add("no-scaling", 1)
    }
  }
}
