import JobModel

/// A catalog while files and a base are put together.
struct CatalogMerge {
  private let options: CatalogImport.Options
  private let first: String
  private let base: Catalog?
  private var result: Catalog
  private var region: String?
  private var currency: Currency?
  private var leftOut: [(file: String, LeftOut)] = []
  private var notes: [String] = []
  private var newOnDemand: Set<String> = []
  private var newSpot: Set<String> = []

  init(options: CatalogImport.Options, first: String, base: Catalog?) {
    self.options = options
    self.first = first
    self.base = base
    result = base ?? Catalog(name: "", provider: "")
    result.name = options.name ?? stem(of: first, else: "catalog")
    result.provider = options.provider ?? base?.provider ?? ""
    region = options.region
    currency = options.currency
  }

  /// Takes what a file says of itself: provider, region and currency, which must fit those of the others.
  mutating func describe(_ facts: CatalogFacts) throws(InputError) {
    if let base, let provider = options.provider ?? facts.provider, provider != base.provider {
      throw Self.mismatch("machines of \(base.provider)", base, found: "those of \(provider)", file: facts.file)
    }
    if options.provider == nil, base == nil, let provider = facts.provider {
      guard result.provider.isEmpty || result.provider == provider else {
        throw InputError(
          file: facts.file, message: "these machines are of \(provider), those of \(first) of \(result.provider)",
          hint: "import each provider into a catalog of its own")
      }
      result.provider = provider
    }
    if options.region == nil, let found = facts.region {
      guard region == nil || region == found else {
        throw InputError(file: facts.file, message: "this file is of region \(found), another one of \(region ?? "")")
      }
      region = found
    }
    if let found = facts.currency { try take(found, of: facts.file) }
    result.sources.append("\(facts.file): \(facts.kind)")
    notes += facts.notes
    leftOut.append((facts.file, facts.leftOut))
  }

  private mutating func take(_ found: Currency, of file: String) throws(InputError) {
    guard currency == nil || currency == found else {
      throw InputError(file: file, message: "the prices are in \(found), not in \(currency?.code ?? "")")
    }
    currency = found
  }

  /// Adds machines, or what a file knows better about those that are there.
  mutating func addMachines(_ facts: CatalogFacts) {
    var count = 0
    for machine in facts.machines {
      guard var known = result.type(named: machine.type.name) else {
        result.set(machine.type)
        notePrices(machine.type)
        count += 1
        continue
      }
      complete(&known, with: machine)
      result.set(known)
      notePrices(machine.type)
    }
    if base != nil, count > 0 {
      notes.append("\(facts.file): \(Self.types(count)) that \(base?.name ?? "") does not have")
    }
  }

  private mutating func notePrices(_ type: InstanceType) {
    if type.onDemand != nil { newOnDemand.insert(type.name) }
    if type.spot != nil { newSpot.insert(type.name) }
  }

  private func complete(_ known: inout InstanceType, with machine: CatalogFacts.Machine) {
    let type = machine.type
    known.vcpus = type.vcpus
    (known.memory, known.usableMemory) = Self.sizes(
      (known.memory, known.usableMemory), type.memory, isUsable: machine.isUsable)
    if let disk = type.disk {
      let sizes = Self.sizes((known.disk ?? disk, known.usableDisk ?? disk), disk, isUsable: machine.isUsable)
      (known.disk, known.usableDisk) = (sizes.0, sizes.1)
    }
    if type.gpus > 0 { known.gpus = type.gpus }
    known.gpuModel = type.gpuModel ?? known.gpuModel
    known.architecture = type.architecture ?? known.architecture
    if type.onDemand != nil || type.spot != nil {
      known.onDemand = type.onDemand ?? known.onDemand
      known.spot = type.spot ?? known.spot
    }
  }

  /// Nominal and usable size with a new figure, which is one or the other; usable is never more than nominal.
  private static func sizes(_ known: (Bytes, Bytes), _ new: Bytes, isUsable: Bool) -> (Bytes, Bytes) {
    if isUsable { return (max(known.0, new), new) }
    return (new, known.0 == known.1 ? new : min(known.1, new))
  }

