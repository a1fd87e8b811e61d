import Advice
import ArgumentParser
import Foundation
import InstanceCatalog
import JobFormats
import JobModel
import RunStore

/// Which catalog prices are taken from.
struct CatalogOptions: ParsableArguments {
  @Option(help: "A built-in catalog's name or a catalog file; see `purser catalog list`.")
  var catalog: String?

  /// Whether a person named a catalog, here or in the environment.
  var isNamed: Bool { catalog != nil || !(ProcessInfo.processInfo.environment["PURSER_CATALOG"] ?? "").isEmpty }

  /// A catalog, and what there is to say about how it was found.
  struct Choice {
    var catalog: Catalog
    var warnings: [String] = []
  }

  /// The catalog to use: the first of the option, the scenario's, the plan's, `$PURSER_CATALOG`, the store's rates.
  ///
  /// - Parameter beside: the file in whose folder a name given by a plan or a scenario is looked up too.
  /// - Returns: nil if none of them names one.
  func choose(scenario: (name: String?, file: String?), plan: (name: String?, file: String?), store: JobStore?) throws
    -> Choice?
  {
    let environment = ProcessInfo.processInfo.environment["PURSER_CATALOG"]
    let named: [(name: String?, beside: String?)] = [
      (catalog, nil), (scenario.name, scenario.file), (plan.name, plan.file),
      (environment.flatMap { $0.isEmpty ? nil : $0 }, nil),
    ]
    for candidate in named {
      if let name = candidate.name { return Choice(catalog: try Self.load(name, beside: candidate.beside)) }
    }
    guard let store else { return nil }
    let rates = try Self.learnedRates(store)
    guard !rates.isEmpty, let learned = LearnedCatalog.make(from: rates, references: try Self.builtIn()) else {
      return nil
    }
    let jobs = rates.reduce(0) { $0 + $1.jobs }
    let note =
      "\(Run.noCatalogIsNamed): the rates of \(jobs < 10_000 ? "\(jobs)" : Money.grouped(UInt64(clamping: jobs))) past jobs are used (`purser catalog learn`)"
    return Choice(catalog: learned.catalog, warnings: [note] + learned.warnings)
  }

  /// What to say when there is no catalog.
  static var missing: CommandError {
    let names = BuiltInCatalog.all.map(\.name).joined(separator: ", ")
    return CommandError(
      "\(Run.noCatalogIsNamed), and the store has no priced jobs to learn rates from; give --catalog with one of \(names), "
        + "or a file of your own")
  }

  /// Which built-in catalog fits the machines of past jobs, where none was chosen.
  static func hint(for history: History) throws -> String {
    var counts: [String: Int] = [:]
    for job in history.jobs { if let type = job.instanceType { counts[type, default: 0] += 1 } }
    return try hint(forTypes: counts)
  }

  /// What a plan is estimated with where nobody names a catalog and no rates are known: its time alone.
  ///
  /// The first built-in catalog that has all machines lends them, with its rules and without its prices. Where none has,
  /// there are no machines, and so no limits and no waits for workers; see ``PlanMachines/checkNone(_:_:)``.
  static func unpriced(for machines: PlanMachines) throws -> Choice {
    let counts = machines.jobsOfType
    let hint = try hint(forTypes: counts)
    let nothing = "\(Run.noCatalogIsNamed), so nothing has a price"
    if !machines.names.isEmpty,
      let lender = try builtIn().first(where: { catalog in machines.names.allSatisfy { catalog.type(named: $0) != nil }
      })
    {
      return Choice(
        catalog: lender.withoutPrices,
        warnings: ["\(nothing): the machines and rules of \(lender.name) are taken; \(hint)"])
    }
    let why =
      machines.names.isEmpty
      ? ""
      : "; no built-in catalog has all its machines (\(listed(machines.names.sorted(), upTo: 8))), so what they have counts for nothing"
    return Choice(
      catalog: Catalog(name: Run.noCatalog, provider: Run.noCatalog),
      warnings: ["\(nothing), and no platform's limits and waits are in it\(why); \(hint)"])
  }

  private static func hint(forTypes counts: [String: Int]) throws -> String {
    let named = counts.values.reduce(0, +)
    let fits = try builtIn().map { catalog in
      let known = counts.compactMap { entry in catalog.type(named: entry.key).map { ($0, entry.value) } }
      return (
        name: catalog.name, known: known.reduce(0) { $0 + $1.1 },
        priced: known.reduce(0) { $0 + ($1.0.onDemand == nil ? 0 : $1.1) }
      )
    }
    if let best = fits.max(by: { $0.priced < $1.priced }), best.priced > 0 {
      return
        "give --catalog: of the jobs that name a machine \(best.name) prices \(best.priced) of \(named) (`purser catalog list`)"
    }
    if let best = fits.max(by: { $0.known < $1.known }), best.known > 0 {
      return "give --catalog with your rates: \(best.name) has the machines of \(best.known) of \(named) jobs, and no "
        + "prices (`purser catalog import --merge \(best.name)`)"
    }
    return "give --catalog (`purser catalog list`)"
  }

  /// The rates that a store's jobs were charged.
  static func learnedRates(_ store: JobStore) throws -> [LearnedRate] {
    var learner = RateLearner()
    try store.pricedJobs { learner.add($0) }
    return try learner.rates()
  }

  /// All built-in catalogs.
  static func builtIn() throws -> [Catalog] {
    try BuiltInCatalog.all.map { try CatalogDocument.read($0.yaml, file: $0.name, name: $0.name) }
  }

  /// A catalog by its built-in name or its file.
  static func load(_ name: String, beside file: String? = nil) throws -> Catalog {
    if let known = BuiltInCatalog.named(name) {
      return try CatalogDocument.read(known.yaml, file: known.name, name: known.name)
    }
    var path = name
    if let file, file != "-", !FileManager.default.fileExists(atPath: path) {
      let sibling = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(name).path
      if FileManager.default.fileExists(atPath: sibling) { path = sibling }
    }
    guard path == "-" || FileManager.default.fileExists(atPath: path) else {
      let names = BuiltInCatalog.all.map(\.name)
      // A beginning is what people type first: `ukb-rap` for `ukb-rap-aws-eu-west-2`.
      let beginning = names.first { !name.isEmpty && $0.hasPrefix(name) }
      let near = (beginning ?? nearestNames(to: name, among: names).first).map { "; did you mean \($0)?" } ?? ""
      throw CommandError(
        "\(name): there is no built-in catalog and no file of this name; built in are \(names.joined(separator: ", "))\(near)"
      )
    }
    let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    return try CatalogDocument.read(readAll(InputSource(argument: path)), file: path, name: stem)
  }
}
