import JobModel

/// What DNAnexus tells its users of machines and rates.
///
/// `project-xxxx/describe` with `{"fields": {"availableInstanceTypes": true}}` gives the types of the project's region,
/// `org-xxxx/describe` or `user-xxxx/describe` with `{"fields": {"pricingModelsByRegion": true}}` the rates per hour on
/// demand. Fields as in dxCompiler's and dxWDL's `InstanceTypeDB`. Memory and disk are what a job
/// gets, in the platform's MB and GB (``DNAnexusUnit``).
enum PlatformDescription {
  static func recognises(_ document: YAMLTree) -> Bool {
    let tree = described(document)
    return tree["availableInstanceTypes"] != nil || tree["pricingModelsByRegion"] != nil
  }

  /// The description itself, which an answer of `find` has one level down.
  private static func described(_ tree: YAMLTree) -> YAMLTree { tree["describe"] ?? tree }

  static func read(_ document: YAMLTree, into facts: inout CatalogFacts) throws(InputError) {
    let tree = described(document)
    facts.provider = "dnanexus"
    facts.region = tree["region"]?.text ?? facts.region
    var kinds: [String] = facts.kind.isEmpty ? [] : [facts.kind]
    if let types = tree["availableInstanceTypes"], !types.isNull {
      let field = YAMLField(document: types, file: facts.file)
      for pair in try field.pairs(of: "instance types (availableInstanceTypes)") {
        readType(pair.key, pair.field.tree, into: &facts)
      }
      kinds.append("availableInstanceTypes of a DNAnexus project")
    }
    if let models = tree["pricingModelsByRegion"], !models.isNull {
      let field = YAMLField(document: models, file: facts.file)
      for pair in try field.pairs(of: "pricing models by region (pricingModelsByRegion)") {
        try readModel(pair.key, pair.field, overall: tree["currency"], into: &facts)
      }
      kinds.append("pricingModelsByRegion of a DNAnexus account")
    }
    facts.kind = kinds.joined(separator: ", ")
  }

  private static func readType(_ name: String, _ tree: YAMLTree, into facts: inout CatalogFacts) {
    guard !name.isEmpty, let cores = CatalogFacts.vcpus(tree["numCores"]?.text),
      let memory = CatalogFacts.size(tree["totalMemoryMB"]?.text, unit: DNAnexusUnit.megabyte)
    else { return facts.leftOut.count("types without numCores or totalMemoryMB", name) }
    var type = InstanceType(name: name, vcpus: cores, memory: memory)
    type.disk = CatalogFacts.size(tree["ephemeralStorageGB"]?.text, unit: DNAnexusUnit.gigabyte)
    type.usableDisk = type.disk
    type.gpus = gpus(name)
    facts.machines.append(CatalogFacts.Machine(type: type, isUsable: true))
  }

  /// The GPUs that a name tells: `mem2_ssd2_gpu4_x48` has four, `mem2_ssd1_gpu_x16` one.
  private static func gpus(_ name: String) -> Int {
    for part in name.lowercased().split(separator: "_") where part.hasPrefix("gpu") {
      let digits = part.dropFirst(3)
      if digits.isEmpty { return 1 }
      if let count = Int(digits), (1...64).contains(count) { return count }
    }
    return 0
  }

  private static func readModel(
    _ region: String, _ field: YAMLField, overall: YAMLTree?, into facts: inout CatalogFacts
  ) throws(InputError) {
    guard let rates = field.tree["computeRatesPerHour"], !rates.isNull else {
      return facts.leftOut.count("regions without computeRatesPerHour", region)
    }
    let rateField = YAMLField(
      tree: rates, path: "\(field.path).\(region).computeRatesPerHour", file: facts.file, line: rates.line)
    let written = field.tree["currency"] ?? overall
    let code = written?.text ?? written?["code"]?.text
    var found: [CatalogFacts.Rate] = []
    for pair in try rateField.pairs(of: "rates per hour") {
      guard !pair.key.isEmpty, let price = CatalogFacts.price(pair.field.tree.text) else {
        facts.leftOut.count("rates that are no price above 0", pair.key)
        continue
      }
      found.append(CatalogFacts.Rate(type: pair.key, onDemand: price))
    }
    facts.rates.append((region, code.flatMap { try? Currency($0) }, found))
  }
}
