import ArgumentParser
import JobFormats
import JobModel

/// `purser catalog import`: a catalog from what a provider tells of its machines and prices.
struct CatalogImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "A catalog file from what a provider tells of its machines and prices.",
    discussion: """
      dx api project-xxxx describe '{"fields": {"region": true, "availableInstanceTypes": true}}' > types.json
      dx api org-xxxx describe '{"fields": {"pricingModelsByRegion": true}}' > rates.json
      purser catalog import types.json rates.json --currency USD --as-of 2026-04-28 > mine.yaml
      purser catalog import rates.json --merge dnanexus-aws --region aws:us-east-1 --currency USD --as-of 2026-04-28
      purser catalog import vms.csv --region us-east-1 --family 'c*' --as-of 2026-04-28 > aws.yaml
      Also JSON of `aws ec2 describe-instance-types` and of `ec2-instance-selector --output verbose`.
      """)

  @Argument(help: "Files of machines and prices, which complete each other; - is standard input.")
  var files: [String]

  @Option(help: "What the catalog is called. (default: the first file's name)")
  var name: String?

  @Option(help: "Which region of files that have several.")
  var region: String?

  @Option(help: "A catalog to complete, by its built-in name or its file: rates are laid over its types.")
  var merge: String?

  @Option(help: "Only families that match this pattern, such as \"c*\".")
  var family: String?

  @Option(help: "What the rates are in, where the files do not say it, such as USD.")
  var currency: String?

  @Option(help: "Whose machines they are, where the files do not tell.")
  var provider: String?

  @Option(
    name: .customLong("as-of"), help: ArgumentHelp("The day of the prices, such as 2026-04-28.", valueName: "date"))
  var asOf: String?

  func validate() throws { try StandardInput.checkUsedOnce(files + [merge]) }

  func run() throws {
    var importer = CatalogImport(try options())
    for file in files { try importer.add(try ByteReader(InputSource(argument: file))) }
    let (catalog, notes) = try importer.catalog(over: try merge.map { try CatalogOptions.load($0) })
    Console.warn(notes)
    try Console.write(CatalogWriter.yaml(catalog))
  }

  private func options() throws -> CatalogImport.Options {
    var options = CatalogImport.Options()
    options.name = name
    options.region = region
    options.provider = provider
    options.family = family.map { Glob($0) }
    do throws(InputValueError) {
      options.currency = try currency.map { (code) throws(InputValueError) in try Currency(code) }
    } catch {
      throw ValidationError("--currency: \(error).")
    }
    if let asOf {
      guard asOf.utf8.count == 10, let day = try? SimTime(parsing: asOf) else {
        throw ValidationError("--as-of: expected a date such as 2026-04-28, found \"\(asOf)\".")
      }
      options.asOf = day
    }
    return options
  }
}
