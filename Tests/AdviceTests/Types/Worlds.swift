import JobModel

@testable import Advice

/// A catalog of one family: cores, GiB and price an hour of each type.
func catalog(
  _ types: [(name: String, vcpus: Double, gibibytes: Double, price: String)], provider: String = "test"
) throws -> Catalog {
  var catalog = Catalog(name: "prices", provider: provider)
  catalog.currency = .usd
  for type in types {
    var new = InstanceType(
      name: type.name, family: "std", vcpus: type.vcpus, memory: Bytes(gibibytes: type.gibibytes) ?? Bytes(0))
    new.onDemand = HourlyPrice(perHour: try DecimalNumber(parsing: type.price))
    new.spot = HourlyPrice(perHour: try DecimalNumber(parsing: "0.05"))
    catalog.set(new)
  }
  return catalog
}

/// A job of an hour that ended well.
func past(
  _ number: Int, on type: String?, executable: String = "align", minutes: Int64 = 60, peakGB: Double? = nil,
  busyCores: Double? = nil, _ change: (inout Job) -> Void = { _ in }
) -> Job {
  var job = Job(key: JobKey(id: "job-\(number)"), name: "\(number)", executable: executable, state: .done)
  job.submitted = SimTime(milliseconds: Int64(number) * 60_000)
  job.started = job.submitted
  job.stopped = SimTime(milliseconds: Int64(number) * 60_000 + minutes * 60_000)
  job.instanceType = type
  job.usage.peakMemory = peakGB.flatMap { Bytes(gigabytes: $0) }
  job.usage.cpuPercent = busyCores.map { $0 * 100 }
  change(&job)
  return job
}

/// The advice on jobs.
func advise(
  _ jobs: [Job], _ catalog: Catalog?, rules: AdviceRules = AdviceRules(), choosesMachines: Bool = false
) throws -> RecommendationSet {
  let table = try ProfileTable(InMemoryJobSource(History(jobs: jobs)))
  return ResourceAdvisor(
    market: catalog.map { MachineMarket($0) }, rules: rules, choosesMachines: choosesMachines
  ).advise(table)
}