  /// Lays rates over the machines that are there.
  mutating func layRates(_ facts: CatalogFacts) throws(InputError) {
    guard !facts.rates.isEmpty else { return }
    let regions = facts.rates.map(\.region)
    guard let wanted = region ?? (regions.count == 1 ? regions[0] : nil) else {
      throw InputError(
        file: facts.file, message: "expected --region, since there are rates of \(regions.count) regions",
        hint: "regions are \(CatalogImport.list(regions))")
    }
    guard let model = facts.rates.first(where: { $0.region == wanted }) else {
      throw InputError(
        file: facts.file, message: "there are no rates of region \"\(wanted)\"",
        hint: "regions are \(CatalogImport.list(regions))")
    }
    region = wanted
    if let found = model.currency { try take(found, of: facts.file) }
    if regions.count > 1 {
      notes.append(
        "\(facts.file): the rates of \(regions.count - 1) other \(regions.count == 2 ? "region" : "regions") left out")
    }
    var missing = LeftOut()
    for rate in model.rates {
      guard var type = result.type(named: rate.type) else {
        missing.count("rates of types whose vCPUs and memory nobody says", rate.type)
        continue
      }
      type.onDemand = rate.onDemand
      result.set(type)
      newOnDemand.insert(rate.type)
    }
    leftOut.append((facts.file, missing))
  }

  /// A catalog is of one provider, one region and one currency: a mixture would give types the wrong prices.
  private static func mismatch(_ expected: String, _ base: Catalog, found: String, file: String) -> InputError {
    InputError(
      file: file, field: "--merge", message: "expected \(expected), as in \(base.name), found \(found)",
      hint: "leave --merge out for a catalog of its own, or name one that fits (purser catalog list)")
  }

  private mutating func checkBase() throws(InputError) {
    guard let base else { return }
    if let region, let known = base.region, region != known {
      throw Self.mismatch("region \(known)", base, found: "region \(region)", file: first)
    }
    if let currency, let known = base.currency, currency != known, base.pricedTypeCount > 0 {
      throw Self.mismatch("prices in \(known)", base, found: "prices in \(currency)", file: first)
    }
    if region == nil, let known = base.region { notes.append("nobody says a region: \(known), as in \(base.name)") }
  }

  /// The catalog, with its day and currency.
  mutating func finish() throws(InputError) -> (catalog: Catalog, notes: [String]) {
    try checkBase()
    result.region = region ?? base?.region
    guard !result.provider.isEmpty else {
      throw InputError(
        file: first, message: "expected --provider: the names of the machines do not tell whose they are")
    }
    if let family = options.family {
      let other = result.typeList.filter { !family.matches($0.family) }
      for type in other { result.remove(type.name) }
      if !other.isEmpty { notes.append("\(Self.types(other.count)) of other families left out") }
      guard !result.typeList.isEmpty else {
        let families = Set(other.map(\.family)).sorted().prefix(8).joined(separator: ", ")
        throw InputError(file: first, field: "--family", message: "no type is of such a family; there are \(families)")
      }
    }
    if !newOnDemand.isEmpty || !newSpot.isEmpty { try datePrices() }
    guard !result.typeList.isEmpty else {
      throw InputError(
        file: first, message: "no instance type is left: \(CatalogImport.list(lines))",
        hint: base == nil ? "rates need types: give the project's types too, or --merge dnanexus-aws" : nil)
    }
    let unpriced = result.typeList.count { $0.onDemand == nil && $0.spot == nil }
    if unpriced > 0 { notes.append("\(unpriced) of \(Self.types(result.typeList.count)) without a price") }
    return (result, lines + notes)
  }

  private static func types(_ count: Int) -> String { count == 1 ? "1 type" : "\(count) types" }

  private var lines: [String] { leftOut.flatMap { $1.lines(file: $0) } }

  private mutating func datePrices() throws(InputError) {
    guard let currency = currency ?? base?.currency else {
      throw InputError(
        file: first, message: "expected --currency: the file does not say what its rates are in",
        hint: "for example --currency USD")
    }
    if self.currency == nil, let base { notes.append("nobody says a currency: \(currency), as in \(base.name)") }
    guard let day = options.asOf else {
      throw InputError(
        file: first, message: "expected --as-of, the day of the prices: the file does not say it",
        hint: "for example --as-of 2026-04-28, the day on which you got the file")
    }
    var (kept, keptSpot) = (0, 0)
    for var type in result.typeList {
      let isNew = newOnDemand.contains(type.name) || newSpot.contains(type.name)
      if let old = base?.type(named: type.name), old.onDemand != nil || old.spot != nil {
        if !isNew {
          kept += 1
          type.priceDate = old.priceDate ?? base?.pricesAsOf
          type.priceSource = old.priceSource ?? base.map { "catalog \($0.name)" }
        } else if type.spot != nil && !newSpot.contains(type.name) {
          keptSpot += 1
        }
      }
      if isNew || (type.onDemand == nil && type.spot == nil) {
        type.priceDate = nil
        type.priceSource = nil
      } else if type.priceDate == day {
        type.priceDate = nil
      }
      result.set(type)
    }
    if let base {
      if kept > 0 { notes.append("\(Self.types(kept)) with the price of \(base.name), as before") }
      if keptSpot > 0 { notes.append("\(Self.types(keptSpot)) with the spot price of \(base.name), as before") }
    }
    result.currency = currency
    result.pricesAsOf = day
  }
}
