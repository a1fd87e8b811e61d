import JobModel

/// What one file says about machines and prices, before files are put together.
struct CatalogFacts {
  /// A machine, with what the file says of it; its prices are those of the file's region.
  struct Machine {
    var type: InstanceType
    /// Memory and disk are what a job gets, not what the machine has.
    var isUsable = false
  }

  /// Prices without machines.
  struct Rate {
    var type: String
    var onDemand: HourlyPrice
  }

  /// The file as the person named it, without its folder.
  var file: String
  /// What it is, for the catalog's sources.
  var kind = ""
  var provider: String?
  /// The region of the machines, where the file says so.
  var region: String?
  /// What the prices are in.
  var currency: Currency?
  var machines: [Machine] = []
  /// Rates by region, in the file's order.
  var rates: [(region: String, currency: Currency?, rates: [Rate])] = []
  var leftOut = LeftOut()
  /// What else is to be said.
  var notes: [String] = []

  init(file: String) { self.file = file }

  /// No machine has more memory or disk than this; what is larger is a slip.
  static let largest = Bytes(1 << 52)

  /// A price per hour from its text; nil for what is none, or none above nought.
  static func price(_ text: String?) -> HourlyPrice? {
    guard let text, let number = try? DecimalNumber(parsing: text), number.digits > 0, number.approximate <= 1e9 else {
      return nil
    }
    return HourlyPrice(perHour: number)
  }

  /// A positive number of vCPUs as a catalog can hold it.
  static func vcpus(_ text: String?) -> Double? {
    guard let text, let value = try? DecimalNumber(parsing: text).approximate, (1e-6...1e6).contains(value) else {
      return nil
    }
    return value
  }

  /// A size of so many units of `unit` bytes; nil for what is none, or none above nought.
  static func size(_ text: String?, unit: Int64) -> Bytes? {
    guard let text, let number = try? DecimalNumber(parsing: text), number.digits > 0,
      let count = number.nanos(times: unit, dividedBy: 1_000_000_000), count > 0, count <= largest.count
    else { return nil }
    return Bytes(count)
  }
}
