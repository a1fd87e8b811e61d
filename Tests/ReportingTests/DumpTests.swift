import JobModel
import Testing

@testable import Reporting

@Test func dump() throws {
  var limits = PlanLimits()
  limits.maxCostNanos = Sample.units(45)
  limits.maxTime = .hours(24)
  var run = try Sample.estimate()
  run.probabilityOverMaxCost = 0.2
  run.probabilityOverMaxTime = 0
  print(RunReport.screen(run, limits: limits).body, "\n=====")
  let points = try [("1", 1.0), ("5", 0.8), ("10", 0.9)].map { SweepPoint(values: [("tasks.regenie.work.items_per_job", $0.0), ("tasks.regenie.instance_type", "mem1_ssd1_v2_x16")], run: try Sample.estimate(factor: $0.1)) }
  print(SweepReport.screen(points, limits: limits).body, "\n=====")
  print(RunReport.screen(try Sample.replay()).body, "\n=====")
  print(RunReport.screen(try Sample.replay(isPriced: false)).body, "\n=====")
  var other = try Sample.estimate(name: "gwas-spot", factor: 0.68)
  other.tasks.removeLast()
  other.tasks[0] = try Sample.estimate().tasks[0]
  other.tasks.append(TaskFigures(name: "merge-all", jobs: 1, triesMean: 1, costMean: nil, costShare: nil, waitMean: 0, runMean: 3_600_000, criticalShare: 0, failedMean: 0))
  let comparison = try Comparison(a: Sample.estimate(), b: other)
  print(ComparisonReport.screen([comparison]).body, "\n=====")
  print(ImportSummary.screen(Sample.importReports()).body, "\n=====")
  print(RunReport.json(run).prettyText, "\n=====")
  print(RunList.screen([run, try Sample.replay(isPriced: false)]).body)
}
