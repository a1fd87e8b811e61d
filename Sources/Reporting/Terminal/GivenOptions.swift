/// What a person gave on the command line that the next command needs too: without it a suggested command would read
/// another store, or fail for want of a catalog.
public struct GivenOptions: Sendable, Hashable {
  /// The plan, or the histories, as they were typed.
  public var files: [String] = []
  /// How the histories are read: `--format`, `--time-zone`, `--columns`, `--states`, `--missing`, each with its value.
  public var reading: [Reading] = []
  /// `--history`.
  public var history: [String] = []
  /// `--scenario`.
  public var scenario: String?
  /// `--set`, each as it was typed.
  public var settings: [String] = []
  /// `--assume-runtime`.
  public var assumedRuntime: String?
  /// `--catalog`.
  public var catalog: String?
  /// `--cluster`, of a replay.
  public var cluster: Int?
  /// `--policy`, of a replay.
  public var policy: String?
  /// `--store`.
  public var store: String?
  /// `--no-store`.
  public var noStore = false

  /// An option without which a history cannot be read, or is read otherwise.
  public struct Reading: Sendable, Hashable {
    let option: String
    let value: String

    /// An option as it was typed.
    public init(option: String, value: String) {
      self.option = option
      self.value = value
    }
  }

  /// Nothing was given.
  public init() {}

  /// A kind of option that a command may understand.
  enum Kind {
    case reading, history, scenario, catalog, store
  }

  /// The options of some kinds, each with its value, as a shell takes them.
  func words(_ kinds: [Kind]) -> [String] {
    kinds.flatMap { kind in
      switch kind {
      // In full: a part of a recipe reads something else.
      case .reading: reading.map { "\($0.option) \(VisibleText.shellWord($0.value))" }
      case .history: history.map { word("--history", $0) }
      case .scenario:
        (scenario.map { [word("--scenario", $0)] } ?? []) + settings.map { word("--set", $0) }
          + (assumedRuntime.map { [word("--assume-runtime", $0)] } ?? [])
      case .catalog: catalog.map { [word("--catalog", $0)] } ?? []
      case .store: noStore ? ["--no-store"] : store.map { [word("--store", $0)] } ?? []
      }
    }
  }

  /// A value too long for a screen becomes a word to fill in, since half a path is a wrong one.
  private func word(_ option: String, _ value: String) -> String {
    let shown = VisibleText.shellWord(value)
    return option + " " + (VisibleText.width(shown) <= 60 ? shown : "FILE")
  }
}
