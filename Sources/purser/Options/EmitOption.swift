import ArgumentParser
import JobFormats
import JobModel

/// The target for which recommendations are written: a name of ``RecommendationWriters/all``.
struct EmitOption: ExpressibleByArgument {
  /// What writes it.
  let writer: any RecommendationWriter

  init?(argument: String) {
    guard let writer = RecommendationWriters.named(argument) else { return nil }
    self.writer = writer
  }

  var defaultValueDescription: String { writer.name }

  static var allValueStrings: [String] { RecommendationWriters.all.map(\.name) }

  /// What can be given, for the help text of the option.
  static var help: ArgumentHelp {
    let targets = RecommendationWriters.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
    return ArgumentHelp("Print lines to paste instead: \(targets).", valueName: "target")
  }

  /// Writes the recommendations to standard output, and what they could not say to standard error.
  func write(_ recommendations: [Recommendation], catalog: Catalog?) throws {
    let emitted = writer.write(recommendations, context: EmitContext(catalog: catalog))
    try Console.write(emitted.text)
    Console.warn(emitted.notes)
  }
}
