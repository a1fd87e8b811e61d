/// An instance catalog that is compiled into the program.
///
///     BuiltInCatalog.named("dnanexus-aws")?.yaml
///
/// The files of this folder are catalogs in the format users write; nothing here reads what is inside them. A new
/// catalog is a new file, its line in `all`, and its line in the target's resources.
public struct BuiltInCatalog: Sendable {
  /// What `--catalog` takes: the file's name without `.yaml`, the same as `name:` inside it.
  public let name: String

  private let read: @Sendable () -> [UInt8]

  /// The file's bytes, UTF-8. Nothing is touched until this is read.
  public var yaml: [UInt8] { read() }

  /// Every built-in catalog, in the order in which they are listed.
  public static let all: [BuiltInCatalog] = [
    BuiltInCatalog(name: "dnanexus-aws") { PackageResources.dnanexus_aws_yaml },
    BuiltInCatalog(name: "precisionfda-aws-us-east-1") { PackageResources.precisionfda_aws_us_east_1_yaml },
    BuiltInCatalog(name: "ukb-rap-aws-eu-west-2") { PackageResources.ukb_rap_aws_eu_west_2_yaml },
    BuiltInCatalog(name: "aws-us-east-1") { PackageResources.aws_us_east_1_yaml },
    BuiltInCatalog(name: "aws-eu-central-1") { PackageResources.aws_eu_central_1_yaml },
  ]

  /// The built-in catalog of that exact name, if there is one.
  public static func named(_ name: String) -> BuiltInCatalog? {
    all.first { $0.name == name }
  }

  private init(name: String, read: @escaping @Sendable () -> [UInt8]) {
    self.name = name
    self.read = read
  }
}
