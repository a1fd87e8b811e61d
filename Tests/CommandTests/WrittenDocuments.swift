import Foundation
import TestSupport
import Testing

/// The JSON documents that commands write about a small world, made once for all tests.
struct WrittenDocuments {
  /// A document and where it comes from.
  struct Document {
    let command: String
    let text: String
    let tree: JSONTree
    var key: String { tree["schema"]?.text ?? "" }
  }

  /// Every document, in the order of the commands; a document within another one is there too.
  private(set) var all: [Document] = []
  /// The folder in which they were made, by now gone.
  let place: String

  static let shared = Result { try WrittenDocuments() }

  private init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("purser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    place = folder.path
    for (name, text) in Self.files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    for command in Self.commands {
      // The id of the n-th stored run, the oldest first; the header is the first line.
      let run = "run() { purser runs list --csv | sed -n $(($1 + 1))p | cut -d, -f1; }"
      let result = try Command.run(shell: "\(run); \(command)", in: folder)
      guard result.status == 0 else {
        throw Failure(description: "\(command): exit \(result.status): \(result.error)")
      }
      let tree = try JSONTree(parsing: result.output)
      all.append(Document(command: command, text: result.output, tree: tree))
      if let inner = tree["result"] { all.append(Document(command: command + " (result)", text: "", tree: inner)) }
    }
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The document of a command, which must have run.
  func document(_ command: String) throws -> Document {
    try #require(all.first { $0.command == command }, "\(command)")
  }

  // Without a price and a limit, with both, and with some tries that have no price.
  static let bare = "purser estimate plan.yaml --catalog bare.yaml --replications 5 --json"
  static let priced =
    "purser estimate plan.yaml --catalog prices.yaml --replications 5 --max-cost 9 --max-time 9h --json"
  static let half = "purser estimate plan.yaml --catalog half.yaml --replications 5 --no-store --json"
  static let bareSweep =
    "purser estimate plan.yaml --catalog bare.yaml --replications 5 --sweep priority=high --no-store --json"
  static let bareReplay = "purser replay trace.txt --json"
  static let failing = "purser replay jobs.json --catalog prices.yaml --scenario fail.yaml --json"
  // The same, its files named from the root.
  static let pricedFromRoot = priced.replacingOccurrences(of: "plan.yaml", with: "\"$PWD/plan.yaml\"")
  static let bareReplayFromRoot = "purser replay \"$PWD/trace.txt\" --no-store --json"

  /// The order matters: what is stored by one command is listed by the next.
  static let commands = [
    bare, priced, pricedFromRoot, half, bareSweep,
    "purser estimate plan.yaml --catalog dated.yaml --replications 5 --seed 18446744073709551615 --no-store --json",
    "purser estimate plan.yaml --catalog prices.yaml --replications 5 --sweep tasks.work.count=2,3"
      + " --sweep tasks.work.timeout=4h,5h --json",
    // As recorded without any price (the store has no bills yet), and with no times either.
    bareReplay, bareReplayFromRoot, "purser runs export latest", "purser replay cached.txt --no-store --json",
    // Every row, some skipped; the same again; a format without skipped rows.
    "purser import trace.txt --json", "purser import trace.txt jobs.json --json",
    // A job that never ran and names no time, only looked at.
    "printf '{\"id\": \"job-1\", \"state\": \"idle\"}' | purser import - --dry-run --json",
    // With prices, with jobs that fail, with some prices.
    "purser replay jobs.json --catalog prices.yaml --json",
    // Users and queues, and no price for any.
    "purser replay log.swf --policy fcfs --no-store --json",
    failing,
    "purser runs export latest --format json",
    "purser runs show latest --json",
    "purser replay jobs.json --catalog half.yaml --json",
    "purser runs list --json",
    // The first stored run is the estimate without prices, the second the one with, then come the points of the sweep.
    "purser runs show $(run 2) --json", "purser runs export $(run 1)", "purser runs export $(run 2)",
    "purser compare $(run 3) $(run 4) --json",
    "purser compare $(run 1) $(run 2) --json",
    "purser compare $(run 1) $(run 7) $(run 7) --json",
    "purser compare $(run 2) $(run 3) latest --json",
    "purser catalog list --json", "purser catalog show dnanexus-aws --json", "purser catalog show dated.yaml --json",
    "purser catalog show prices.yaml --json", "purser catalog check dnanexus-aws --json",
    "purser catalog check odd.yaml --json", "purser catalog learn --json",
    // Machines with prices, proved by a replay, and one executable of which too little is known; requests without a
    // catalog; nothing at all.
    "purser recommend past.csv --catalog platform.yaml --store advice.sqlite --json",
    "purser recommend asked.csv --store none.sqlite --no-store --json",
    "purser recommend past.csv --catalog dated.yaml --no-store --json",
    // Neither timeouts nor a replay; an executable with too few runs for a timeout; limits by the size of inputs.
    "purser recommend asked.csv --no-store --no-timeouts --no-replay --json",
    "purser recommend past.csv --catalog platform.yaml --min-samples 1 --no-store --json",
    "purser recommend sized.csv --no-store --json",
    // A plan with a deadline, with one that nothing keeps, and without prices.
    "purser recommend plan.yaml --catalog prices.yaml --deadline 30h --replications 5 --no-store --json",
    "purser recommend plan.yaml --catalog prices.yaml --deadline 1m --replications 5 --no-store --json",
    "purser recommend plan.yaml --catalog bare.yaml --replications 5 --no-store --json",
    // A scatter of short jobs with a limit of how many run at once and without one, and a spot market that was seen; then
    // one that was hardly seen, with spot as dear as on demand.
    "purser recommend scatter.csv spot.json --catalog market.yaml --no-store --no-replay --json",
    "purser recommend scatter.csv spot.json --catalog market2.yaml --no-store --no-replay --min-samples 40 --json",
    "purser validate types graphs.json --json",
    // Recorded prices, a catalog learned from them, and one job that runs; no price; neither price nor time.
    "purser review --json", "purser review trace.txt --no-store --json",
    "printf '{\"id\": \"job-1\", \"state\": \"idle\"}' | purser review - --no-store --json",
    // Jobs that became slower, with prices and versions; larger in memory, with neither; periods in which nothing ended.
    "purser review moved.json --no-store --json", "purser review grown.csv --no-store --json",
    "purser review waiting.json --no-store --json",
    // With and without a bound on failures; one task alone, which wastes nothing under some rules.
    "purser validate memory sizes.csv --protocol seq --json",
    "purser validate memory sizes.csv --protocol causal --max-failure-rate 0.01 --json",
    "purser validate memory tight.csv --protocol seq --json",
    "purser validate timeouts limits.csv --warm 0.5 --draws 2 --json",
    "purser validate timeouts limits.csv --default-limit 2h --json",
    "purser validate runtime . --protocol L --json", "purser validate runtime . --protocol T --json",
    // Jobs with a log; a job beside others whose memory and price are known.
    "purser import watched.json jobs.json peers.csv --store past.sqlite --json",
    "purser import watch.txt --job job-000000000000000000000009 --time-zone UTC --store past.sqlite --json",
    "purser import use.csv --job job-000000000000000000000009 --store past.sqlite --json",
    "purser jobs --store past.sqlite --json", "purser job job-000000000000000000000009 --store past.sqlite --json",
    "purser job 1 --store past.sqlite --json", "purser job job-000000000000000000000008 --store past.sqlite --json",
    "purser job job-000000000000000000000001 --store past.sqlite --json",
    // What reviews said of a job: with a price, and without.
    "purser review --store past.sqlite --json", "purser job job-000000000000000000000001 --store past.sqlite --json",
    "purser import moved.json --store dear.sqlite --json", served("dear.sqlite"),
    "purser review --store dear.sqlite --json", served("dear.sqlite"), served("past.sqlite"),
    "purser job job-000000000000000000000210 --store dear.sqlite --json",
  ]

  /// The findings of a store as its server gives them: before a review, with prices, and without.
  private static func served(_ store: String) -> String {
    """
    purser serve --port 0 --store \(store) > out & pid=$!; \
    for _ in $(seq 600); do grep -q http out && break; sleep 0.1; done; \
    port=$(grep -o ':[0-9][0-9]*/' out | tr -d ':/'); exec 3<>/dev/tcp/127.0.0.1/$port; \
    printf 'GET /findings?format=json HTTP/1.1\\r\\nHost: 127.0.0.1:%s\\r\\nConnection: close\\r\\n\\r\\n' $port >&3; \
    sed '1,/^\\r*$/d' <&3; kill $pid; wait $pid
    """
  }

  private static func market(_ provider: String, spot: String) -> String {
    "provider: \(provider)\ncurrency: GBP\ntypes:\n"
      + "  - {name: large, vcpu: 4, memory_gib: 32, disk_gb: 90, on_demand: 0.36, spot: \(spot), family: std}\n"
  }

  private static let scatter: String = {
    let rows = (0..<60).map { number -> String in
      let bytes = (50 + 10 * number) * 1_000_000
      return "s\(number),small,0,0,\(95 + number),large,\(bytes)"
    }
    let header = "job,executable,submitted_s,started_s,stopped_s,instance_type,input_bytes"
    return ([header] + rows).joined(separator: "\n") + "\n"
  }()

  /// Thirty jobs of an hour on spot, none of which was taken back.
  private static let spot: String = {
    let jobs = (10..<40).map { number -> String in
      let id = "job-" + String(repeating: "0", count: 22) + "\(number)"
      return """
        {"id": "\(id)", "name": "x", "executableName": "x", "state": "done", "created": 1, "startedRunning": 1000,
        "stoppedRunning": 3601000, "instanceType": "large", "finalPriority": "low"}
        """
    }
    return "[" + jobs.joined(separator: ", ") + "]"
  }()

  private static let files = [
    "market.yaml": market("dnanexus", spot: "0.09"),
    "market2.yaml": market("other", spot: "0.36"),
    // 90 s of set-up and a second for each 10 MB.
    "scatter.csv": scatter, "spot.json": spot,
    "platform.yaml": """
    provider: dnanexus
    currency: GBP
    types:
      - {name: small, vcpu: 4, memory_gib: 8, disk_gb: 90, on_demand: 0.16, family: std}
      - {name: large, vcpu: 4, memory_gib: 32, disk_gb: 90, on_demand: 0.64, family: std}
    """,
    // Peaks of 5 to 8 GB on a machine of 34, a few of which one of 8.6 GB may not hold; the last has one job.
    "past.csv": "job,executable,submitted_s,started_s,stopped_s,instance_type,priority,time_limit_s,peak_memory_bytes\n"
      + (0..<60).map {
        "j\($0),align,\($0),\($0),\($0 + 3600),large,high,"
          + "90000,\(5000 + ($0 * 37) % 50 * 60)000000\n"
      }.joined() + "k,once,1,1,60,large,high,90000,1000000\n",
    "asked.csv": "job,executable,runtime_s,vcpus,memory_requested_bytes,peak_memory_bytes,cpu_percent\n"
      + (0..<12).map { "j\($0),sort,60,4,8000000000,1000000000,100\n" }.joined(),
    "sized.csv": "job,executable,runtime_s,vcpus,input_bytes,time_limit_s\n"
      + (0..<80).map {
        let size = 1 + $0 * 37 % 40
        return "j\($0),sort,\(300 + 240 * size),4,\(size)000000000,2592000\n"
      }.joined(),
    "graphs.json": """
    [{"price": [0.1, 0.4], "t": [[100, 40], [60, 20]], "edges": [[0, 1]], "deadline": 130, "optimal_cost": 0.005}]
    """,
    "limits.csv": """
    process,start_ms,runtime_ms,time_limit_ms,cpus_req,input_bytes,status
    align,0,600000,7200000,2,1000000000,COMPLETED
    align,1000,1200000,7200000,2,2000000000,COMPLETED
    align,2000000,900000,7200000,2,1500000000,COMPLETED
    align,4000000,900000,7200000,2,1500000000,COMPLETED

    """,
    "machine_scores.csv": "machine,cpu_score,io_score\nlocal,400,300\nfar,200,300\n",
    "task_benchmarks.csv": "machine,workflow,task,r1,r2,r3\nlocal,w,sort,1,1,2\nfar,w,sort,2,2,2\n",
    "tasks.csv": """
    machine,workflow,row,label,task,runtime_ms,task_input_uncompressed,workflow_input_bytes
    local,w,0,train-1,sort,1000,10,10
    local,w,1,train-1,sort,2100,20,20
    local,w,2,train-1,sort,3000,30,30
    local,w,3,test,sort,9000,90,90
    far,w,3,test,sort,17000,90,90
    local,w,4,test,sort,20000,200,200
    far,w,4,test,sort,41000,200,200
    """,
    "watched.json": """
    {"id": "job-000000000000000000000009", "class": "job", "name": "map", "executableName": "mapper", "state": "running",
      "created": 1745872800000, "startedRunning": 1745872860000, "instanceType": "small",
      "stateTransitions": [{"newState": "running", "setAt": 1745872860000}]}
    {"id": "job-000000000000000000000008", "class": "job", "name": "map", "executableName": "mapper", "state": "idle",
      "created": 1745872800000}
    """,
    "watch.txt": """
    Out of memory: Killed process 6 (early) total-vm:5967132kB, anon-rss:3711628kB
    2025-04-28 20:41:01 map INFO CPU: 10% (4 cores) * Memory: 283/7225MB * Storage: 79GB free * Net: 0↓/0↑MBps
    2025-04-28 20:42:00 map STDERR Out of memory: Killed process 7 (reader) total-vm:5967132kB, anon-rss:3711628kB
    2025-04-28 20:51:01 map INFO CPU: 11% (4 cores) * Memory: 583/7225MB * Storage: 79GB free * Net: 0↓/0↑MBps

    """,
    "use.csv": """
    timestamp,cpuCount,cpuUsageUser,cpuUsageSystem,memoryUsedBytes,memoryTotalBytes
    1745872920000,4,20,5,,7575961600
    1745872980000,4,,,900000000,7575961600

    """,
    "moved.json": moved, "grown.csv": grown,
    "waiting.json": """
    [{"id": "job-000000000000000000000301", "state": "idle", "created": 1700000000000},
     {"id": "job-000000000000000000000302", "state": "idle", "created": 1700691200000},
     {"id": "job-000000000000000000000303", "state": "idle", "created": 1701728000000}]
    """,
    "peers.csv": "job,executable,runtime_s,peak_memory_bytes\n1,sort,60,1000\n2,sort,70,2000\n",
    "plan.yaml": """
    name: small
    tasks:
      - {name: split, runtime: 10m, instance_type: small}
      - {name: work, after: split, count: 4, runtime: {median: 1h, p95: 3h}, instance_type: large, timeout: 31d}
    """,
    "prices.yaml": """
    provider: test
    currency: GBP
    types:
      - {name: small, vcpu: 4, memory_gib: 8, on_demand: 0.16, spot: 0.05, family: std}
      - {name: large, vcpu: 16, memory_gib: 32, on_demand: 0.64, spot: 0.2, family: std}
    """,
    "bare.yaml": """
    provider: test
    types:
      - {name: small, vcpu: 4, memory_gib: 8}
      - {name: large, vcpu: 16, memory_gib: 32}
    """,
    "half.yaml": """
    provider: test
    currency: GBP
    types:
      - {name: small, vcpu: 4, memory_gib: 8, on_demand: 0.16}
      - {name: large, vcpu: 16, memory_gib: 32}
    """,
    "dated.yaml": """
    provider: test
    region: here
    currency: EUR
    prices_as_of: 2026-03-01
    sources: [a rate card]
    billing: {minimum: 60s, granularity: 1s, share: vcpu, discount: 0.05}
    types:
      - {name: small, vcpu: 4, memory_gib: 8, usable_memory_gib: 7.5, disk_gb: 100, usable_disk_gb: 90,
         gpus: 1, gpu_model: T4, arch: arm64, os: linux, on_demand: 0.16, spot: 0.05, price_source: a letter,
         price_date: 2026-02-01}
      - {name: large, vcpu: 0.5, memory_gib: 32, on_demand: 0.123456789012345}
    """,
    "odd.yaml": """
    provider: test
    currency: GBP
    prices_as_of: 2020-01-01
    types:
      - {name: small, vcpu: 4, memory_gib: 8, on_demand: 0.16, spot: 0.5}
      - {name: large, vcpu: 16, memory_gib: 32, on_demand: 0.64, price_date: 2999-01-01}
    """,
    "fail.yaml": """
    overrides:
      - {match: {executable: align}, timeout: 30m}
    """,
    "trace.txt": [
      "task_id\thash\tnative_id\tname\tstatus\texit\tsubmit\tduration\trealtime\t%cpu\tpeak_rss",
      "1\taa/000001\t11\talign (s1)\tCOMPLETED\t0\t2024-03-01 10:00:00.000\t11m\t10m\t390.0%\t3 GB",
      "2\taa/000002\t12\talign (s2)\tFAILED\t137\t2024-03-01 10:00:00.000\t6m\t5m\t380.0%\t7.9 GB",
      "a row cut short",
      "3\taa/000003\t-\tmerge\tCACHED\t0\t2024-02-28 09:00:00.000\t3m\t2m\t99.0%\t1 GB",
      "4\taa/000004\t-\treport\tABORTED\t-\t2024-03-01 10:20:00.000\t-\t-\t-\t-", "",
    ].joined(separator: "\n"),
    "cached.txt": [
      "task_id\thash\tnative_id\tname\tstatus\texit\tsubmit\tduration\trealtime\t%cpu\tpeak_rss",
      "1\taa/000001\t-\tmerge\tCACHED\t0\t2024-02-28 09:00:00.000\t3m\t2m\t99.0%\t1 GB", "",
    ].joined(separator: "\n"),
    "jobs.json": jobs,
    "sizes.csv": "process,runtime_s,start_s,stopped_s,input_bytes,peak_memory_bytes,memory_requested_bytes\n"
      + (1...9).map { "align,60,\($0 * 100),\($0 * 100 + 60),\($0)000,\($0)000000,20000000\n" }.joined(),
    "tight.csv": "process,runtime_s,peak_memory_bytes,memory_requested_bytes\nalign,60,4000000,4000000\n",
    "log.swf": "; MaxProcs: 4\n1 0 0 10 3 -1 -1 3 10 -1 1 7 1 1 2 -1 -1 -1\n",
  ]

  /// A job a day; those of the second half take twice as long and are of another version. One of them failed.
  private static let moved: String = {
    var jobs: [String] = []
    for number in 100..<220 {
      let start: Int = 1_700_000_000_000 + number * 86_400_000
      let isOld = number < 160
      let minutes: Int = (60 + number * 37 % 23) * (isOld ? 1 : 2)
      let stop: Int = start + 60_000 * (minutes + 1)
      jobs.append(
        """
        {"id": "job-000000000000000000000\(number)", "class": "job", "name": "sample \(number)", "executableName": "align",
         "applet": "applet-\(isOld ? "old" : "new")", "state": "\(number == 210 ? "failed" : "done")", "created": \(start),
         "startedRunning": \(start + 60_000), "stoppedRunning": \(stop), "instanceType": "small", "totalPrice": \(minutes),
         "currency": {"code": "GBP"}}
        """)
    }
    return "[" + jobs.joined(separator: ",\n") + "]"
  }()

  /// A job a day, of an hour; those of the second half have half as much memory again.
  private static let grown: String = {
    var lines = ["job,executable,submitted_s,started_s,stopped_s,peak_memory_bytes"]
    for number in 0..<120 {
      let start: Int = 1_700_000_000 + number * 86_400
      let noise: Int = number * 37 % 23
      let memory: Int = (number < 60 ? 4000 : 6000) + noise
      lines.append("j\(number),sort,\(start),\(start),\(start + 3600 + noise),\(memory)000000")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  /// Priced jobs, of which the second waits for the first, the third was charged another rate and the fourth is the only
  /// one of its type and says no region; and one that still runs.
  private static let jobs: String = {
    let here = #""region": "aws:here","#
    func job(_ number: Int, _ start: Int, _ stop: Int?, _ type: String, price: Double?, more: String) -> String {
      let begin = 1_700_000_000_000
      let end = stop.map { #""stoppedRunning": \#(begin + $0 * 1000),"# } ?? ""
      let bill = price.map { #""totalPrice": \#($0), "currency": {"code": "GBP"},"# } ?? ""
      return """
        {"id": "job-00000000000000000000000\(number)", "class": "job", "name": "align \(number)", "launchedBy": "user-ann",
         "executableName": "align", "state": "\(stop == nil ? "running" : "done")", "created": \(begin), \(bill)
         "startedRunning": \(begin + start * 1000), \(end) \(more) "instanceType": "\(type)", "priority": "high"}
        """
    }
    let waits = #""dependsOn": ["job-000000000000000000000001"],"#
    let jobs = [
      job(1, 60, 3660, "small", price: 0.16, more: here), job(2, 3720, 7320, "small", price: 0.16, more: here + waits),
      job(3, 60, 3660, "small", price: 0.2, more: here), job(4, 60, 3660, "large", price: 0.64, more: ""),
      job(5, 60, nil, "small", price: nil, more: here),
    ]
    return "[\(jobs.joined(separator: ",\n"))]"
  }()
}
