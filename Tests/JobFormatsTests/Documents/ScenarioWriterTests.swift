import JobFormats
import JobModel
import Testing

@Suite struct ScenarioWriterTests {
  @Test func overridesReadBackAsTheyWere() throws {
    var override = Override()
    override.match.executable = "bwa: *"
    override.match.name = "1e3"
    override.match.instanceType = "mem1_ssd1_x4"
    override.match.user = "ann"
    override.match.function = "main"
    override.match.stage = "stage-1"
    override.instanceType = "mem1_ssd1_v2_x8"
    override.timeout = .minutes(90)
    override.priority = .low
    override.restart = RestartPolicy(restartOn: [.appInsufficientResourceError: 2], largerType: true)
    override.runtimeFactor = 0.123456789
    var second = Override()
    second.runtimeFactor = 2
    let text = ScenarioWriter.yaml([override, second])
    let document = try ScenarioDocument(reading: Array(text.utf8), file: "advice.yaml")
    #expect(try document.scenario().scenario.overrides == [override, second], "\(text)")
    #expect(ScenarioWriter.yaml([]) == "")
  }

  @Test func aFactorIsAboveNought() throws {
    for value in ["0", "-1", "nan", "1e9", "fast"] {
      let document = try ScenarioDocument(
        reading: Array("overrides:\n  - {runtime_factor: \(value)}".utf8), file: "s.yaml")
      #expect(throws: InputError.self, "\(value)") { try document.scenario() }
    }
  }

  @Test func aFactorStretchesTheTasksOfAPlan() throws {
    var task = PlanTask(name: "a")
    task.runtime = .distribution(.quantiles(median: 1000, p95: 3000))
    task.scaleTime(by: 1.5)
    #expect(task.runtime == .distribution(.quantiles(median: 1500, p95: 4500)))
    task.runtime = .amdahl(atVCPUs: 8, runtime: .values([10, .max]), parallel: 0.9)
    task.scaleTime(by: 2)
    let longest = SimDuration.limit.milliseconds
    #expect(task.runtime == .amdahl(atVCPUs: 8, runtime: .values([20, longest]), parallel: 0.9))
  }
}
