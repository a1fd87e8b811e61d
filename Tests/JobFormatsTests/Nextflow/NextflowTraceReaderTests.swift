import JobModel
import Testing

@testable import JobFormats

/// The default trace, made up: human units, 14 columns.
let sampleTrace = """
  task_id\thash\tnative_id\tname\tstatus\texit\tsubmit\tduration\trealtime\t%cpu\tpeak_rss\tpeak_vmem\trchar\twchar
  2\taa/000001\t17\tMAIN:ALIGN (s 1 (b))\tCOMPLETED\t0\t2024-02-29 23:59:59.500\t1h 2m 3s\t59m 3s\t99.1%\t4.5 GB\t6 GB\t1.3 GB\t468 B
  1\taa/000002\t18\tlist\tFAILED\t137\t2024-03-01 00:00:00.000\t11m 32s\t198ms\t-\t0\t-\t-\t0
  3\taa/000003\t19\tlist\tABORTED\t-\t2024-03-01 00:00:00.000\t-\t-\t-\t-\t-\t-\t-
  4\taa/000004\t20\tcount\tCACHED\t0\t2024-02-28 00:00:00.000\t4m 8s\t56s\t359.2%\t578.7 MB\t5.1 GB\t2 MB\t1 KB

  """

/// A raw trace with semicolons, made up.
let sampleRawTrace = """
  task_id;hostname;hash;native_id;process;tag;name;status;exit;container;cpus;time;disk;memory;attempt;submit;start;complete;duration;realtime;queue;%cpu;rss;peak_rss;rchar;wchar;read_bytes;write_bytes
  8;node8;34/aaaaaa;nf-1;A:SORT;s1;A:SORT (s1);COMPLETED;0;ubuntu:20.04;2;21600000;-;12884901888;2;1669569904223;1669569911000;1669569921000;16777;9034;-;144.4;3002368;3002369;106564;912;40960;8192
  9;node8;34/bbbbbb;nf-2;A:SORT;-;A:SORT;COMPLETED;0;ubuntu:20.04;2;21600000;10;12884901888;1;1669569911800;1669569911000;1669569921000;9200;9034;-;144.4;0;0;106564;912;-;-

  """

@Suite("Execution traces of Nextflow")
struct NextflowTraceReaderTests {
  @Test("a task with units for people", arguments: [3, 256 * 1024])
  func human(blockSize: Int) throws {
    let reading = try Reading(sampleTrace, blockSize: blockSize)
    #expect(reading.report.format == "nextflow-trace")
    #expect(reading.report.rows == 4)
    #expect(reading.lines == [2, 3, 4, 5])
    let job = reading.jobs[0]
    #expect(job.key.id == "2/aa/000001")
    #expect(job.key.tryNumber == 0)
    #expect(job.name == "MAIN:ALIGN (s 1 (b))")
    #expect(job.executable == "MAIN:ALIGN")
    #expect(job.state == .done)
    #expect(job.exitCode == 0)
    #expect(job.submitted?.milliseconds == 1_709_251_199_500)
    // One hour, two minutes and three seconds from submission to the end, of which 59 m 3 s were its own.
    #expect(job.stopped?.milliseconds == 1_709_254_922_500)
    #expect(job.started?.milliseconds == 1_709_251_379_500)
    #expect(job.runtime?.milliseconds == 3_543_000)
    #expect(job.usage.cpuPercent == 99.1)
    #expect(job.usage.peakMemory == Bytes(4_831_838_208))
    #expect(job.usage.peaksAreLowerBounds == false)
    #expect(job.usage.read == Bytes(1_395_864_371))
    #expect(job.usage.written == Bytes(468))
    #expect(job.properties == [Property(name: "native_id", value: "17")])
    #expect(reading.warnings == [])
  }

