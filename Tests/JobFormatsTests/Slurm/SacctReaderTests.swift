import Foundation
import JobModel
import Testing

@testable import JobFormats

/// Two jobs, the first with three steps, with the columns in an order of their own.
let sampleSacct = """
  State|JobID|JobName|User|Partition|QOS|Account|Group|Submit|Eligible|Start|End|Elapsed|AllocCPUS|NNodes|ReqMem|MaxRSS|TotalCPU|MaxDiskRead|MaxDiskWrite|ExitCode|Timelimit|NodeList|AllocTRES
  COMPLETED|123|align|ann|long|normal|lab|staff|2024-03-01T10:00:00|2024-03-01T10:00:30|2024-03-01T10:01:00|2024-03-01T11:01:00|01:00:00|4|1|2000Mc||02:30:00|||0:0|1-02:03:04|n01|cpu=4,mem=8000M,gres/gpu=2
  COMPLETED|123.batch|batch|||||||||2024-03-01T11:01:00|01:00:00|4|1||1000K|01:00:00|10M|1M|0:0|||
  COMPLETED|123.extern|extern|||||||||2024-03-01T11:01:00|01:00:00|4|1||0||||0:0|||
  COMPLETED|123.0|bwa|||||||||2024-03-01T11:01:00|00:30:00|4|1||3.5G|01:30:00|5M|2M|0:0|||
  TIMEOUT|124|align|bob|short||lab|staff|2024-03-01T10:00:00|2024-03-01T10:00:00|2024-03-01T10:00:00|2024-03-01T10:30:00|00:30:00|8|2|16G||00:00:00|||0:15|00:30:00|n[01-02]|

  """

private let columns = "JobID|JobName|State|Submit|Start|End|Elapsed|AllocCPUS|ReqMem|MaxRSS|TotalCPU|ExitCode|Timelimit"

private func read(_ rows: String..., header: String = columns) throws -> Reading {
  try Reading(([header] + rows).joined(separator: "\n") + "\n")
}

/// A history read with a clock.
private func read(_ text: String, clock: String) throws -> [Job] {
  var report = ImportReport(file: "test", format: "sacct")
  var jobs: [Job] = []
  try SacctReader.read(
    ByteReader(text: text, name: "test"), context: ReadingContext(file: "test", clock: try LocalClock(named: clock)),
    into: { job, _ in jobs.append(job) }, report: &report)
  return jobs
}

