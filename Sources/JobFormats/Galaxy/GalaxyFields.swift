/// The fields of a job that are read, and of the record of a benchmark run around it.
enum GalaxyField: String, CaseIterable, Sendable {
  case id, state, tool_id, exit_code, create_time, history_id, external_id, user_email, copied_from_job_id
  case job_metrics, destination_id, job_runner_name, handler, galaxy_version
  // Around the job.
  case metrics, server, run, cloud, job_conf, workflow_id, inputs, input_data_size
}

/// The fields of a metric.
enum GalaxyMetricField: String, CaseIterable, Sendable {
  case name, plugin, raw_value
}

/// The metrics that are read, by the names of Galaxy's plugins `core`, `cgroup`, `cpuinfo` and `meminfo`.
///
/// Source: `galaxy.job_metrics.instrumenters`; cgroup has one set of names for version 1 and one for version 2.
enum GalaxyMetric: String {
  case slots = "galaxy_slots"
  case memory = "galaxy_memory_mb"
  case runtime = "runtime_seconds"
  case start = "start_epoch"
  case end = "end_epoch"
  case processors = "processor_count"
  case machineMemory = "memtotal"
  case peak1 = "memory.max_usage_in_bytes"
  case peak2 = "memory.peak"
  case limit1 = "memory.limit_in_bytes"
  case limit2 = "memory.max"
  case cpuNanoseconds1 = "cpuacct.usage"
  case cpuMicroseconds2 = "cpu.stat.usage_usec"
  case killed1 = "memory.oom_control.oom_kill"
  case underOOM1 = "memory.oom_control.under_oom"
  case killed2 = "memory.events.oom_kill"
}