  @Test("times without a zone are those of the machine's clock, or of the one that is named; milliseconds are nobody's")
  func zones() throws {
    let job = try Reading(sampleTrace, clock: LocalClock(named: "+02:00")).jobs[0]
    #expect(job.submitted == SimTime(milliseconds: 1_709_251_199_500) - .hours(2))
    let machine = try Reading(sampleTrace, clock: nil)
    let shown = SimTime(milliseconds: 1_709_251_199_500)
    #expect(machine.jobs[0].submitted == LocalClock.machine.time(shown: shown))
    #expect(
      machine.warnings == [
        "times name no zone: they are read in this machine's, \(LocalClock.machine.name); --time-zone names another"
      ])
    let raw = try Reading(sampleRawTrace, clock: nil)
    #expect(!raw.warnings.contains { $0.contains("zone") })
    #expect(
      raw.jobs.map(\.submitted)
        == (try Reading(sampleRawTrace, clock: LocalClock(named: "+02:00"))).jobs.map(\.submitted))
  }

  @Test("failed, aborted and cached tasks")
  func states() throws {
    let jobs = try Reading(sampleTrace).jobs
    #expect(jobs.map(\.state) == [.done, .failed, .terminated, .done])
    #expect(jobs[1].exitCode == 137)
    #expect(jobs[1].usage.peakMemory == nil)
    #expect(jobs[1].usage.written == Bytes(0))
    #expect(jobs[1].workerTime?.milliseconds == 198)
    #expect(jobs[2].exitCode == nil)
    #expect(jobs[2].started == nil && jobs[2].stopped == nil && jobs[2].runtime == nil)
    #expect(jobs.map(\.isCached) == [false, false, false, true])
    #expect(jobs[3].started == nil && jobs[3].stopped == nil && jobs[3].runtime == nil && jobs[3].cost == nil)
    #expect(jobs[3].property("cached_realtime_ms") == "56000")
    #expect(jobs[3].workerTime == .zero)
  }

  @Test("a raw task: milliseconds, bytes, requests and its second attempt")
  func raw() throws {
    let reading = try Reading(sampleRawTrace)
    let job = reading.jobs[0]
    #expect(reading.warnings == [])
    #expect(job.key.id == "8/34/aaaaaa")
    #expect(job.key.tryNumber == 1)
    #expect(job.executable == "A:SORT")
    #expect(job.submitted?.milliseconds == 1_669_569_904_223)
    #expect(job.started?.milliseconds == 1_669_569_911_000)
    #expect(job.stopped?.milliseconds == 1_669_569_921_000)
    #expect(job.runtime?.milliseconds == 9034)
    #expect(job.vcpus == 2)
    #expect(job.memoryRequested == Bytes(12 << 30))
    #expect(job.diskRequested == nil)
    #expect(job.timeLimit == .hours(6))
    #expect(job.usage.cpuPercent == 144.4)
    #expect(job.usage.peakMemory == Bytes(3_002_369))
    #expect(job.usage.read == Bytes(40_960))
    #expect(job.usage.written == Bytes(8192))
    #expect(job.property("tag") == "s1")
    #expect(job.property("hostname") == "node8")
    #expect(reading.jobs[1].usage.read == Bytes(106_564))
  }

  @Test("a start in whole seconds, less than one before the submission, is a wait of nought")
  func roundedStart() throws {
    let job = try Reading(sampleRawTrace).jobs[1]
    #expect(job.submitted?.milliseconds == 1_669_569_911_000)
    #expect(job.started?.milliseconds == 1_669_569_911_000)
  }

  @Test("a runtime longer than the whole, or an end just before the submission, makes no negative time")
  func roundedDurations() throws {
    let header = "task_id\thash\tname\tstatus\tsubmit\tduration\trealtime\n"
    let longer = try Reading(header + "1\ta\tx\tCOMPLETED\t10000\t4s\t5s\n").jobs[0]
    #expect(longer.submitted?.milliseconds == 10_000)
    #expect(longer.started?.milliseconds == 10_000)
    #expect(longer.stopped?.milliseconds == 14_000)
    let before = try Reading(header + "1\ta\tx\tCOMPLETED\t10000\t-163\t100\n").jobs[0]
    #expect(before.submitted?.milliseconds == 9737)
    #expect(before.started?.milliseconds == 9737)
    #expect(before.stopped?.milliseconds == 9837)
  }

  @Test("columns in any order, between any delimiters, with quotes")
  func order() throws {
    let reading = try Reading("\n\nname,\"status\",task_id,realtime\n\"x, y\",COMPLETED,5,1500\n")
    #expect(reading.lines == [4])
    #expect(reading.jobs[0].key.id == "5")
    #expect(reading.jobs[0].name == "x, y")
    #expect(reading.jobs[0].runtime?.milliseconds == 1500)
  }

  @Test("a choice of columns without the task's id: what else tells tasks apart names them, at last the row's number")
  func withoutTaskID() throws {
    let hashes = try Reading("hash\tprocess\ttag\tstatus\trealtime\naa/000001\tSORT\ts1\tCOMPLETED\t1500\n")
    #expect(hashes.report.format == "nextflow-trace" && hashes.warnings == [])
    #expect(hashes.jobs.map(\.key.id) == ["aa/000001"])
    #expect(hashes.jobs[0].name == "SORT (s1)" && hashes.jobs[0].executable == "SORT")
    let names = try Reading(
      """
      name\tstatus\texit\trealtime\tpcpu
      SORT (s1)\tCOMPLETED\t0\t1.5s\t12.5
      SORT (s1)\tCOMPLETED\t0\t1.5s\t12.5
      LIST\tFAILED\t1\t2s\t-

      """)
    // Nothing tells the first two apart, and a process may well run twice for as long.
    #expect(names.jobs.map(\.key.id) == ["1", "2", "3"] && names.report.duplicates == 0)
    #expect(names.jobs.map(\.executable) == ["SORT", "SORT", "LIST"])
    #expect(names.jobs.map { $0.usage.cpuPercent } == [12.5, 12.5, nil])
    // A table of jobs says the units of its times.
    #expect(try Reading("process,status,hash,exit,runtime_s\nx,COMPLETED,a,0,1\n").report.format == "jobs-csv")
    // A name, a state and a length are no trace yet.
    #expect(inputError("name,status,duration\nx,COMPLETED,1\n")?.contains("expected a history, found") == true)
  }

  @Test("a task that was never started has 0 for its start, which is no time and no second clock")
  func neverStarted() throws {
    let reading = try Reading(
      """
      task_id\thash\tname\tstatus\texit\tsubmit\tstart\tcomplete\tduration\trealtime
      1\taa/000001\tSORT\tABORTED\t-\t1700000000000\t0\t-\t-\t-

      """)
    #expect(reading.warnings == [] && reading.report.clockSkew == 0)
    #expect(reading.jobs[0].submitted?.milliseconds == 1_700_000_000_000 && reading.jobs[0].started == nil)
  }

  @Test(
    "words for nothing where a number belongs are nothing", arguments: ["-", "", "null", "NA", "NaN", "None", "N/A"])
  func nothing(word: String) throws {
    let row = Array(repeating: word, count: 6).joined(separator: "\t")
    let reading = try Reading(
      "task_id\thash\tname\tstatus\texit\tsubmit\trealtime\t%cpu\tpeak_rss\tcpus\n1\taa/1\tSORT\tCOMPLETED\t\(row)\n")
    #expect(reading.warnings == [] && reading.reasons == [])
    let job = reading.jobs[0]
    #expect(job.submitted == nil && job.runtime == nil && job.exitCode == nil && job.vcpus == nil)
    #expect(job.usage.cpuPercent == nil && job.usage.peakMemory == nil)
  }

  @Test(
    "percentages with or without their sign, with the decimal comma of the machine's country",
    arguments: [
      ("99.1%", 99.1), ("99.1", 99.1), ("88.2 %", 88.2), ("99,1%", 99.1), ("1099,1%", 1099.1), ("0%", 0),
      ("1,234%", nil), ("1,2,3%", nil), (",1%", nil),
    ] as [(String, Double?)])
  func percentages(text: String, value: Double?) {
    #expect(Array(text.utf8).withUnsafeBufferPointer(TraceValue.percent) == value)
  }

  @Test("the run is named by its first task, so a trace that has grown is the same run and another one is not")
  func run() throws {
    let first = try Reading(sampleTrace).jobs[0].key.run
    #expect(first.hasPrefix("nf-") && first.utf8.count == 19)
    #expect(try Reading(sampleTrace).jobs[3].key.run == first)
    let lines = sampleTrace.split(separator: "\n")
    #expect(try Reading(lines.prefix(3).joined(separator: "\n")).jobs[0].key.run == first)
    let others = ([lines[0]] + lines.dropFirst(2)).joined(separator: "\n")
    #expect(try Reading(others).jobs[0].key.run != first)
  }

  @Test("rows that are no tasks are skipped with their line and reason, equal rows counted as duplicates")
  func badRows() throws {
    let header = "task_id\thash\tname\tstatus\tsubmit"
    let reading = try Reading(
      """
      \(header)
      <<<<<<< HEAD
      1\ta\tx\tCOMPLETED\t1000
      1\ta\tx\tCOMPLETED\t1000
      \(header)
      -\ta\tx\tCOMPLETED\t1000
      two\ta\tx\tCOMPLETED\t1000
      3\ta\t-\tCOMPLETED\t1000
      4\ta\tx\t-\t1000
      5\ta\tx\tPAUSED\tyesterday
      6\ta\tx\tCOMPL
      """)
    #expect(reading.jobs.map(\.key.id) == ["1/a", "5/a"])
    #expect(reading.report.rows == 10)
    #expect(reading.report.duplicates == 1)
    #expect(
      reading.report.skipped == [
        .init(reason: "expected 5 columns, found 1", count: 1, lines: [2]),
        .init(reason: "the header again", count: 1, lines: [5]),
        .init(reason: "task_id is not a number", count: 2, lines: [6, 7]),
        .init(reason: "the name is missing", count: 1, lines: [8]),
        .init(reason: "the status is missing", count: 1, lines: [9]),
        .init(reason: "expected 5 columns, found 4", count: 1, lines: [11]),
      ])
    #expect(
      reading.report.warnings == [
        .init(message: "unknown status \"PAUSED\"", count: 1, lines: [10]),
        .init(message: "submit is not a time: it is left out", count: 1, lines: [10]),
      ])
    #expect(reading.jobs[1].state.name == "PAUSED")
  }

  @Test("a start long before the submission means two clocks: the wait is unknown")
  func twoClocks() throws {
    let day: Int64 = 86_400_000
    let start: Int64 = 1_600_000_000_000
    let submit = start + 385 * day
    let reading = try Reading(
      """
      task_id,hash,name,status,submit,start,complete,duration,realtime
      1,a,x,COMPLETED,\(submit),\(start),\(start + 2000),-39180,1649
      2,b,x,COMPLETED,\(submit + 5),\(start + 7),\(start + 3000),20,1649
      """)
    #expect(
      reading.report.warnings == [
        .init(
          message: "start is 385 days before submit in 2 rows: two clocks; submit times are left out, waits unknown",
          count: 2, lines: [2, 3])
      ])
    #expect(reading.jobs.map(\.submitted) == [nil, nil])
    #expect(reading.jobs[0].property("submit_other_clock_ms") == "\(submit)")
    #expect(reading.jobs[0].started?.milliseconds == start)
    #expect(reading.jobs[0].stopped?.milliseconds == start + 2000)
    #expect(reading.jobs[0].runtime?.milliseconds == 1649)
  }

  @Test(
    "values in every unit",
    arguments: [
      ("0", 0), ("1 KB", 1024), ("1009.1 MB", 1_058_118_042), ("4 GB", 4 << 30), ("1 TB", 1 << 40), ("880 B", 880),
      ("5767168", 5_767_168), ("1,5 GB", 3 << 29),
    ] as [(String, Int64)])
  func sizes(text: String, count: Int64) {
    #expect(Array(text.utf8).withUnsafeBufferPointer(TraceValue.bytes) == Bytes(count))
  }

  @Test(
    "values that cannot be",
    arguments: [
      "-1", "GB", "1 XB", "1.5.2 GB", "9999999 EB", "9223372036854775807", "1e300", "1 GBB", "NaN", "1,5", "1,234 KB",
    ])
  func badValues(text: String) {
    #expect(Array(text.utf8).withUnsafeBufferPointer(TraceValue.bytes) == nil)
  }

  @Test(
    "points in time, raw and written",
    arguments: [
      ("1759849601467", 1_759_849_601_467), ("2022-05-14 19:45:25.163", 1_652_557_525_163),
      ("2022-05-14T19:45:25Z", 1_652_557_525_000), ("2022-05-14T20:45:25.163+01:00", 1_652_557_525_163),
      ("2022-02-30 19:45:25.163", nil), ("2022-05-14 24:45:25.163", nil), ("2022-05-14 1-:45:25.163", nil),
      ("-1", nil), ("9223372036854775807", nil), ("soon", nil),
    ] as [(String, Int64?)])
  func times(text: String, milliseconds: Int64?) {
    var calendar = TraceCalendar(clock: .utc)
    #expect(Array(text.utf8).withUnsafeBufferPointer { calendar.time($0) }?.milliseconds == milliseconds)
    #expect(Array(text.utf8).withUnsafeBufferPointer { calendar.time($0) }?.milliseconds == milliseconds)
  }

  @Test(
    "durations in every unit",
    arguments: [
      ("325ms", 325), ("4.9s", 4900), ("9m", 540_000), ("1h 21s", 3_621_000), ("1d 2h 3m 4s", 93_784_000),
      ("6777", 6777), ("-39180", -39_180), ("0ms", 0),
    ] as [(String, Int64)])
  func durations(text: String, milliseconds: Int64) {
    #expect(Array(text.utf8).withUnsafeBufferPointer(TraceValue.duration)?.milliseconds == milliseconds)
  }

  @Test("percentages are finite and not negative", arguments: ["nan", "inf", "-1", "1e300", "%", "x%"])
  func badPercentages(text: String) { #expect(Array(text.utf8).withUnsafeBufferPointer(TraceValue.percent) == nil) }

  @Test("a row knows nothing of the row before")
  func forgets() throws {
    let lines = sampleRawTrace.split(separator: "\n").map(String.init)
    let header = lines[0]
    let empty = "1;-;ab/cdef01;-;-;-;x;COMPLETED;-;-;-;-;-;-;-;-;-;-;-;-;-;-;-;-;-;-;-;-"
    let cached = lines[1].replacing("COMPLETED", with: "CACHED")
    let running = empty.replacing("COMPLETED", with: "RUNNING")
    for others in [[lines[1]], [lines[2]], [cached], [lines[1], cached]] {
      for last in [empty, cached, running] where !others.contains(last) {
        let job = try #require(try Reading(([header] + others + [last]).joined(separator: "\n")).jobs.last)
        var alone = try #require(try Reading(header + "\n" + last).jobs.first)
        // The run is named by the first row.
        alone.key.run = job.key.run
        #expect(job == alone)
      }
    }
  }

  @Test("a last row without its line end counts")
  func halfALine() throws {
    let reading = try Reading("task_id\thash\tname\tstatus\r\n1\ta\tx\tCOMPLETED\r\n2\tb\ty\tCOMPLETED")
    #expect(reading.jobs.map(\.key.id) == ["1/a", "2/b"])
  }
}
