import Foundation
import JobModel
import RunStore
import Testing

/// The views are a public interface: this suite fails before somebody's query does.
@Suite struct ViewTests {
  let folder: TestFolder
  let store: JobStore

  init() throws {
    folder = try TestFolder()
    store = try folder.store()
  }

  @Test(arguments: [
    (
      "v_jobs",
      "job try name executable run parent state failure_reason exit_code instance_type priority submitted_ms "
        + "started_ms stopped_ms cost currency peak_memory_bytes input_bytes cost_nanos cpu_percent peak_disk_bytes "
        + "peaks_are_lower_bounds observed_until_ms"
    ),
    (
      "v_executables",
      "executable jobs tries done failed cost currency runtime_mean_s runtime_max_s peak_memory_max_bytes"
    ),
    (
      "v_runs",
      "run kind name catalog prices_as_of_ms currency seed replications jobs tries cost_mean cost_p50 cost_p95 "
        + "wall_clock_mean_s wall_clock_p50_s wall_clock_p95_s wait_mean_s failed_jobs_mean "
        + "probability_over_max_cost probability_over_max_time unpriced_tries utilization critical_path_s "
        + "program_version"
    ),
    (
      "v_run_jobs",
      "run job try task state failure_reason instance_type is_spot submitted_ms started_ms stopped_ms cost currency"
    ),
    (
      "v_samples",
      "job try time_ms source cores cpu_percent_of_machine cpu_user_percent cpu_system_percent cpu_iowait_percent "
        + "memory_used_bytes memory_total_bytes disk_used_bytes disk_total_bytes disk_free_bytes "
        + "network_in_bytes_per_s network_out_bytes_per_s disk_read_bytes_per_s disk_write_bytes_per_s "
        + "network_in_total_bytes network_out_total_bytes disk_read_total_bytes disk_write_total_bytes"
    ),
    ("v_log_events", "job try time_ms kind process memory_bytes text"),
    ("v_findings", "kind severity executable jobs evidence remedy cost currency time_s"),
  ])
  func columnsStayAsTheyAre(view: String, expected: String) throws {
    #expect(try columns(folder.path(), view) == expected.split(separator: " ").map(String.init))
  }

  @Test func jobsHaveOneRowATry() throws {
    var analysis = job("analysis-1")
    analysis.kind = .analysis
    var full = try fullJob()
    full.cost?.nanos = 1_500_000_000
    full.name = "sample 7"
    try store.importJobs([full, analysis, job("job-2")])
    #expect(
      try queryResult(folder.path(), "SELECT * FROM v_jobs ORDER BY job") == """
        job-1|2|sample 7|bwa|r1|job-0|failed|AppInsufficientResourceError|-137|mem1_ssd1_v2_x4|normal|-1|2|3|1.5|GBP|11|13|1500000000|250.5|12|1|21
        job-2|0|job-2|align|||done|||||||||||||||0|

        """)
  }

  @Test func executablesAddUp() throws {
    var first = job("a", state: .failed)
    first.runtime = SimDuration(milliseconds: 1000)
    first.cost = Money(nanos: 500_000_000, currency: .usd)
    first.usage.peakMemory = Bytes(8)
    var second = job("a")
    second.key.tryNumber = 1
    second.started = SimTime(milliseconds: 0)
    second.stopped = SimTime(milliseconds: 2000)
    second.cost = Money(nanos: 250_000_000, currency: .usd)
    var mixed = job("b", executable: "mixed")
    mixed.cost = Money(nanos: 1, currency: .usd)
    var pounds = job("c", executable: "mixed")
    pounds.cost = Money(nanos: 1, currency: .gbp)
    try store.importJobs([first, second, mixed, pounds])
    #expect(
      try queryResult(folder.path(), "SELECT * FROM v_executables ORDER BY executable") == """
        align|1|2|1|1|0.75|USD|1.5|2.0|8
        mixed|2|2|2|0|||||

        """)
  }
}
