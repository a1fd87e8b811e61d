// The keys of WfFormat that are read, in all of its versions; everything else is passed over without being held.
//
// Source of the names and units: the JSON schemas 1.3, 1.4 and 1.5 of wfcommons/WfFormat.

/// The keys of the document.
enum WorkflowDocumentField: String, CaseIterable, Sendable {
  case name, schemaVersion, workflow
}

/// The keys of `workflow`, of its `specification` and of its `execution`: up to 1.4 the first holds everything.
enum WorkflowField: String, CaseIterable, Sendable {
  case specification, execution
  case tasks, jobs, files, machines
  case makespanInSeconds, makespan
}

/// The keys of a task in either place.
enum WorkflowTaskField: String, CaseIterable, Sendable {
  case id, name, category, command, program
  case parents, children, inputFiles, files
  case runtimeInSeconds, runtime
  case coreCount, cores, avgCPU
  case memoryInBytes, readBytes, writtenBytes
  /// Up to 1.3, in kB.
  case memory, bytesRead, bytesWritten
  case machines, machine
}

/// The keys of a file.
enum WorkflowFileField: String, CaseIterable, Sendable {
  case id, name, link, sizeInBytes
  /// Up to 1.3, said to be in kB and written in bytes.
  case size
}

/// The keys of a machine and of its `cpu`.
enum WorkflowMachineField: String, CaseIterable, Sendable {
  case nodeName, cpu, memoryInBytes
  /// Up to 1.3, in kB.
  case memory
  case coreCount, count, speedInMHz, speed
}
