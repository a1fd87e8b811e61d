import Advice
import ArgumentParser
import InstanceCatalog
import JobFormats
import JobModel
import Reporting
import RunStore

/// `purser catalog`: instance types and prices.
struct CatalogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog",
    abstract: "Instance types and their prices: list, show, check, import, and learn your own rates.",
    subcommands: [List.self, Show.self, Check.self, CatalogImportCommand.self, Learn.self], defaultSubcommand: List.self
  )

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The built-in catalogs.")
    @OptionGroup var output: OutputOptions

    func run() throws {
      let catalogs = try CatalogOptions.builtIn()
      try output.write(
        json: { CatalogReport.json(list: catalogs) }, csv: { CatalogReport.csv(list: catalogs) },
        screen: { CatalogReport.screen(list: catalogs, today: .now, style: $0) })
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The instance types of a catalog.")
    @Argument(help: "A built-in catalog's name or a catalog file.") var catalog: String
    @Option(help: "Only types whose names match this pattern, such as \"mem1_ssd1_v2_*\".") var type: String?
    @Flag(help: "Only types with a price.") var priced = false
    @OptionGroup var output: OutputOptions

    func run() throws {
      let catalog = try CatalogOptions.load(self.catalog)
      let pattern = type.map { Glob($0) }
      let types = catalog.typeList.filter { type in
        (pattern?.matches(type.name) ?? true) && (!priced || type.onDemand != nil || type.spot != nil)
      }
      if types.isEmpty { throw CommandError("\(catalog.name): no instance type matches") }
      try output.write(
        json: { CatalogReport.json(show: catalog, types: types) },
        csv: { CatalogReport.csv(show: catalog, types: types) },
        screen: { CatalogReport.screen(show: catalog, types: types, today: .now, style: $0) })
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What to doubt about a catalog: old prices, missing ones, spot above on demand.")
    @Argument(help: "A built-in catalog's name or a catalog file.") var catalog: String
    @Flag(help: "Show the notes too, not only the warnings.") var all = false
    @OptionGroup var output: OutputOptions

    func run() throws {
      let catalog = try CatalogOptions.load(self.catalog)
      let findings = CatalogCheck(catalog, on: .now).findings
      let shown = all || output.json || output.csv ? findings : findings.filter { $0.severity == .warning }
      try output.write(
        json: { CatalogReport.json(check: catalog.name, findings: shown) },
        csv: { CatalogReport.csv(check: catalog.name, findings: shown) },
        screen: {
          CatalogReport.screen(check: catalog.name, findings: shown, hidden: findings.count - shown.count, style: $0)
        })
    }
  }

  struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Your own hourly rates, from what the store's jobs were charged.",
      discussion: """
        purser catalog learn                    (the rates, with the jobs they rest on)
        purser catalog learn --yaml > mine.yaml (a catalog file; use it with --catalog mine.yaml)
        """)
    @Flag(help: "Print a catalog file.") var yaml = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let rates = try CatalogOptions.learnedRates(store.openForReading())
      guard !rates.isEmpty else {
        throw CommandError(
          "\(store.path): no job has both a recorded price and running hours; DNAnexus shows prices (`totalPrice`) to "
            + "those who may see the bill of the project")
      }
      if yaml, let learned = LearnedCatalog.make(from: rates, references: try CatalogOptions.builtIn()) {
        Console.warn(learned.warnings)
        return try Console.write(CatalogWriter.yaml(learned.catalog))
      }
      try output.write(
        json: { CatalogReport.json(learned: rates) }, csv: { CatalogReport.csv(learned: rates) },
        screen: { CatalogReport.screen(learned: rates, style: $0) })
    }
  }
}
