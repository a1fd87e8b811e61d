/// A file of the example that `purser demo` writes.
struct DemoFile {
  /// Its name, without a folder.
  let name: String
  /// What stands in it, UTF-8, with a newline at the end.
  let contents: String
}

/// The example that a newcomer starts from: a plan, three worlds to run it in, and the past of a small group.
///
/// Everything is invented but the prices, the record's shape and the figures of the public example that the comments
/// name. The same bytes every time: nothing here looks at the clock, the locale or the disk.
enum DemoFiles {
  /// The files, in the order in which a reader should open them.
  static func all() -> [DemoFile] {
    [
      DemoFile(name: "gwas.yaml", contents: DemoPlans.gwas),
      DemoFile(name: "spot.yaml", contents: DemoPlans.spot),
      DemoFile(name: "on-demand.yaml", contents: DemoPlans.onDemand),
      DemoFile(name: "quota.yaml", contents: DemoPlans.quota),
      DemoFile(name: "history.json", contents: DemoHistory.json()),
      DemoFile(name: "logs.json", contents: DemoHistory.logs()),
    ]
  }
}
