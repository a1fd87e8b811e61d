// swift-tools-version: 6.1
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
// The C functions of SQLite itself, which bind and read a row's cells faster than GRDB's values.
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
// The server of local pages: plain Swift over sockets, nothing beside Foundation.
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let orderedCollections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")

let package = Package(
  name: "purser",
  products: [
    .executable(name: "purser", targets: ["purser"]),
    .library(name: "Purser", targets: ["JobModel", "JobFormats", "Simulation", "Advice", "RunStore", "Reporting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // The vocabulary, then one floor after the other; see Sources/README.md.
    .target(name: "JobModel", dependencies: [orderedCollections]),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "JobFormats",
      dependencies: ["JobModel", "CZlib", yams],
      // A page for people beside each format's reader.
      exclude: [
        "CatalogImport/README.md",
        "Cromwell/README.md",
        "DNAnexus/README.md",
        "DNAnexusLogs/README.md",
        "Emit/README.md",
        "Galaxy/README.md",
        "HealthOmics/README.md",
        "JobsCSV/README.md",
        "Nextflow/README.md",
        "PlanSources/README.md",
        "Seqera/README.md",
        "Slurm/README.md",
        "Snakemake/README.md",
        "StandardWorkload/README.md",
        "WfFormat/README.md",
        "TriedOn.md",
      ]
    ),
    .target(name: "Simulation", dependencies: ["JobModel"]),
    .target(
      name: "Advice", dependencies: ["JobModel", "Simulation"], exclude: ["Review/Rules.md", "Review/Trends.md"]),
    .target(name: "RunStore", dependencies: ["JobModel", grdb, grdbSQLite]),
    .target(name: "Reporting", dependencies: ["JobModel"], exclude: ["Schemas"]),
    .target(name: "LocalPages", dependencies: ["JobModel", "Reporting", "RunStore", flyingFox]),
    .target(
      name: "InstanceCatalog",
      path: "instance-catalog",
      exclude: ["README.md"],
      sources: ["InstanceCatalog.swift"],
      resources: [
        .embedInCode("aws-eu-central-1.yaml"),
        .embedInCode("aws-us-east-1.yaml"),
        .embedInCode("dnanexus-aws.yaml"),
        .embedInCode("precisionfda-aws-us-east-1.yaml"),
        .embedInCode("ukb-rap-aws-eu-west-2.yaml"),
      ]
    ),
    .executableTarget(
      name: "purser",
      dependencies: [
        "JobModel", "JobFormats", "Simulation", "Advice", "RunStore", "Reporting", "LocalPages", "InstanceCatalog",
        argumentParser,
      ]
    ),
    .target(name: "TestSupport", dependencies: ["JobModel"], path: "Tests/TestSupport"),
    .testTarget(name: "JobModelTests", dependencies: ["JobModel", "TestSupport", orderedCollections]),
    .testTarget(name: "JobFormatsTests", dependencies: ["JobFormats", "InstanceCatalog", "RunStore", "TestSupport"]),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation", "TestSupport", orderedCollections]),
    .testTarget(name: "AdviceTests", dependencies: ["Advice", "TestSupport"]),
    .testTarget(name: "RunStoreTests", dependencies: ["RunStore", "TestSupport", grdb]),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting", "TestSupport"], exclude: ["Plot/Golden"]),
    .testTarget(
      name: "LocalPagesTests",
      dependencies: ["LocalPages", "JobModel", "Reporting", "RunStore", "TestSupport", flyingFox]),
    // Runs the command as people do; it needs the executable to be built beside it.
    .testTarget(
      name: "CommandTests", dependencies: ["purser", "Advice", "JobFormats", "JobModel", "RunStore", "TestSupport"],
      exclude: ["Cases"]),
  ],
  swiftLanguageModes: [.v6]
)

// The same strictness everywhere.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
}
