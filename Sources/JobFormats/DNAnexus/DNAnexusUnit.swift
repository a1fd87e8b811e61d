/// What DNAnexus means by MB and GB, wherever it measures: in job logs, in metrics, in `availableInstanceTypes`.
///
/// Both are of base 2, as `dx watch --metrics-help` says. Figures agree: an EC2 device of 400 GB (10^9) is shown, and
/// described, as 372 GB, and 400e9 / 2^30 = 372.5; one of 320 GB as 297 (298.0). What a worker shows can be some GB more
/// than its device, since its own volume is in it. The sizes by which types are advertised, and `disk_gb` and
/// `usable_disk_gb` in catalogs, are GB of 10^9 bytes.
enum DNAnexusUnit {
  /// Bytes.
  static let megabyte: Int64 = 1 << 20
  /// Bytes.
  static let gigabyte: Int64 = 1 << 30
}
