import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

private func again(_ plan: Plan) throws -> Plan {
  try PlanDocument(reading: Array(PlanWriter.yaml(plan).utf8), file: "again.yaml").plan().plan
}

@Suite("Plans that are written read back as the same")
struct PlanWriterTests {
  @Test("The plan of the documentation")
  func designed() throws {
    let read = try plan(designPlan).plan
    #expect(try again(read) == read)
  }

  @Test("Names that mean something in YAML, odd numbers, and every form of a distribution")
  func odd() throws {
    var first = PlanTask(name: "a: [b] # {c} \"d\" 'e' - *f &g !h %i @j é 日")
    first.executable = "- x"
    first.runtime = .amdahl(atVCPUs: 7.5, runtime: .triangular(min: 0, mode: 1, max: 86_400_000), parallel: 0.1)
    first.memory = .moments(mean: 1, sd: 0)
    first.disk = Bytes(100_000_000_000)
    first.restart = RestartPolicy(restartOn: [:], maxRestarts: 0)
    var second = PlanTask(name: "null")
    second.after = [first.name]
    second.setup = .exponential(mean: 1)
    second.work = PlanTask.Work(items: 7, perItem: .quantiles(median: 1, p95: 1), itemsPerJob: 3)
    second.restart = RestartPolicy(
      restartOn: [.spotInstanceInterruption: 5, RestartPolicy.anyReason: 0], maxRestarts: 8, largerType: true,
      maxSpotTries: 0)
    (second.rank, second.nodes, second.priority, second.timeout) = (-7, 3, .low, .seconds(1))
    var third = PlanTask(name: "2")
    third.after = ["null"]
    third.count = 0
    third.runtime = .distribution(.fromHistory)
    third.memory = .values([0, 1 << 30, 1_000_000])
    third.vcpus = 0.25
    third.failures = [.appError: FailureRate(perHour: 1e-7, perTry: 0.5), .outputError: FailureRate(perTry: 0)]
    var plan = Plan(name: "1e3", tasks: [first, second, third])
    plan.catalog = "my: file.yaml"
    plan.arrivals = .poisson(perHour: 1e-5, count: 3)
    plan.limits.maxCostNanos = 1
    plan.limits.maxTime = .hours(3)
    #expect(try again(plan) == plan)
    plan.arrivals = .every(.zero, count: 2)
    #expect(try again(plan) == plan)
  }

  @Test("What a comment quotes cannot end it")
  func comments() throws {
    var task = PlanTask(name: "a")
    task.runtime = .distribution(.constant(1))
    var draft = PlanDraft(plan: Plan(name: "p", tasks: [task]), origin: "x\ntasks: [1]\u{85}y\u{2028}z")
    draft.assumptions = ["a\r\nname: b", String(repeating: "long ", count: 60)]
    draft.comment("a", "\n- name: evil\u{0}")
    let text = PlanWriter.yaml(draft)
    #expect(try PlanDocument(reading: Array(text.utf8), file: "p").plan().plan == draft.plan)
    #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 115 })
  }

  @Test("A step that is left out is a comment, and a task again without its first #")
  func leftOut() throws {
    var task = PlanTask(name: "a")
    task.runtime = .distribution(.constant(1))
    var gone = PlanTask(name: "b # c: d")
    gone.executable = "x\ny\u{2028}z"
    gone.after = ["a"]
    gone.count = 3
    var draft = PlanDraft(plan: Plan(name: "p", tasks: [task]), origin: "o")
    draft.leftOut = [PlanDraft.LeftOut(task: gone, remarks: ["why\n- name: evil"])]
    let text = PlanWriter.yaml(draft)
    #expect(try PlanDocument(reading: Array(text.utf8), file: "p").plan().plan == draft.plan)
    let place = try #require(text.range(of: "# Left out")?.lowerBound)
    let lines = text[place...].split(separator: "\n").dropFirst().map { String($0.dropFirst()) }
    let again =
      text[..<place] + lines.joined(separator: "\n").replacingOccurrences(of: "runtime:  #", with: "runtime: 2h  #")
    gone.runtime = .distribution(.constant(7_200_000))
    #expect(try PlanDocument(reading: Array(again.utf8), file: "p").plan().plan.tasks == [task, gone], "\(again)")
  }

  @Test("A draft as a document has no lines, and takes edits")
  func draftDocument() throws {
    var task = PlanTask(name: "a")
    task.runtime = .distribution(.fromHistory)
    let draft = PlanDraft(plan: Plan(name: "p", tasks: [task]), origin: "x")
    let document = try PlanDocument(draft, file: "x.json").setting("tasks.a.runtime", to: "2h")
    #expect(try document.plan().plan.tasks[0].runtime == .distribution(.constant(7_200_000)))
    #expect(
      document.place(PlanError(task: "a", key: "runtime", message: "m")).description == "x.json: tasks.a.runtime: m")
  }

  @Test("A fault of what all tasks share stands at the defaults")
  func defaults() throws {
    let text = """
      defaults:
        instance_type: nope
      tasks:
        - {name: a, runtime: 1h}
        - {name: b, runtime: 1h, instance_type: nope}
      """
    let document = try PlanDocument(reading: Array(text.utf8), file: "p.yaml")
    func place(_ task: String) -> String {
      document.place(PlanError(task: task, key: "instance_type", message: "m")).description
    }
    #expect(place("a") == "p.yaml:2: defaults.instance_type: m")
    #expect(place("b") == "p.yaml:5: tasks.b.instance_type: m")
    #expect(
      document.place(PlanError(task: "a", key: "runtime", message: "m")).description.hasPrefix("p.yaml:4: tasks.a"))
  }
}
