/// Something that a check of a catalog found.
public struct CatalogFinding: Sendable, Hashable {
  /// How much it matters.
  public enum Severity: String, Sendable, Hashable, CaseIterable, Codable {
    /// Figures would be wrong.
    case error
    /// Figures may be wrong.
    case warning
    /// Worth knowing.
    case note
  }

  /// How much it matters.
  public var severity: Severity
  /// The instance type; nil for the catalog as a whole.
  public var instanceType: String?
  /// What, in plain words.
  public var message: String

  /// A finding.
  public init(severity: Severity, instanceType: String? = nil, message: String) {
    self.severity = severity
    self.instanceType = instanceType
    self.message = message
  }
}
