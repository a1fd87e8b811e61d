/// The keys of a HealthOmics manifest's runs and tasks and of their metrics that are read; everything else (parameters,
/// templates, digests, roles) is passed over without being held.
///
/// Source of the names: manifest logs of the service and the fields that AWS's own run analyzer reads.
enum HealthOmicsField: String, CaseIterable, Sendable {
  // Of both.
  case arn, uuid, name, status, statusMessage, failureReason, creationTime, startTime, stopTime
  // Of a task.
  case run, cpus, gpus, memory, instanceType, image, cacheHit
  // Of a run.
  case workflow, startedBy, outputUri, storageType, storageCapacity
  // Their metrics.
  case runningSeconds
  case cpusAverage, cpusMaximum, cpusReserved, gpusReserved
  case memoryAverageGiB, memoryMaximumGiB, memoryReservedGiB
  case storageAverageGiB, storageMaximumGiB, storageReservedGiB

  /// The fields by their names.
  static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
  /// The place of each field among the values of an object.
  static let places = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))
}