@Suite("Output of sacct")
struct SacctReaderTests {
  @Test("a job with its steps is one job: peaks do not add up, work does")
  func steps() throws {
    let reading = try Reading(sampleSacct)
    #expect(reading.report.format == "sacct" && reading.report.rows == 2)
    #expect(reading.lines == [2, 6] && reading.reasons == [])
    let job = reading.jobs[0]
    #expect(job.key.id == "123" && job.key.tryNumber == 0)
    #expect(job.name == "align" && job.executable == "align" && job.user == "ann")
    #expect(job.state == .done && job.exitCode == 0 && job.failureReason == nil)
    #expect(job.usage.peakMemory == Bytes(3584 << 20))  // 3.5 G, the most of 1000 K, 0 and 3.5 G
    #expect(job.usage.peaksAreLowerBounds)
    #expect(job.usage.cpuPercent == 250)  // 2.5 h of processors in 1 h
    #expect(job.usage.read == Bytes(15 << 20) && job.usage.written == Bytes(3 << 20))
    #expect(job.vcpus == 4 && job.memoryRequested == Bytes(8000 << 20))
    #expect(job.timeLimit == .seconds(93_784))  // 86400 + 7200 + 180 + 4
    #expect(job.runtime == .hours(1) && job.workerTime == .hours(1))
    #expect(
      job.properties == [
        Property(name: "account", value: "lab"), Property(name: "gpus", value: "2"),
        Property(name: "group", value: "staff"), Property(name: "node_list", value: "n01"),
        Property(name: "partition", value: "long"), Property(name: "qos", value: "normal"),
      ])
  }

  @Test("a job on two machines has half its cores and memory on each")
  func twoNodes() throws {
    let job = try Reading(sampleSacct).jobs[1]
    #expect(job.nodes == 2 && job.vcpus == 4 && job.memoryRequested == Bytes(8 << 30))
    #expect(job.state == .failed && job.failureReason == .jobTimeoutExceeded)
    #expect(job.exitCode == 128 + 15)
    #expect(job.usage.cpuPercent == nil)  // 00:00:00 is what Slurm prints where nothing was gathered
    #expect(job.property("slurm_state") == "TIMEOUT")
  }

  @Test("times are those of the clock that is named, else of this machine with a warning")
  func clocks() throws {
    #expect(try read(sampleSacct, clock: "UTC")[0].submitted?.milliseconds == 1_709_287_200_000)
    // Berlin is an hour ahead in March.
    #expect(try read(sampleSacct, clock: "Europe/Berlin")[0].submitted?.milliseconds == 1_709_283_600_000)
    #expect(try Reading(sampleSacct, clock: nil).warnings.count { $0.contains("times name no zone") } == 1)
    let epoch = "JobID|State|Submit|Start\n1|RUNNING|1709287200|1709287201\n"
    #expect(try read(epoch, clock: "Europe/Berlin")[0].submitted?.milliseconds == 1_709_287_200_000)
    #expect(try Reading(epoch).warnings == [])
    let zoned = "JobID|State|Submit\n1|PENDING|2024-03-01T11:00:00+0100\n"
    #expect(try read(zoned, clock: "America/New_York")[0].submitted?.milliseconds == 1_709_287_200_000)
  }

  @Test("Slurm's states and exit codes")
  func states() throws {
    let words: [(String, JobState, FailureReason?)] = [
      ("COMPLETED", .done, nil), ("FAILED", .failed, nil), ("CANCELLED by 1234", .terminated, nil),
      ("TIMEOUT", .failed, .jobTimeoutExceeded), ("OUT_OF_MEMORY", .failed, .appInsufficientResourceError),
      ("NODE_FAIL", .failed, .unresponsiveWorker), ("PREEMPTED", .failed, .spotInstanceInterruption),
      ("REQUEUED", .restarted, nil), ("RUNNING", .running, nil), ("PENDING", .runnable, nil),
    ]
    for (word, state, reason) in words {
      let job = try Reading("JobID|State|ExitCode\n1|\(word)|0:9\n").jobs[0]
      #expect(job.state == state && job.failureReason == reason && job.exitCode == 137, "\(word)")
    }
    #expect(try Reading("JobID|State\n1|CANCELLED by 1234\n").jobs[0].property("cancelled_by") == "1234")
    let odd = try Reading("JobID|State\n1|EXPLODED\n")
    #expect(odd.jobs[0].state == JobState("EXPLODED") && odd.warnings == ["unknown state \"EXPLODED\""])
  }

  @Test("tables that another program wrote anew: between commas, with quotes, with the rows' numbers, with widths")
  func writtenAnew() throws {
    let texts = [
      "JobID|JobName|State|AllocTRES\n7|a, b|COMPLETED|cpu=4,mem=8G\n",
      "\"JobID\",\"JobName\",\"State\",\"AllocTRES\"\n\"7\",\"a, b\",\"COMPLETED\",\"cpu=4,mem=8G\"\n",
      ",JobID,JobName,State,AllocTRES\n0,7,\"a, b\",COMPLETED,\"cpu=4,mem=8G\"\n",
      "JobID%20|JobName%30|State|AllocTRES%-60\n7|a, b|COMPLETED|cpu=4,mem=8G\n",
      "JobID;State;AllocTRES;JobName\n7;COMPLETED;cpu=4,mem=8G;a, b\n",
    ]
    for text in texts {
      let reading = try Reading(text)
      #expect(reading.reasons == [] && reading.warnings == [], "\(text)")
      let job = try #require(reading.jobs.first)
      #expect(job.key.id == "7" && job.name == "a, b" && job.state == .done, "\(text)")
      #expect(job.vcpus == 4 && job.memoryRequested == Bytes(8 << 30), "\(text)")
    }
  }

  @Test("in Slurm's own table between commas a quote is a part of the name, and the last name may hold commas")
  func unquoted() throws {
    for name in ["a, b", "\"first\" try", "\"open, ", "it's 5\""] {
      let reading = try Reading("JobID,State,Elapsed,JobName\n1,COMPLETED,00:01:00,\(name)\n2,COMPLETED,00:01:00,x\n")
      #expect(reading.jobs.count == 2 && reading.reasons == [], "\(name)")
      #expect(reading.jobs.first?.name == name.trimmingCharacters(in: .whitespaces), "\(name)")
    }
  }

  @Test("a state that was cut to its column's width is the word that it begins")
  func cutStates() throws {
    let words = [
      ("OUT_OF_ME+", JobState.failed), ("CANCELLED+", .terminated), ("REQUEUE_H+", .restarted),
      ("CONFIGURI+", .runnable),
    ]
    for (word, state) in words {
      let reading = try Reading("JobID|State\n1|\(word)\n")
      #expect(reading.jobs[0].state == state && reading.warnings == [], "\(word)")
    }
    #expect(try Reading("JobID|State\n1|OUT_OF_ME+\n").jobs[0].failureReason == .appInsufficientResourceError)
    #expect(
      try Reading("JobID|State\n1|REQUEUE+\n2|X+\n").warnings == [#"unknown state "REQUEUE+""#, #"unknown state "X+""#])
  }

  @Test(
    "the names that workflow managers give: what their jobs have in common is the executable",
    arguments: [
      ("nf-MAIN_ALIGN_(sample_1)", "", "nf-MAIN_ALIGN"), ("nf-MAIN_ALIGN", "", "nf-MAIN_ALIGN"),
      ("nf-_(x)", "", "nf-_(x)"), ("nf-A_(a_(b))", "", "nf-A"), ("cromwell_1a2b3c4d_align_reads", "", "align_reads"),
      ("cromwell_server_1", "", "cromwell_server_1"), ("cromwell_1a2b3c4d_", "", "cromwell_1a2b3c4d_"),
      ("snakejob.align.12.sh", "", "align"), ("snakejob.a.b.12.sh", "", "a.b"),
      ("snakejob.12.sh", "", "snakejob.12.sh"),
      ("59b3d4de-2b08-4a7c-a78d-3f2c8560439c", "rule_align_wildcards_a", "align"),
      ("59b3d4de-2b08-4a7c-a78d-3f2c8560439c", "rule_all", "all"),
      ("59b3d4de-2b08-4a7c-a78d-3f2c8560439c", "", "59b3d4de-2b08-4a7c-a78d-3f2c8560439c"),
      ("align", "rule_sort", "align"),
    ])
  func workflowManagers(name: String, comment: String, executable: String) throws {
    let job = try Reading("JobID|JobName|Comment|State\n1|\(name)|\(comment)|COMPLETED\n").jobs[0]
    #expect(job.name == name && job.executable == executable)
  }

  @Test(
    "requests of memory, with their share and their unit",
    arguments: [
      ("4Gn", 4096), ("2000Mc", 16_000), ("32G", 32_768), ("1.50T", 1_572_864), ("4000", 4000), ("0n", nil), ("", nil),
      ("655360K", 640), ("2147486648Mn", 24_000), ("16?", 16),
    ] as [(String, Int64?)])
  func memory(text: String, mebibytes: Int64?) throws {
    let reading = try Reading("JobID|State|ReqMem|NCPUS\n1|COMPLETED|\(text)|8\n")
    #expect(reading.jobs[0].memoryRequested?.count == mebibytes.map { $0 * 1_048_576 })
    #expect(reading.warnings == [])
  }

  @Test("memory comes from the list of resources where there is no ReqMem")
  func resources() throws {
    let job = try Reading("JobID|State|ReqTRES\n1|PENDING|billing=4,cpu=4,mem=62.50G,node=1,gres/gpu=1\n").jobs[0]
    #expect(job.memoryRequested == Bytes(62 << 30 + 512 << 20) && job.vcpus == 4 && job.property("gpus") == "1")
  }

  @Test(
    "durations",
    arguments: [
      ("1-02:03:04", 93_784_000), ("02:03:04", 7_384_000), ("00:02.833", 2833), ("18:41.934", 1_121_934),
      ("125-00:00:00", 10_800_000_000), ("1-02", 93_600_000), ("3:4:5:6", nil), ("-1:00", nil), ("x", nil),
      ("99999999999999-00:00:00", nil),
    ] as [(String, Int64?)])
  func durations(text: String, expected: Int64?) {
    #expect(SacctValue.duration(Array(text.utf8)[...])?.milliseconds == expected)
  }

  @Test("no limit, the partition's limit and no entry are no limit of the job's")
  func noLimit() throws {
    let reading = try Reading("JobID|Timelimit\n1|UNLIMITED\n2|Partition_Limit\n3|\n4|00:10:00\n")
    #expect(reading.jobs.map { $0.timeLimit?.milliseconds } == [nil, nil, nil, 600_000])
    #expect(reading.warnings == [])
  }

  @Test("a job that was cancelled while it waited never ran, one that waits has no runtime")
  func neverRan() throws {
    let jobs = try Reading(
      """
      JobID|State|Submit|Eligible|Start|End|Elapsed|NodeList
      1|CANCELLED by 7|2024-03-01T10:00:00|2024-03-01T10:00:00|2024-03-01T12:00:00|2024-03-01T12:00:00|00:00:00|None assigned
      2|PENDING|2024-03-01T10:00:00|Unknown|Unknown|Unknown|00:00:00|None assigned
      3|RUNNING|2024-03-01T10:00:00|2024-03-01T10:00:00|2024-03-01T10:00:01|Unknown|5-00:00:00|n1

      """
    ).jobs
    #expect(jobs[0].started == nil && jobs[0].stopped == nil && jobs[0].ended != nil && jobs[0].runtime == nil)
    #expect(jobs[1].started == nil && jobs[1].runtime == nil && jobs[1].runnable == nil)
    #expect(jobs[2].started != nil && jobs[2].stopped == nil && jobs[2].runtime == nil)
  }

  @Test("arrays, waiting arrays and heterogeneous jobs keep what they are part of")
  func parts() throws {
    let reading = try Reading(
      "JobID|State\n9_4|COMPLETED\n9_[5-9%2]|PENDING\n10+0|COMPLETED\n10+1|COMPLETED\n10+1.0|FAILED\n")
    #expect(reading.jobs.map(\.key.id) == ["9_4", "9_[5-9%2]", "10+0", "10+1"])
    #expect(reading.jobs[0].property("array_job") == "9" && reading.jobs[0].property("array_task") == "4")
    #expect(reading.jobs[3].property("het_job") == "10" && reading.jobs[3].property("het_component") == "1")
    #expect(reading.jobs[3].state == .done)
    #expect(reading.warnings == ["array tasks that still wait stand in one row: they are one job here"])
  }

  @Test("the records of a job that was queued again are its tries, whichever stands first, with their own steps")
  func requeued() throws {
    let first = "7|a|NODE_FAIL|2024-03-01T10:00:00|2024-03-01T10:01:00|2024-03-01T10:11:00|00:10:00|1|1G||||"
    let firstStep = "7.batch|batch|CANCELLED||2024-03-01T10:01:00|2024-03-01T10:11:00|00:10:00|1||100M|00:05:00||"
    let second = "7|a|COMPLETED|2024-03-01T10:11:01|2024-03-01T10:20:00|2024-03-01T10:40:00|00:20:00|1|1G||||"
    let secondStep = "7.batch|batch|COMPLETED||2024-03-01T10:20:00|2024-03-01T10:40:00|00:20:00|1||300M|00:20:00||"
    for rows in [[first, firstStep, second, secondStep], [secondStep, second, firstStep, first]] {
      let reading = try Reading(([columns] + rows).joined(separator: "\n"))
      #expect(reading.jobs.map(\.key.tryNumber) == [0, 1])
      #expect(reading.jobs.map(\.state) == [.failed, .done])
      #expect(reading.jobs.map(\.usage.peakMemory) == [Bytes(100 << 20), Bytes(300 << 20)])
      #expect(reading.jobs.map(\.usage.cpuPercent) == [50, 100])
      #expect(reading.report.rows == 2)
    }
  }

  @Test("one record twice is one try; of a running and an ended one the ended stands")
  func described() throws {
    let running = "7|a|RUNNING|2024-03-01T10:00:00|2024-03-01T10:01:00|Unknown|00:05:00|1|1G||||"
    let ended = "7|a|COMPLETED|2024-03-01T10:00:00|2024-03-01T10:01:00|2024-03-01T10:11:00|00:10:00|1|1G||||"
    let step = "7.batch|batch|COMPLETED||2024-03-01T10:01:00|2024-03-01T10:11:00|00:10:00|1||300M|00:05:00||"
    let reading = try read(ended, step, running, ended, step)
    #expect(reading.jobs.map(\.state) == [.done])
    #expect(reading.jobs[0].usage.cpuPercent == 50)  // the step's five minutes of ten count once
    #expect(reading.report.rows == 3 && reading.report.duplicates == 2)
  }

  @Test("steps are found away from their job, as far as the window goes")
  func window() throws {
    var rows = ["JobID|State|MaxRSS", "1.batch|COMPLETED|5M"]
    for number in 1...9 { rows.append("\(number)|COMPLETED|") }
    rows.append("9.batch|COMPLETED|7M")
    rows.append("1.0|COMPLETED|9M")
    var report = ImportReport(file: "test", format: "sacct")
    var jobs: [Job] = []
    try SacctReader.read(
      ByteReader(text: rows.joined(separator: "\n"), name: "test"), context: ReadingContext(file: "test"),
      window: SacctWindow(jobLimit: 4), into: { job, _ in jobs.append(job) }, report: &report)
    #expect(jobs.map(\.key.id) == (1...9).map(String.init))
    #expect(jobs[0].usage.peakMemory == Bytes(5 << 20) && jobs[8].usage.peakMemory == Bytes(7 << 20))
    // Job 1 was let go when the fifth came: its last step comes too late, and is told.
    #expect(report.skipped.map(\.lines) == [[13]] && report.rows == 10)
    #expect(try Reading(rows.joined(separator: "\n")).jobs[0].usage.peakMemory == Bytes(9 << 20))
  }

  @Test("the cluster scopes ids where it is told, the submission where it is not, and else the file")
  func scope() throws {
    let jobs = try Reading("JobID|Cluster|State\n1|alpha|COMPLETED\n1|beta|COMPLETED\n").jobs
    #expect(jobs.map(\.key) == [JobKey(run: "slurm-alpha", id: "1"), JobKey(run: "slurm-beta", id: "1")])
    let one = try Reading("JobID|State\n1|COMPLETED\n").jobs[0].key.run
    let other = try Reading("JobID|State\n1|FAILED\n").jobs[0].key.run
    #expect(one.hasPrefix("slurm-") && other != one)
  }

  @Test("files that overlap tell of one job once; a job of the same id elsewhere is another, a corrected clock is not")
  func overlapping() throws {
    let head = "JobID|JobName|State|Submit|Start|End|Elapsed\n"
    func row(_ id: Int, _ name: String, hour: Int, wait: Int = 5) -> String {
      let day = "2024-03-01T"
      func time(_ hour: Int, _ minute: Int) -> String { "\(day)\(hour < 10 ? "0" : "")\(hour):0\(minute):00" }
      return "\(id)|\(name)|COMPLETED|\(time(hour, 0))|\(time(hour, wait))|\(time(hour + 1, wait))|01:00:00\n"
    }
    func history(_ files: [String]) throws -> History {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let sources = try files.enumerated().map { number, text in
        let path = folder.appendingPathComponent("\(number).psv").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return InputSource.file(path)
      }
      return try readHistory(sources, clock: try LocalClock(named: "UTC")).history
    }
    let first = head + row(1, "a", hour: 1) + row(2, "b", hour: 2)
    let second = head + row(2, "b", hour: 2) + row(3, "c", hour: 3)
    #expect(try history([first, second]).jobs.map(\.key.id) == ["1", "2", "3"])
    // Job 2 of another cluster: another submission, another wait.
    let elsewhere = head + row(2, "b", hour: 7, wait: 9)
    let jobs = try history([first, elsewhere, second, elsewhere]).jobs
    #expect(jobs.map(\.key.id) == ["1", "2", "2", "3"])
    #expect(jobs[2].key.run == "slurm-1709276400000" && jobs[1].key.run == "slurm")
    // The same record, read on a clock that was wrong by five hours.
    #expect(try history([first, head + row(2, "b", hour: 7)]).jobs.map(\.key.id) == ["1", "2"])
  }

  @Test("a delimiter behind the last column, another delimiter, and names that hold it")
  func delimiters() throws {
    #expect(try Reading("JobID|State|\n1|COMPLETED|\n2|FAILED|\n").jobs.map(\.state) == [.done, .failed])
    #expect(try Reading("JobID\tState\n1\tFAILED\n").jobs.map(\.state) == [.failed])
    let reading = try Reading("JobID|State|JobName\n1|COMPLETED|a|b\n2|COMPLETED|\"x\n")
    #expect(reading.jobs.map(\.name) == ["a|b", "\"x"] && reading.reasons == [])
  }

  @Test("what is left out is named with its line")
  func faults() throws {
    let reading = try read(
      "1|a|COMPLETED|2024-03-01T10:00:00|2024-03-01T11:00:00|2024-03-01T10:30:00|00:30:00|1|1G|||0:0|",
      "x1|a|COMPLETED||||||||||", "2|a|COMPLETED", columns, "3.batch|batch|COMPLETED||||||||||",
      "4|a|COMPLETED|yesterday|||1:2:3:4|-1|lots|||none|soon", "|a|COMPLETED||||||||||",
      "5|a|COMPLETED|2024-03-01T10:00:00|2024-03-01T09:00:00|2024-03-01T10:30:00|00:30:00|1|1G|||0:0|")
    #expect(
      reading.report.skipped == [
        .init(reason: "JobID is not a job of Slurm's", count: 1, lines: [3]),
        .init(reason: "expected 13 columns, found 3", count: 1, lines: [4]),
        .init(reason: "the header again", count: 1, lines: [5]),
        .init(reason: "the JobID is missing", count: 1, lines: [8]),
        .init(reason: "a step whose job is not in the file, or more than 8192 jobs away", count: 1, lines: [6]),
      ])
    let warnings = Dictionary(uniqueKeysWithValues: reading.report.warnings.map { ($0.message, $0.lines) })
    #expect(warnings["End before Start: both are left out"] == [2])
    for column in [
      "Submit is not a time", "Elapsed is not a duration", "AllocCPUS is not a number",
      "ReqMem is not a size", "ExitCode is not an exit code", "Timelimit is not a duration",
    ] {
      #expect(warnings["\(column): it is left out"] == [7], "\(column)")
    }
    #expect(warnings["Start before Submit: Submit is left out"] == [9])
    #expect(reading.jobs.map(\.key.id) == ["1", "4", "5"])
  }

  @Test("rows without a header are taken in XDMoD's order, and refused in any other")
  func headerless() throws {
    let row =
      "55|55|c1|long|q|acc|grp|1|ann|2|2024-03-01T10:00:00|2024-03-01T10:00:00|2024-03-01T10:00:05|2024-03-01T10:10:05|"
      + "00:10:00|0:0|COMPLETED|1|8|8|2147486648Mn|cpu=8,mem=24000M,node=1|billing=8,cpu=8|1-06:00:00|n1|my|job\n"
    let reading = try Reading(row)
    #expect(reading.report.format == "sacct" && reading.lines == [1])
    let job = reading.jobs[0]
    #expect(job.key == JobKey(run: "slurm-c1", id: "55") && job.name == "my|job" && job.user == "ann")
    #expect(job.vcpus == 8 && job.memoryRequested == Bytes(24000 << 20) && job.runtime == .minutes(10))
    let other = "|16|07:36:03|65638294|65638294||1|2|32G|COMPLETED|6-23:59:00|4-23:56:21\n"
    #expect(inputError(other)?.contains("rows of sacct without a header") == true)
    #expect(inputError(other, as: "sacct")?.hasPrefix("test:1: expected a header with JobID") == true)
    // Both say which call gives the header; what that call prints is read.
    let command = "sacct --parsable2 --format JobID,JobName,State,ExitCode,Submit,Start,End,Elapsed,AllocCPUS,ReqMem"
    #expect(inputError(other)?.contains(command) == true && inputError(other, as: "sacct")?.contains(command) == true)
    let header = SacctHeader.command.split(separator: " ").last.map { $0.replacing(",", with: "|") } ?? ""
    #expect(try Reading(header + "\n7|a|COMPLETED|0:0|Unknown|Unknown|Unknown|00:01:00|1|1G||\n").jobs.count == 1)
    #expect(
      inputError("JobID           JobName\n------------ ----------\n1  a\n")?.contains("--parsable2") == true)
  }

  @Test("every prefix is read or refused, and never gives a job that is not whole")
  func prefixes() throws {
    let whole = try Reading(sampleSacct)
    let bytes = Array(sampleSacct.utf8)
    for length in 0..<bytes.count {
      guard let reading = try? Reading(Array(bytes.prefix(length)), as: "sacct", blockSize: 7) else { continue }
      #expect(reading.jobs.count <= whole.jobs.count)
      #expect(reading.report.rows == reading.jobs.count + reading.report.skippedCount + reading.report.duplicates)
    }
  }
}
