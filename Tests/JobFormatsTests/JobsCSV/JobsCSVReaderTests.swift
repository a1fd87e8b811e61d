import JobModel
import Testing

@testable import JobFormats

/// Every known column once, and one more.
let sampleJobsCSV = """
  job,try,run,executable,user,state,failure_reason,exit_code,submitted_s,started_s,stopped_s,runtime_s,instance_type,\
  vcpus,memory_requested_bytes,time_limit_s,priority,cpu_percent,peak_memory_bytes,peak_disk_bytes,input_bytes,\
  read_bytes,written_bytes,cost,currency,parent,after,sample
  a1,0,r1,align,ann,done,,0,10,20.5,80,50,mem1_ssd1_v2_x4,4,8589934592,3600,high,250.5,4294967296,1000,2000,3000,4000,\
  0.25,GBP,p1,a0; b0,NA12878
  a2,1,r1,align,bob,failed,AppError,7,10,30,90,,mem1_ssd1_v2_x4,4,,,low,,,,,,,1.5,usd,,,"x, y"

  """

@Suite("Tables of jobs")
struct JobsCSVReaderTests {
  @Test("every known column finds its place")
  func everything() throws {
    let reading = try Reading(sampleJobsCSV)
    #expect(reading.report.format == "jobs-csv")
    #expect(reading.report.warnings == [] && reading.report.skipped == [])
    #expect(reading.lines == [2, 3])
    var job = Job(key: JobKey(run: "r1", id: "a1"), name: "job a1", executable: "align", state: .done)
    job.user = "ann"
    job.exitCode = 0
    job.submitted = SimTime(milliseconds: 10_000)
    job.started = SimTime(milliseconds: 20_500)
    job.stopped = SimTime(milliseconds: 80_000)
    job.ended = job.stopped
    job.runtime = .seconds(50)
    job.instanceType = "mem1_ssd1_v2_x4"
    job.vcpus = 4
    job.memoryRequested = Bytes(8_589_934_592)
    job.timeLimit = .hours(1)
    job.priority = .high
    job.usage.cpuPercent = 250.5
    job.usage.peakMemory = Bytes(4_294_967_296)
    job.usage.peakDisk = Bytes(1000)
    job.usage.input = Bytes(2000)
    job.usage.read = Bytes(3000)
    job.usage.written = Bytes(4000)
    job.cost = Money(nanos: 250_000_000, currency: .gbp)
    job.parent = "p1"
    job.dependencies = ["a0", "b0"]
    job.properties = [Property(name: "sample", value: "NA12878")]
    #expect(reading.jobs[0] == job)
    // The second row says less: nothing of the first may shine through.
    var other = Job(key: JobKey(run: "r1", id: "a2", tryNumber: 1), name: "job a2", executable: "align", state: .failed)
    other.user = "bob"
    other.failureReason = .appError
    other.exitCode = 7
    other.submitted = SimTime(milliseconds: 10_000)
    other.started = SimTime(milliseconds: 30_000)
    other.stopped = SimTime(milliseconds: 90_000)
    other.ended = other.stopped
    other.instanceType = "mem1_ssd1_v2_x4"
    other.vcpus = 4
    other.priority = .low
    other.cost = Money(nanos: 1_500_000_000, currency: .usd)
    other.properties = [Property(name: "sample", value: "x, y")]
    #expect(reading.jobs[1] == other)
  }

  /// The only job of a table of one row, besides `executable` and `runtime_s`.
  private func job(_ header: String, _ value: String) throws -> Job {
    let reading = try Reading("executable,runtime_s,\(header)\nalign,60,\(value)\n")
    #expect(reading.report.warnings == [], "\(header)")
    return try #require(reading.jobs.first)
  }

