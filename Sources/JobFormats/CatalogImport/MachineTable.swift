import JobModel

/// The tables of virtual machines that SkyPilot keeps of each cloud (`vms.csv`): a row for each type, region and zone.
///
/// Taken are `InstanceType`, `vCPUs`, `MemoryGiB`, `Price`, `SpotPrice`, `Region`, `AcceleratorName`, `AcceleratorCount`,
/// `Arch`, and of local disks `LocalDiskSize` or `LocalDiskGBEach` times `LocalDiskCount`. Of a type's zones the price on
/// demand is the most common one (of equally common ones the lowest), the spot price the lowest: who names no zone gets
/// the cheapest. Prices are in US dollars.
struct MachineTable {
  private enum Column: String, CaseIterable {
    case type = "InstanceType"
    case vcpus = "vCPUs"
    case memory = "MemoryGiB"
    case price = "Price"
    case spot = "SpotPrice"
    case region = "Region"
    case accelerator = "AcceleratorName"
    case accelerators = "AcceleratorCount"
    case architecture = "Arch"
    case disks = "LocalDiskCount"
    case diskSize = "LocalDiskSize"
    case diskEach = "LocalDiskGBEach"
  }

  /// The rows of one type, or of one kind of GPU without a machine, in one region.
  private struct Rows {
    var type: InstanceType
    var prices: [(price: HourlyPrice, rows: Int)] = []
    var spot: [HourlyPrice] = []

    mutating func add(_ price: HourlyPrice) {
      if let index = prices.firstIndex(where: { $0.price == price }) {
        prices[index].rows += 1
      } else {
        prices.append((price, 1))
      }
    }

    /// The most common price on demand, of equally common ones the lowest.
    var onDemand: HourlyPrice? {
      prices.min { ($1.rows, $0.price.approximate) < ($0.rows, $1.price.approximate) }?.price
    }
    var leastSpot: HourlyPrice? { spot.min { $0.approximate < $1.approximate } }
  }

  static func recognises(_ head: InputHead) -> Bool {
    let names = header(head.firstLine)
    return [Column.type, .vcpus, .memory, .price].allSatisfy { names.contains($0.rawValue) }
  }

