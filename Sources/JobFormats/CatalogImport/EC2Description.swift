import JobModel

/// EC2's own description of its machines: `aws ec2 describe-instance-types`, or `ec2-instance-selector --output verbose`,
/// which adds prices (`OndemandPricePerHour`, `SpotPrice`) to the same structure. Prices are in US dollars.
enum EC2Description {
  static func recognises(_ document: YAMLTree) -> Bool {
    guard let first = entries(document).first else { return false }
    return first["InstanceType"] != nil && (first["VCpuInfo"] != nil || first["MemoryInfo"] != nil)
  }

  private static func entries(_ document: YAMLTree) -> [YAMLTree] {
    document["InstanceTypes"]?.entries ?? document.entries
  }

  static func read(_ document: YAMLTree, into facts: inout CatalogFacts) {
    facts.provider = "aws"
    facts.currency = .usd
    facts.kind = "EC2's description of instance types"
    for entry in entries(document) {
      let name = entry["InstanceType"]?.text ?? ""
      guard !name.isEmpty, let cores = CatalogFacts.vcpus(entry["VCpuInfo"]?["DefaultVCpus"]?.text),
        let memory = CatalogFacts.size(entry["MemoryInfo"]?["SizeInMiB"]?.text, unit: 1 << 20)
      else {
        facts.leftOut.count("types without a name, VCpuInfo.DefaultVCpus or MemoryInfo.SizeInMiB", name)
        continue
      }
      var type = InstanceType(name: name, vcpus: cores, memory: memory)
      type.disk = CatalogFacts.size(entry["InstanceStorageInfo"]?["TotalSizeInGB"]?.text, unit: 1_000_000_000)
      type.usableDisk = type.disk
      let architectures = entry["ProcessorInfo"]?["SupportedArchitectures"]?.entries.compactMap(\.text) ?? []
      // Old types list i386 first: what matters is what they run today.
      type.architecture = architectures.first { $0 != "i386" } ?? architectures.first
      let gpus = entry["GpuInfo"]?["Gpus"]?.entries ?? []
      type.gpus = gpus.reduce(0) { $0 + (Int($1["Count"]?.text ?? "").map { min(max(0, $0), 1000) } ?? 0) }
      if type.gpus > 0 {
        let model = [gpus.first?["Manufacturer"]?.text, gpus.first?["Name"]?.text].compactMap { $0 }
        if !model.isEmpty { type.gpuModel = model.joined(separator: " ") }
      }
      type.onDemand = CatalogFacts.price(entry["OndemandPricePerHour"]?.text)
      type.spot = CatalogFacts.price(entry["SpotPrice"]?.text)
      facts.machines.append(CatalogFacts.Machine(type: type))
    }
  }
}
