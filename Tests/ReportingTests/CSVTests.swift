import JobModel
import Testing

@testable import Reporting

@Suite struct CSVTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
    ("\r\n", "\"'\r\n\""), ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-cmd|x", "'-cmd|x"), ("+a", "'+a"),
    ("\tx", "'\tx"), ("=\"a\",b", "\"'=\"\"a\"\",b\""), ("-1.5", "-1.5"), ("+3", "+3"), ("-", "-"), ("-a", "'-a"),
    ("", ""),
  ])
  func fieldsAreQuotedAndHarmless(text: String, field: String) { #expect(CSVTable.field(text) == field) }

  @Test func unitsStandInTheNamesAndNoPriceIsEmpty() throws {
    #expect(
      RunReport.csv(try Sample.replay(isPriced: false)).text == """
        task,jobs,tries_mean,cost_mean,currency,cost_share,wait_s_mean,run_s_mean,critical_share,failed_mean
        FASTQC,109,109.0,8.2,USD,,30,720,0.25,0.0
        ALIGN,1400,1414.0,,,,62,1440,0.75,14.0
        """)
  }

  @Test func aSweepHasAColumnAPath() throws {
    let lines = SweepReport.csv(try Sample.sweep()).text.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("tasks.regenie.work.items_per_job,tasks.regenie.instance_type,cost_mean,cost_sd,"))
    #expect(lines[2].hasPrefix("5,mem1_ssd1_v2_x16,31.2,4.844240567,24.72,31.2,35.52,37.68,24,38.4,GBP,31500,"))
  }

  @Test func everyTableHasAsManyFieldsAsNames() throws {
    let catalog = try Sample.catalog()
    let tables = [
      ComparisonReport.csv([try Sample.comparison()]), ImportSummary.csv(Sample.importReports()),
      RunList.csv([RunSummaryRow(try Sample.estimate())]), CatalogReport.csv(list: [catalog]),
      CatalogReport.csv(show: catalog, types: catalog.typeList),
      CatalogReport.csv(
        check: "x", findings: [CatalogCheck.Finding(kind: .freeMachine, severity: .warning, message: "bad")]),
      CatalogReport.csv(learned: try Sample.learnedRates()),
    ]
    for table in tables {
      for line in table.text.split(separator: "\n") {
        #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == table.header.count, "\(line)")
      }
    }
    #expect(tables[0].text.contains("\n0123456789abcdef,9876543210abcdef,merge,1,,8.8966,,,GBP,80,,3600,"))
  }
}

@Suite struct ScheduleCSVTests {
  private func text(_ schedule: Schedule) -> String {
    var bytes: [UInt8] = []
    ScheduleCSV.writeSchedule(schedule) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func add(
    _ schedule: inout Schedule, job: Int32, outcome: Int32 = 0, type: Int32 = 0, times: (Int64, Int64, Int64),
    cost: Int64?
  ) {
    schedule.job.append(job)
    schedule.tryNumber.append(0)
    schedule.task.append(0)
    schedule.submitted.append(times.0)
    schedule.started.append(times.1)
    schedule.stopped.append(times.2)
    schedule.outcome.append(outcome)
    schedule.type.append(type)
    schedule.isSpot.append(false)
    schedule.cost.append(cost)
  }

  @Test func aRowIsATryInSecondsWithNothingMadeUp() {
    var schedule = Schedule(
      jobs: ["job-1", "=evil,1", "-7"], tasks: ["t"], types: ["x4"],
      outcomes: [.init(state: .done), .init(state: .terminated)])
    Self.add(&schedule, job: 0, times: (0, 12_345, 1_650_000_000_500), cost: 3_446_844)
    Self.add(&schedule, job: 1, type: -1, times: (-1500, 2000, 2000), cost: nil)
    Self.add(&schedule, job: 2, outcome: 1, times: (90_000, Schedule.never, Schedule.never), cost: 0)
    Self.add(&schedule, job: 9, outcome: 9, type: 9, times: (1, 10, 100), cost: -12_000_000_000)
    #expect(
      text(schedule) == """
        job,try,submitted_s,started_s,stopped_s,state,instance_type,cost
        job-1,0,0,12.345,1650000000.5,done,x4,0.003446844
        "'=evil,1",0,-1.5,2,2,done,,
        -7,0,90,,,terminated,x4,0
        ,0,0.001,0.01,0.1,,,-12

        """)
  }

  @Test func anEmptyScheduleIsItsHead() {
    #expect(text(Schedule(jobs: [], tasks: [], types: [], outcomes: [])) == ScheduleCSV.header + "\n")
  }

  @Test func aLargeScheduleComesInPieces() {
    var schedule = Schedule(jobs: ["job-a"], tasks: ["t"], types: ["x4"], outcomes: [.init(state: .done)])
    for row in 0..<20_000 { Self.add(&schedule, job: 0, times: (0, 1, Int64(row)), cost: Int64(row)) }
    var pieces: [Int] = []
    var lines = 0
    ScheduleCSV.writeSchedule(schedule) { piece in
      pieces.append(piece.count)
      lines += piece.count { $0 == 0x0A }
    }
    #expect(lines == 20_001)
    #expect(pieces.count > 1 && pieces.allSatisfy { $0 < 300_000 }, "\(pieces)")
  }

  @Test func anErrorOfTheSinkComesThrough() {
    struct Full: Error {}
    #expect(throws: Full.self) {
      try ScheduleCSV.writeSchedule(Schedule(jobs: [], tasks: [], types: [], outcomes: [])) { _ in throw Full() }
    }
  }
}
