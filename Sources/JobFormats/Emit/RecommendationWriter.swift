public import JobModel

/// Writes recommendations as lines that another program takes: one file with a conformer and one line in
/// ``RecommendationWriters/all`` make a new target.
///
/// What a recommendation says of an executable is written as a whole, not only what changes. Executables that need no
/// change are left out. Names come from outside: a writer escapes them for its target, and what cannot be written safely
/// stands in a comment.
public protocol RecommendationWriter: Sendable {
  /// The word on the command line, such as `dx-run`.
  var name: String { get }
  /// What it makes, for help texts.
  var summary: String { get }

  /// The lines, in the order of the executables' names, and what they cannot say.
  ///
  /// Equal recommendations give equal text.
  /// - Complexity: O(n log n) in the number of recommendations.
  func write(_ recommendations: [Recommendation], context: EmitContext) -> EmittedText
}

/// What a writer may know besides the recommendations.
public struct EmitContext: Sendable {
  /// The catalog that the recommendations were made with.
  public var catalog: Catalog?

  /// A context of its parts.
  public init(catalog: Catalog? = nil) { self.catalog = catalog }

  /// DNAnexus' name of the region, such as `aws:us-east-1`; nil where the catalog is not for one of its regions.
  var platformRegion: String? {
    guard let catalog, catalog.isDNAnexus, let region = catalog.region, region.contains(":") else { return nil }
    return region
  }
}

/// Text for another program, with what it could not say.
public struct EmittedText: Sendable, Equatable {
  /// The text, which ends in a newline.
  public var text: String
  /// What was left out or changed, a sentence each, for people.
  public var notes: [String]

  /// A text with its notes.
  public init(text: String, notes: [String]) {
    self.text = text
    self.notes = notes
  }
}

/// The targets for which recommendations can be written.
public enum RecommendationWriters {
  /// Every target, in the order in which help texts list them.
  public static let all: [any RecommendationWriter] = [
    DxRunWriter(), DxAppWriter(), DxExtrasWriter(), NextflowConfigWriter(), SlurmWriter(), AdvisedPlanWriter(),
  ]

  /// The target of a name, or nil.
  public static func named(_ name: String) -> (any RecommendationWriter)? { all.first { $0.name == name } }
}
