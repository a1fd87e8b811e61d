import Testing

@testable import JobModel

@Suite("Plans for another number of samples")
struct ScalingTests {
  private func plan(_ counts: [(String, Int)], each: [String: String] = [:]) -> Plan {
    Plan(
      name: "p",
      tasks: counts.map { name, count in
        var task = PlanTask(name: name)
        task.count = count
        task.runtime = .distribution(.constant(1))
        task.each = each[name]
        return task
      })
  }

  @Test("Multiples of the samples are scaled, all else stays")
  func samples() throws {
    // 5 samples of two lanes, 22 chromosomes in all, one report.
    let before = plan(
      [("lane", 10), ("align", 5), ("call", 5), ("chromosome", 22), ("report", 1)], each: ["call": "align"])
    #expect(before.sampleCount == 5)
    let (after, remarks) = try before.scaled(.samples(from: nil, to: 100))
    #expect(after.tasks.map(\.count) == [200, 100, 100, 22, 1])
    #expect(after.tasks[2].each == "align")
    #expect(
      remarks == [
        "from 5 to 100 samples: lane (10 to 200), align (5 to 100), call (5 to 100)",
        "as many jobs as before: chromosome (22), report (1)",
      ])
    #expect(try before.scaled(.samples(from: 22, to: 44)).plan.tasks.map(\.count) == [10, 5, 5, 44, 1])
    #expect(throws: PlanError.self) { try before.scaled(.samples(from: 7, to: 8)) }
    #expect(throws: PlanError.self) { try before.scaled(.samples(from: 5, to: 4_000_000)) }
  }

  @Test("A plan without scatter is launched once a sample")
  func launches() throws {
    let (after, _) = try plan([("a", 1), ("b", 1)]).scaled(.samples(from: nil, to: 12))
    #expect(after.arrivals == .every(.zero, count: 12))
    #expect(after.tasks.map(\.count) == [1, 1])
    try after.validate()
  }

  @Test("One task takes along what `each` ties to it")
  func oneTask() throws {
    let before = plan([("a", 3), ("b", 3), ("c", 3), ("d", 3)], each: ["b": "a", "c": "b"])
    #expect(try before.scaled(.task("b", to: 9)).plan.tasks.map(\.count) == [9, 9, 9, 3])
    #expect(throws: PlanError.self) { try before.scaled(.task("bb", to: 9)) }
  }

  @Test("A document that says what runs once a sample is of one sample", arguments: [nil, 1])
  func onceASample(from: Int?) throws {
    var draft = PlanDraft(plan: plan([("demultiplex", 1), ("align", 1), ("report", 1)]), origin: "o")
    draft.perSample = ["align"]
    try draft.scale(.samples(from: from, to: 4))
    #expect(draft.plan.tasks.map(\.count) == [1, 4, 1])
  }

  @Test("The first names, and how many more")
  func names() {
    #expect(listed([String](), upTo: 2) == "" && listed(["a", "b"], upTo: 2) == "a, b")
    #expect(listed(["a", "b", "c"], upTo: 2) == "a, b and 1 more")
  }

  @Test("How it is written")
  func texts() throws {
    #expect(try PlanScale(parsing: "samples=100") == .samples(from: nil, to: 100))
    #expect(try PlanScale(parsing: "samples=5:100") == .samples(from: 5, to: 100))
    #expect(try PlanScale(parsing: "tasks.a=b.c=7") == .task("a=b.c", to: 7))
    for text in [
      "", "samples", "samples=", "samples=0", "samples=-1", "samples=1:2:3", "tasks.=1", "x=1", "samples=1e3",
      "tasks.a=1:2",
    ] {
      #expect(throws: InputValueError.self, "\(text)") { try PlanScale(parsing: text) }
    }
  }
}
