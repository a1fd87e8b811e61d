public import JobModel

/// Makes a catalog from what providers tell of their machines and prices.
///
///     var files = CatalogImport(options)
///     try files.add(bytes)                                    // as many as there are
///     let (catalog, notes) = try files.catalog(over: base)    // base: a catalog that they complete
///
/// Read are DNAnexus' `availableInstanceTypes` and `pricingModelsByRegion`, SkyPilot's `vms.csv`, and EC2's
/// `describe-instance-types` and `ec2-instance-selector --output verbose`. Nothing is taken from the clock: the day of
/// prices is given.
public struct CatalogImport {
  /// What the person says about the catalog to be.
  public struct Options: Sendable {
    /// What it is called; nil takes the first file's name.
    public var name: String?
    /// Which region of files that have several.
    public var region: String?
    /// Whose machines they are, where the files do not tell.
    public var provider: String?
    /// What prices are in, where the files do not tell.
    public var currency: Currency?
    /// The day of the prices.
    public var asOf: SimTime?
    /// Only families whose names match.
    public var family: Glob?

    /// Nothing said.
    public init() {}
  }

  private let options: Options
  private var files: [CatalogFacts] = []

  /// An import of no file yet.
  public init(_ options: Options = Options()) { self.options = options }

  /// Whether something looks like a file of machines or prices; only asked of what is nothing else.
  static func resembles(_ head: InputHead) -> Bool {
    MachineTable.recognises(head)
      || ["\"availableInstanceTypes\"", "\"pricingModelsByRegion\"", "\"InstanceTypes\""].contains { head.contains($0) }
  }

  /// Reads a file.
  ///
  /// - Throws: ``InputError`` for what is none of the formats, or is cut short, and for a region that has to be named.
  /// - Complexity: O(bytes); tables are read as a stream.
  public mutating func add(_ bytes: ByteReader) throws(InputError) {
    let head = try bytes.head()
    var facts = CatalogFacts(file: bytes.name.split(separator: "/").last.map(String.init) ?? bytes.name)
    if MachineTable.recognises(head) {
      try MachineTable.read(bytes, region: options.region, into: &facts)
    } else if head.firstVisible == UInt8(ascii: "{") || head.firstVisible == UInt8(ascii: "[") {
      let name = bytes.name
      for document in try YAMLTree.documents(json: try bytes.rest(limit: YAMLTree.byteLimit), file: name) {
        if PlatformDescription.recognises(document) {
          try PlatformDescription.read(document, into: &facts)
        } else if EC2Description.recognises(document) {
          EC2Description.read(document, into: &facts)
        } else {
          throw Self.unknown(name, found: document.found)
        }
      }
    } else {
      // The selector's tables are for the eye: they leave out what a catalog needs, or cut it.
      let isTable = head.printable().hasPrefix("Instance Type")
      throw Self.unknown(
        bytes.name, found: head.isEmpty ? "nothing" : "\"\(head.printable())\"",
        hint: isTable ? "give the JSON of ec2-instance-selector --output verbose" : nil)
    }
    guard !facts.machines.isEmpty || !facts.rates.isEmpty else {
      throw InputError(file: bytes.name, message: "expected machines or prices, found none that can be used")
    }
    files.append(facts)
  }

  private static func unknown(_ file: String, found: String, hint: String? = nil) -> InputError {
    InputError(
      file: file,
      message: "expected JSON with availableInstanceTypes or pricingModelsByRegion, EC2's instance types or a vms.csv, "
        + "found \(found)", hint: hint)
  }

  /// The catalog of all files, and what was left out.
  ///
  /// Machines come first, those of `base` in its order; then rates are laid over them. Prices of `base` stay where no
  /// file has another, with their own day; its sources stay too.
  /// - Throws: ``InputError`` for prices without a currency or a day, for two providers, regions or currencies, those of
  ///   `base` among them, and for no type.
  public func catalog(over base: Catalog? = nil) throws(InputError) -> (catalog: Catalog, notes: [String]) {
    guard let first = files.first else { throw InputError(file: "-", message: "expected a file, found none") }
    var merge = CatalogMerge(options: options, first: first.file, base: base)
    for facts in files { try merge.describe(facts) }
    for facts in files { merge.addMachines(facts) }
    for facts in files { try merge.layRates(facts) }
    return try merge.finish()
  }

  /// Names for a message, the first dozen of them.
  static func list(_ names: [String]) -> String { listed(names, upTo: 12) }
}
