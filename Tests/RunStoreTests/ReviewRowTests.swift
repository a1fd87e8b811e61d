import Foundation
import JobModel
import RunStore
import Testing

/// What the store hands to a review is what the jobs themselves would give.
@Suite struct ReviewRowTests {
  let folder: TestFolder
  let store: JobStore

  init() throws {
    folder = try TestFolder()
    store = try folder.store()
  }

  @Test func rowsAreThoseOfTheJobs() throws {
    var full = try fullJob()
    full.tags = ["b", "a"]
    full.transitions = [
      Job.Transition(state: .runnable, time: SimTime(milliseconds: 1)),
      Job.Transition(state: .running, time: SimTime(milliseconds: 5)),
    ]
    var low = job("job-2")
    low.finalPriority = .low
    var analysis = job("analysis-1")
    analysis.kind = .analysis
    try store.importJobs([full, low, job("job-3", executable: "other"), analysis])
    var rows: [ReviewRow] = []
    try store.reviewGroups { group in
      #expect(group.rows.allSatisfy { $0.executable == group.executable })
      rows += group.rows
    }
    var expected: [ReviewRow] = []
    try store.forEachJob { if $0.kind == .job { expected.append(ReviewRow($0)) } }
    #expect(rows.sorted { $0.key < $1.key } == expected.sorted { $0.key < $1.key })
    #expect(rows.count == 3)
    var named: [String] = []
    try store.reviewGroups(executable: Glob("oth*")) { named.append($0.executable) }
    #expect(named == ["other"])
  }

  @Test func findingsTakeThePlaceOfTheLastOnes() throws {
    var finding = Finding(
      kind: .stuck, severity: .high, executable: "e", jobs: [.init(job: "1", name: "a \"b\"\u{0}")],
      evidence: ["one", "two"], remedy: "r", cost: Money(nanos: 1_500_000_000, currency: .gbp),
      time: .seconds(90))
    try store.replaceFindings([finding, finding])
    finding.kind = .runaway
    finding.cost = nil
    try store.replaceFindings([finding])
    #expect(
      try queryResult(folder.path(), "SELECT kind, severity, executable, jobs, cost, currency, time_s FROM v_findings")
        == """
        runaway|high|e|[{"job":"1","name":"a \\"b\\"\\u0000"}]|||90.0

        """)
  }
}