  @Test("each alias says what its column says")
  func aliases() throws {
    #expect(try job("task_id", "17").key.id == "17")
    #expect(try job("attempt", "3").key.tryNumber == 2)
    #expect(try job("exit", "137").exitCode == 137)
    #expect(try job("exit", "0.0").exitCode == 0)
    #expect(try job("disk_read_bytes", "5").usage.read == Bytes(5))
    #expect(try job("disk_write_bytes", "5").usage.written == Bytes(5))
    #expect(try job("task_input_uncompressed", "5").usage.input == Bytes(5))
    #expect(try job("task_input_bytes", "5").usage.input == Bytes(5))
    for header in ["submitted", "submit"] {
      #expect(try job(header + "_s", "7").submitted == SimTime(milliseconds: 7000))
      #expect(try job(header + "_ms", "7").submitted == SimTime(milliseconds: 7))
    }
    for header in ["started", "start"] {
      #expect(try job(header + "_s", "7").started == SimTime(milliseconds: 7000))
      // The end is the start and the runtime, where only these are told.
      #expect(try job(header + "_ms", "7").stopped == SimTime(milliseconds: 60_007))
    }
    for header in ["stopped", "complete", "end"] {
      #expect(try job(header + "_s", "70").stopped == SimTime(milliseconds: 70_000))
      #expect(try job(header + "_ms", "70000").started == SimTime(milliseconds: 10_000))
    }
    for header in ["cpus_req", "cpus", "procs", "vcpus"] { #expect(try job(header, "2.5").vcpus == 2.5) }
    #expect(try job("cpu_pct", "99.5").usage.cpuPercent == 99.5)
    #expect(try job("mem_req_bytes", "1024").memoryRequested == Bytes(1024))
    #expect(try job("peak_rss_bytes", "1024").usage.peakMemory == Bytes(1024))
    #expect(try job("req_s", "120").timeLimit == .minutes(2))
    #expect(try job("time_limit_ms", "120000").timeLimit == .minutes(2))
    #expect(try job("cost_eur", "2").cost == Money(nanos: 2_000_000_000, currency: .eur))
    for header in ["executable", "process", "task", "exe", "Executable"] {
      for runtime in ["runtime_ms", "realtime_ms", "run_ms"] {
        let reading = try Reading("\(header);\(runtime)\nalign;1500\n")
        #expect(reading.jobs.map(\.executable) == ["align"])
        #expect(reading.jobs.map(\.runtime) == [SimDuration(milliseconds: 1500)])
      }
    }
  }

  @Test("a wait and a runtime stand for a start and a stop")
  func waits() throws {
    let reading = try Reading(
      """
      job,submit_s,wait_s,run_s,procs,req_s,status,user,exe,queue
      15,599850,192180,3477,4,53940,1,12,-1,3
      """)
    let job = try #require(reading.jobs.first)
    // 599850 + 192180 = 792030; 792030 + 3477 = 795507.
    #expect(job.started == SimTime(milliseconds: 792_030_000))
    #expect(job.stopped == SimTime(milliseconds: 795_507_000))
    #expect(job.executable == "unknown" && job.user == "12" && job.property("queue") == "3")
  }

  @Test("the first of several names counts if it says something; the others are properties")
  func several() throws {
    let reading = try Reading(
      """
      task,runtime_s,task_input_bytes,task_input_uncompressed
      a,1,10,30
      b,2,10,-1
      c,3,10,NaN
      """)
    #expect(reading.jobs.map(\.usage.input) == [Bytes(30), Bytes(10), Bytes(10)])
    #expect(reading.jobs.map { $0.property("task_input_bytes") } == ["10", nil, nil])
    #expect(reading.warnings == ["task_input_uncompressed is not a size: it is left out"])
  }

  @Test("nothing, - and -1 are missing")
  func missing() throws {
    let row = String(repeating: ",-1", count: 9) + String(repeating: ",-", count: 9) + String(repeating: ",", count: 9)
    let header = sampleJobsCSV.split(separator: "\n")[0]
    let reading = try Reading("\(header),runtime_ms\n-\(row),9\n")
    let job = try #require(reading.jobs.first)
    #expect(job.key.id == "row 1" && job.executable == "unknown" && job.state == .done)
    #expect(job.vcpus == nil && job.cost == nil && job.properties == [] && job.dependencies == [])
    #expect(reading.warnings == ["no job id: the row's number is used"])
  }

  @Test("words and figures for states")
  func states() throws {
    let words: [(String, JobState)] = [
      ("COMPLETED", .done), ("FINISH", .done), ("Succeeded", .done), ("1", .done), ("2", .done), ("FAIL", .failed),
      ("0", .failed), ("error", .failed), ("TIMEOUT", .failed), ("OUT_OF_MEMORY", .failed), ("KILL", .terminated),
      ("EVICT", .terminated), ("LOST", .terminated), ("5", .terminated), ("Terminated", .terminated),
      ("CANCELLED by 17", .terminated), ("ABORTED", .terminated), ("Running", .running), ("Pending", .runnable),
      ("Waiting", .runnable), ("waiting_on_input", .waitingOnInput), ("CACHED", .done),
    ]
    for (word, state) in words {
      let reading = try Reading("executable,runtime_s,state\na,1,\(word)\n")
      #expect(reading.jobs.map(\.state) == [state], "\(word)")
      #expect(reading.warnings == [], "\(word)")
    }
    #expect(try job("state", "timeout").failureReason == .jobTimeoutExceeded)
    #expect(try job("state", "cached").isCached)
    let unknown = try Reading("executable,runtime_s,state\na,1,dreaming\nb,1,dreaming\n")
    #expect(unknown.jobs.map(\.state) == [JobState("dreaming"), JobState("dreaming")])
    #expect(unknown.report.warnings == [.init(message: "unknown state \"dreaming\"", count: 2, lines: [2, 3])])
  }

  @Test("where no state is told, the exit code and the times show it")
  func shownStates() throws {
    let reading = try Reading(
      """
      executable,submitted_s,started_s,stopped_s,exit_code,failure_reason
      a,1,2,3,0,
      b,1,2,3,1,
      c,1,2,3,,AppError
      d,1,2,,,
      e,1,,,,
      f,1,,3,,
      g,,,,,
      """)
    #expect(reading.jobs.map(\.state) == [.done, .failed, .failed, .running, .runnable, .terminated])
    // What was ended before it started never held a worker.
    #expect(reading.jobs[5].stopped == nil && reading.jobs[5].ended == SimTime(milliseconds: 3000))
    #expect(reading.report.skipped == [.init(reason: "neither a runtime nor a start and a stop", count: 1, lines: [8])])
  }

  @Test("ids count inside a run, which is the file's content if no column names it")
  func identity() throws {
    let numbered = try Reading("executable,runtime_s\na,1\na,2\n")
    #expect(numbered.jobs.map(\.key.id) == ["1", "2"])
    #expect(numbered.jobs[0].key.run.hasPrefix("csv-") && numbered.jobs[0].key.run == numbered.jobs[1].key.run)
    let other = try Reading("executable,runtime_s\na,1\na,3\n")
    #expect(other.jobs[0].key.run != numbered.jobs[0].key.run)
    // A row's number is unique in its file only, and a run may come in several files.
    let runs = try Reading("run,executable,runtime_s,after\nr,a,1,\nr,b,2,1\n")
    let scope = try #require(runs.jobs[0].key.id.split(separator: "/").first)
    #expect(runs.jobs.map(\.key) == [JobKey(run: "r", id: "\(scope)/1"), JobKey(run: "r", id: "\(scope)/2")])
    #expect(runs.jobs[1].dependencies == ["\(scope)/1"])
    let jobs = try Reading("run,job,executable,runtime_s\nr,17,a,1\n")
    #expect(jobs.jobs[0].key == JobKey(run: "r", id: "17"))
  }

  @Test("a row that comes again byte for byte is a duplicate, in order or not")
  func duplicates() throws {
    let numbered = try Reading("job,executable,runtime_s\n1,a,1\n3,a,1\n1,a,1\n2,a,1\n3,a,1\n4,a,1\n4,a,1\n")
    #expect(numbered.jobs.map(\.key.id) == ["1", "3", "2", "4"])
    #expect(numbered.report.duplicates == 3)
    let plain = try Reading("executable,runtime_s\na,1\nb,1\na,1\nexecutable,runtime_s\n")
    #expect(plain.jobs.count == 2 && plain.report.duplicates == 1)
    #expect(plain.reasons == ["the header again"])
  }

  @Test("a task is named by its executable and its tag")
  func names() throws {
    #expect(try job("tag", "S1").name == "align (S1)")
    #expect(try job("tag", "S1").property("tag") == "S1")
    #expect(try job("tag", "-").name == "job 1")
    #expect(try job("name", "mine").name == "mine")
  }
}