  private static func header(_ line: ArraySlice<UInt8>) -> [String] {
    line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { field in
      let text = String(decoding: field, as: UTF8.self)
      return String(text.drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" && $0 != "\r" })
    }
  }

  private var places: [Column: Int] = [:]
  private var regions: [String] = []
  private var rows: [String: [Rows]] = [:]
  private var placesOfTypes: [String: [String: Int]] = [:]
  private var rowsOfRegion: [String: Int] = [:]
  /// Prices of GPUs alone, by region: Google's machines are priced without those that belong to them.
  private var gpus: [String: [GoogleGPUs: Rows]] = [:]

  /// Reads the table and takes one region of it.
  ///
  /// - Parameter region: the region wanted; nil takes the only one.
  /// - Throws: ``InputError`` where there are several regions and none is named, and for one that is not there.
  static func read(_ bytes: ByteReader, region: String?, into facts: inout CatalogFacts) throws(InputError) {
    var table = MachineTable()
    var reader = DelimitedReader(bytes, delimiter: UInt8(ascii: ","))
    guard try reader.next() else { return }
    for (place, name) in header(reader.raw[...]).enumerated() {
      if let column = Column(rawValue: name), table.places[column] == nil { table.places[column] = place }
    }
    while try reader.next() { table.add(reader, &facts) }
    try table.finish(region, bytes.name, &facts)
  }

  private func text(_ column: Column, _ row: borrowing DelimitedReader) -> String? {
    guard let place = places[column], place < row.count else { return nil }
    let text = String(decoding: row[place].trimmed, as: UTF8.self)
    return text.isEmpty ? nil : text
  }

  private mutating func add(_ row: borrowing DelimitedReader, _ facts: inout CatalogFacts) {
    guard let name = text(.type, row) else {
      addGPUs(row)
      return facts.leftOut.count(
        "rows without a machine, such as prices of accelerators", text(.accelerator, row))
    }
    guard let vcpus = CatalogFacts.vcpus(text(.vcpus, row)),
      let memory = CatalogFacts.size(text(.memory, row), unit: 1 << 30)
    else { return facts.leftOut.count("rows without vCPUs or MemoryGiB", name) }
    let region = text(.region, row) ?? ""
    if rowsOfRegion[region] == nil { regions.append(region) }
    rowsOfRegion[region, default: 0] += 1
    let place: Int
    if let known = placesOfTypes[region]?[name] {
      place = known
    } else {
      var type = InstanceType(name: name, family: MachineFamily.family(of: name), vcpus: vcpus, memory: memory)
      readDisk(&type, row)
      readAccelerators(&type, row)
      type.architecture = text(.architecture, row)
      place = rows[region]?.count ?? 0
      rows[region, default: []].append(Rows(type: type))
      placesOfTypes[region, default: [:]][name] = place
    }
    if let price = CatalogFacts.price(text(.price, row)) { rows[region]?[place].add(price) }
    if let spot = CatalogFacts.price(text(.spot, row)) { rows[region]?[place].spot.append(spot) }
  }

  private mutating func addGPUs(_ row: borrowing DelimitedReader) {
    var type = InstanceType(name: "", vcpus: 0, memory: Bytes(0))
    readAccelerators(&type, row)
    guard let model = type.gpuModel, type.gpus > 0 else { return }
    let key = GoogleGPUs(model: model, count: type.gpus)
    var rows = gpus[text(.region, row) ?? "", default: [:]][key] ?? Rows(type: type)
    if let price = CatalogFacts.price(text(.price, row)) { rows.add(price) }
    if let spot = CatalogFacts.price(text(.spot, row)) { rows.spot.append(spot) }
    gpus[text(.region, row) ?? "", default: [:]][key] = rows
  }

  /// Adds the price of the GPUs that belong to a machine of Google; without one the machine has no price either.
  ///
  /// - Returns: whether the price had to be dropped.
  private func addOwnGPUs(_ type: inout InstanceType, _ region: String) -> Bool {
    guard type.gpus == 0, let own = GoogleGPUs(ofType: type.name) else { return false }
    type.gpus = own.count
    type.gpuModel = own.model
    let rows = gpus[region]?[own]
    func sum(_ host: HourlyPrice?, _ gpus: HourlyPrice?) -> HourlyPrice? {
      guard let host, let gpus else { return nil }
      return host.perHour.adding(gpus.perHour).flatMap { HourlyPrice(perHour: $0) }
    }
    let hadPrice = type.onDemand != nil
    type.onDemand = sum(type.onDemand, rows?.onDemand)
    type.spot = sum(type.spot, rows?.leastSpot)
    return hadPrice && type.onDemand == nil
  }

  private func readDisk(_ type: inout InstanceType, _ row: borrowing DelimitedReader) {
    guard
      let count = text(.disks, row).flatMap({ try? DecimalNumber(parsing: $0).approximate }).flatMap(checkedInteger),
      (1...1000).contains(count),
      let each = CatalogFacts.size(text(.diskSize, row) ?? text(.diskEach, row), unit: 1_000_000_000)
    else { return }
    let (all, overflow) = each.count.multipliedReportingOverflow(by: count)
    guard !overflow, all <= CatalogFacts.largest.count else { return }
    type.disk = Bytes(all)
    type.usableDisk = type.disk
  }

  private func readAccelerators(_ type: inout InstanceType, _ row: borrowing DelimitedReader) {
    guard let name = text(.accelerator, row) else { return }
    let count = text(.accelerators, row).flatMap { try? DecimalNumber(parsing: $0).approximate } ?? 1
    // A part of a GPU is one that others share: a job sees one.
    guard count > 0, let whole = checkedInteger(count.rounded(.up)), whole <= 1000 else { return }
    type.gpus = Int(whole)
    type.gpuModel = name
  }

  private func finish(_ wanted: String?, _ file: String, _ facts: inout CatalogFacts) throws(InputError) {
    guard !regions.isEmpty else { return }
    let region: String
    if let wanted {
      guard regions.contains(wanted) else {
        let near = nearestNames(to: wanted, among: regions).first.map { "did you mean \"\($0)\"?" }
        throw InputError(
          file: file, field: "--region", message: "there are no rows of region \"\(wanted)\"",
          hint: near ?? "regions are \(CatalogImport.list(regions))")
      }
      region = wanted
    } else {
      guard regions.count == 1 else {
        throw InputError(
          file: file, message: "expected --region, since there are rows of \(regions.count) regions",
          hint: "regions are \(CatalogImport.list(regions))")
      }
      region = regions[0]
    }
    let others = rowsOfRegion.reduce(0) { $0 + ($1.key == region ? 0 : $1.value) }
    if others > 0 {
      facts.notes.append("\(facts.file): \(others) \(others == 1 ? "row" : "rows") of other regions left out")
    }
    facts.region = region.isEmpty ? nil : region
    facts.currency = .usd
    facts.kind = "a table of virtual machines (vms.csv)"
    facts.provider = MachineFamily.provider(of: (rows[region] ?? []).map(\.type.name))
    var severalSpot = 0
    var withoutGPUs: [String] = []
    for found in rows[region] ?? [] {
      var type = found.type
      type.onDemand = found.onDemand
      type.spot = found.leastSpot
      if facts.provider == "gcp", addOwnGPUs(&type, region) { withoutGPUs.append(type.name) }
      if Set(found.spot).count > 1 { severalSpot += 1 }
      facts.machines.append(CatalogFacts.Machine(type: type))
    }
    if !withoutGPUs.isEmpty {
      facts.notes.append(
        "\(facts.file): no price for \(CatalogImport.list(withoutGPUs)): the table has the machine's and not that of its GPUs"
      )
    }
    if severalSpot > 0 {
      facts.notes.append("\(facts.file): \(severalSpot) with several spot prices, by zone: the lowest is taken")
    }
  }
}

extension HourlyPrice {
  /// Currency units per hour as a `Double`, for comparing.
  fileprivate var approximate: Double { perHour.approximate }
}
