import JobModel
import Testing

@testable import Reporting

@Suite struct ScreenTests {
  @Test func anEstimateAnswersFirstAndSaysWhatItRestsOn() throws {
    var run = try Sample.estimate()
    run.probabilityOverMaxCost = 0.2
    run.probabilityOverMaxTime = 0
    let screen = RunReport.screen(run, limits: Sample.limits())
    #expect(screen.warnings == ["no spot price for mem1_ssd1_v2_x4"])
    #expect(
      screen.body == """
        gwas: 39.00 GBP (5–95 %: 30.90 to 47.10), done in 8h 15m (6h 14m to 10h 17m)
        over 45.00 GBP: 20 % likely
        longer than 1d: not once in 10 replications

                    mean     5 %    50 %    80 %     95 %  least     most
        cost GBP   39.00   30.90   39.00   44.40    47.10  30.00    48.00
        time      8h 15m  6h 14m  8h 15m  9h 36m  10h 17m     6h  10h 30m

        task     jobs  tries  cost GBP   share   waits    runs  critical  fail
        split       1      1    0.0034  <0.1 %  1m 20s     10m     2.0 %     0
        regenie    22   31.2   30.10    77.2 %  1m 40s  2h 30m    78.8 %   0.1
        merge       1      1    8.90    22.8 %  1m 20s      1h    19.2 %     0

        What next
          interruptions are not in it; give `spot: {interruptions_per_hour: …}` in a scenario:
            purser estimate gwas.yaml --scenario FILE
          regenie is 77.2 % of the cost; other types for it:
            purser estimate gwas.yaml --sweep tasks.regenie.instance_type=TYPE,TYPE

        Rests on: 10 replications, seed 1, catalog ukb-rap-aws-eu-west-2 (prices of 2026-03-01),
                  purser 0.1.0
        Assumed: at most 100 running jobs per user (the platform's default)
                 spot workers come at once and are never taken back: give `spot:` in a scenario, or the spot
                 cost is too low
        """)
  }

  @Test func aSweepMarksTheCheapestAndTheFastest() throws {
    #expect(
      SweepReport.screen(try Sample.sweep(), limits: Sample.limits()).body == """
        gwas: cheapest with items_per_job 5: 31.20 GBP, 8h 45m
        gwas: fastest with items_per_job 1: 39.00 GBP, 8h 15m

        items_per_job  cost GBP       5–95 %     time          5–95 %  fail
        1                 39.00  30.90–47.10   8h 15m  6h 14m–10h 17m   0.1  fastest
        5                 31.20  24.72–37.68   8h 45m  6h 44m–10h 47m   0.1  cheapest
        10                35.10  27.81–42.39  10h 15m  8h 14m–12h 17m   0.1
        cost and time: half of the replications lie below; instance_type mem1_ssd1_v2_x16 in all; over cost:
          above 45.00 GBP; over time: longer than 1d

        Rests on: 10 replications, seed 1, catalog ukb-rap-aws-eu-west-2 (prices of 2026-03-01),
                  purser 0.1.0
        Assumed: at most 100 running jobs per user (the platform's default)
                 spot workers come at once and are never taken back: give `spot:` in a scenario, or the spot
                 cost is too low
        """)
  }

  @Test func aReplayStandsBesideItsRecord() throws {
    #expect(
      RunReport.screen(try Sample.replay()).body == """
        trace.txt: 38.20 USD (recorded 40.00 USD), done in 7h 30m (recorded 8h)

                        recorded  simulated  difference
        makespan              8h     7h 30m        -30m   -6.3 %
        wait, mean        1m 30s         1m        -30s  -33.3 %
        wait, 50 %           30s        30s          0s    0.0 %
        wait, 95 %           10m         5m         -5m  -50.0 %
        wait, longest         2h         1h         -1h  -50.0 %
        cost           40.00 USD  38.20 USD       -1.80   -4.5 %
        utilization            –     64.0 %
        critical path          –         5h
        1509 jobs, 1523 tries; the recorded cost is of 1400 jobs

        executable  jobs  tries  cost USD   share  waits  runs  critical  fail
        ALIGN       1400   1414     30.00  78.5 %  1m 2s   24m    75.0 %    14
        FASTQC       109    109      8.20  21.5 %    30s   12m    25.0 %     0

        Left out: 3 analyses (their jobs are counted)
                  1 started, but no end or runtime is recorded

        What next
          the same jobs under other types, limits or timeouts:
            purser replay --scenario FILE

        Rests on: 1509 jobs, catalog aws-us-east-1 (prices of 2026-03-01), purser 0.1.0
        Assumed: recorded waits, runtimes and outcomes stand
        """)
  }

  @Test func usersHaveATableWhereThereAreSeveral() throws {
    func table(_ count: Int, isPriced: Bool = true) throws -> [String] {
      var run = try Sample.replay(isPriced: isPriced)
      run.users = (0..<count).map {
        GroupFigures(
          name: "user-\($0)", jobs: 20 - $0, tries: 21, wait: WaitFigures([0, 60_000, 120_000]),
          cost: $0 == 1 ? nil : Sample.units(2.5))
      }
      if !isPriced { run.catalog = Run.noCatalog }
      let lines = RunReport.screen(run).body.split(separator: "\n").map(String.init)
      return lines.filter { $0.hasPrefix("user") || $0.hasPrefix("…") }
    }
    #expect(try table(0).isEmpty && table(1).isEmpty)
    #expect(
      try table(2) == [
        "user    jobs  tries  cost USD  waits, mean  50 %    95 %  longest",
        "user-0    20     21      2.50           1m    1m  1m 54s       2m",
        "user-1    19     21  no price           1m    1m  1m 54s       2m",
      ])
    #expect(try table(2, isPriced: false).first == "user    jobs  tries  waits, mean  50 %    95 %  longest")
    #expect(try table(12).count == 12)
    #expect(try table(12).last == "… and 2 users more: 19 jobs; --json has them all")
  }

  @Test func aReplayWithoutAllPricesAndInAnotherCurrencyHasNoDifference() throws {
    #expect(
      RunReport.screen(try Sample.replay(isPriced: false)).body == """
        trace.txt: no price for 1400 of 1523 tries (the rest 8.20 USD), done in 7h 30m (recorded 8h)

                        recorded  simulated      difference
        makespan              8h     7h 30m            -30m   -6.3 %
        wait, mean        1m 30s         1m            -30s  -33.3 %
        wait, 50 %           30s        30s              0s    0.0 %
        wait, 95 %           10m         5m             -5m  -50.0 %
        wait, longest         2h         1h             -1h  -50.0 %
        cost           40.00 GBP   no price  other currency
        utilization            –     64.0 %
        critical path          –         5h
        1509 jobs, 1523 tries; the recorded cost is of 1400 jobs

        executable  jobs  tries  cost USD  share  waits  runs  critical  fail
        ALIGN       1400   1414  no price      –  1m 2s   24m    75.0 %    14
        FASTQC       109    109      8.20      –    30s   12m    25.0 %     0

        Left out: 3 analyses (their jobs are counted)
                  1 started, but no end or runtime is recorded

        What next
          prices are missing; use types that the catalog prices, or give another one with --catalog:
            purser catalog show aws-us-east-1 --priced
          the same jobs under other types, limits or timeouts:
            purser replay --scenario FILE

        Rests on: 1509 jobs, catalog aws-us-east-1 (prices of 2026-03-01), purser 0.1.0
        Assumed: recorded waits, runtimes and outcomes stand
        """)
  }

  @Test func aComparisonShowsWhatChanged() throws {
    #expect(
      ComparisonReport.screen([try Sample.comparison()]).body == """
        gwas-spot against gwas: 12.48 GBP cheaper (-32.0 %), 1h slower (+12.1 %)
        Cheaper in each of 10 paired replications: -12.48 ± 0.61 GBP (mean, standard error).
        Slower in each of 10 paired replications: +1h ± 0s (mean, standard error).

                           a       b  difference
        cost GBP       39.00   26.52      -12.48  -32.0 %
        time          8h 15m  9h 15m         +1h  +12.1 %
        wait per try  1m 35s  1m 35s          0s    0.0 %

           task       jobs a  jobs b   cost a    cost b  difference           runs a  runs b
           split           1       1   0.0034    0.0034                          10m     10m
        ~  regenie        22      22  30.10     20.47         -9.63  -32.0 %  2h 30m  2h 30m
        -  merge           1           8.90                                       1h
        +  merge-all               1           no price                                   1h
        ~ changed, + only in b, - only in a

        a: gwas, estimate of 10 replications, seed 1, 24 jobs, catalog ukb-rap-aws-eu-west-2
           (prices of 2026-03-01), purser 0.1.0, run 0123456789ab
        b: gwas-spot, estimate of 10 replications, seed 1, 24 jobs, catalog ukb-rap-aws-eu-west-2
           (prices of 2026-03-01), purser 0.1.0, run 9876543210ab
        """)
  }

  @Test func anImportNamesWhatItLeftOut() {
    #expect(
      ImportSummary.screen(Sample.importReports()).body == """
        trace.txt: Nextflow trace, 1509 rows: 1509 kept
        jobs.csv: jobs CSV, 20,000 rows: 19,980 kept, 12 there already, 8 skipped
          skipped 7: no executable (lines 4, 9, 12, 13, 17, …)
          skipped 1: stopped before it started (line 40)
          note on 1 row: unknown state "PREEMPTED" is kept (line 7)
          1 job, charged in GBP
          no memory, processor or disk use: no advice on it; no input sizes: runtimes cannot follow them; no
            submission times: no waits
        2 files, 21,509 rows: 21,489 kept

        What next
          the same jobs under other rules:
            purser replay --scenario FILE
          what an hour of each machine really costs:
            purser catalog learn
        """)
  }

  @Test func whatIsNextAfterAnImportFollowsFromWhatCame() {
    func next(_ jobs: [Job], format: String = "x", warning: String? = nil) -> [String] {
      var report = ImportReport(file: "x", format: format)
      report.kept = 1
      for job in jobs { report.quality.add(job) }
      if let warning { report.warn(warning) }
      let lines = ImportSummary.screen([report]).body.split(separator: "\n").map { $0.drop { $0 == " " } }
      return lines.drop { $0 != "What next" }.filter { $0.hasPrefix("purser") || $0.hasPrefix("dx") }.map(String.init)
    }
    let cost = Money(nanos: 1, currency: .usd)
    let replay = "purser replay --scenario FILE"
    #expect(next([Sample.pastJob(cost: cost)]) == [replay, "purser catalog learn"])
    #expect(next([Sample.pastJob(cost: nil)]) == [replay, "purser replay --catalog NAME"])
    let bare = Sample.pastJob(cost: nil) { $0.instanceType = nil }
    #expect(next([bare]) == [replay, "purser replay --catalog NAME --scenario FILE"])
    let shared = Sample.pastJob(cost: cost) { $0.properties = [Property(name: Job.costBasisProperty, value: "vcpu")] }
    #expect(next([shared]) == [replay, "purser replay --catalog FILE"])
    let endless = Sample.pastJob(cost: cost) {
      $0.started = SimTime(milliseconds: 0)
      $0.runtime = nil
    }
    #expect(next([endless]) == ["purser import FILE"])
    #expect(next([], format: "dnanexus-watch") == ["purser plan from --run RUN"])
    #expect(
      next([], format: "dnanexus-watch", warning: ImportReport.unknownJobs) == [
        "dx describe job-xxxx --json | purser import -"
      ]
    )
  }

  @Test func oneReplicationHasNoRange() throws {
    var run = try Sample.estimate()
    run.replications = 1
    run.cost = Summary([Sample.units(38.2)])
    run.wallClock = try Sample.required(Summary([Sample.hours(7.5)]))
    let lines = RunReport.screen(run).body.split(separator: "\n")
    #expect(lines[0] == "gwas: 38.20 GBP, done in 7h 30m")
    #expect(lines[1].hasPrefix("task "))
  }

  @Test func whatHasNoPriceIsSaidInsteadOfACost() throws {
    var run = try Sample.estimate()
    run.cost = nil
    run.unpricedTries = 83
    run.costOfPriced = Sample.units(8.2)
    let body = RunReport.screen(run).body
    #expect(body.hasPrefix("gwas: no price for 25.0 % of the tries (the rest 8.20 GBP), done in"))
    #expect(body.contains("\n    purser catalog show ukb-rap-aws-eu-west-2 --priced\n"))
  }

  @Test func aCostLimitWithoutAPriceIsNotSaidToHold() throws {
    var run = try Sample.estimate()
    run.cost = nil
    let body = RunReport.screen(run, limits: Sample.limits()).body
    #expect(body.contains("\nover 45.00 GBP: not known, since there is no price for all of it\n"))
  }

  @Test func aReplayWithoutARecordHasOneColumn() throws {
    var run = try Sample.replay()
    run.recorded = RecordedFigures()
    run.assumptions = []
    run.dropped = []
    let body = RunReport.screen(run).body
    #expect(body.hasPrefix("trace.txt: 38.20 USD, done in 7h 30m\n"))
    #expect(body.contains("\nmakespan          7h 30m\n"))
    #expect(!body.contains("recorded "))
  }

  @Test func manyTasksAreTheTwentyDearestAndARest() throws {
    var run = try Sample.replay()
    run.tasks = (0..<30).map {
      TaskFigures(
        name: "task\($0)", jobs: 2, triesMean: 2, costMean: Sample.units(Double($0)), costShare: 0, waitMean: 0,
        runMean: 1, criticalShare: 0, failedMean: 0)
    }
    let body = RunReport.screen(run).body
    // The rest is 0 + 1 + … + 9.
    #expect(body.contains("\n… and 10 more: 20 jobs, 45.00 USD\n"))
    #expect(body.contains("\ntask29 ") && body.contains("\ntask10 ") && !body.contains("\ntask9 "))
  }

  @Test func emptyResultsAreSentences() {
    #expect(SweepReport.screen([]).body == "nothing to sweep")
    #expect(ImportSummary.screen([]).body == "nothing to import")
    #expect(ComparisonReport.screen([]).body.isEmpty)
    #expect(RunList.screen([]).body.hasPrefix("no runs yet"))
    #expect(CatalogReport.screen(learned: []).body.hasPrefix("no rates to learn"))
  }

  @Test func runsOfOtherSeedsAreSaidToDifferByLuck() throws {
    var other = try Sample.estimate()
    other.seed = 2
    let body = ComparisonReport.screen([try Comparison(a: Sample.estimate(), b: other)]).body
    #expect(body.hasPrefix("gwas (b) against gwas (a): costs the same, as fast\n\n"))
    #expect(body.contains("\nNot paired, so part of the difference is luck: "))
  }

  @Test func namesThatAShellWouldReadAreQuotedInCommands() throws {
    var run = try Sample.estimate()
    run.inputs[0].name = "my plan; rm -rf.yaml"
    #expect(RunReport.screen(run).body.contains("    purser estimate 'my plan; rm -rf.yaml' --scenario FILE\n"))
  }
}
