// Properties with a meaning of their own, kept as labels because few formats have them.

extension Job {
  /// The property that says what part of its machine ``Job/cost`` is for, a ``Billing/Share``: nothing is learned about
  /// machines from the price of a share.
  public static let costBasisProperty = "cost_basis"

  /// Whether ``Job/cost`` is for the vCPUs that the job asked for, and not for its whole worker.
  public var paidForShare: Bool {
    cost != nil
      && properties.contains { $0.name == Self.costBasisProperty && $0.value == Billing.Share.vcpu.rawValue }
  }

  /// The property of an analysis that holds the storage it kept for itself, in GiB-hours as a decimal number.
  public static let storageProperty = "storage_gib_hours"

  /// The GiB-hours of storage that an analysis kept for itself; nil where the record does not say.
  public var storageGiBHours: DecimalNumber? {
    guard kind == .analysis, let text = properties.first(where: { $0.name == Self.storageProperty })?.value,
      let amount = try? DecimalNumber(parsing: text), amount.digits >= 0
    else { return nil }
    return amount
  }
}
