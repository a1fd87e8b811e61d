import JobModel
import Testing

@testable import Advice

private func priced(
  _ type: String, rate: String, seconds: Double, region: String? = "aws:eu-central-1", day: Int64 = 0, nodes: Int = 1,
  model: PriceModel = .onDemand
) throws -> PricedJob {
  let milliseconds = Int64(seconds * 1000)
  let price = try #require(HourlyPrice(perHour: DecimalNumber(parsing: rate)))
  return PricedJob(
    instanceType: type, priceModel: model, region: region, currency: .usd,
    costNanos: price.cost(ofMilliseconds: milliseconds, nodes: Int64(nodes)), workerMilliseconds: milliseconds,
    nodes: nodes, stopped: SimTime(milliseconds: day * 86_400_000))
}

private func learn(_ jobs: [PricedJob]) throws -> [LearnedRate] {
  var learner = RateLearner()
  for job in jobs { learner.add(job) }
  return try learner.rates()
}

@Suite struct RateLearnerTests {
  @Test func theTwoPricedRealJobsTellTheirRates() throws {
    let rates = try learn([
      priced("mem1_ssd1_v2_x4", rate: "0.272", seconds: 45.620),
      priced("mem1_ssd1_x8_fedramp", rate: "1.144", seconds: 177.239, region: "aws:us-east-1"),
    ])
    #expect(rates.map(\.ratePerHour.description) == ["0.272", "1.144"])
    #expect(rates.map(\.jobs) == [1, 1])
  }

  @Test func manyShortJobsNarrowTheRate() throws {
    // One second costs 121,333.33… nano-units: alone it tells the rate to 3.6 millionths, so 0.4368 is the simplest.
    let rates = try learn((1...50).map { try priced("a", rate: "0.4368", seconds: Double($0)) })
    #expect(rates.map(\.ratePerHour.description) == ["0.4368"])
    #expect(rates[0].disagreements == 0)
  }

  @Test func spotAndOnDemandAndSeveralMachinesAreToldApart() throws {
    let rates = try learn([
      priced("a", rate: "0.4368", seconds: 3600, nodes: 4), priced("a", rate: "0.1168", seconds: 3600, model: .spot),
    ])
    #expect(rates.map { "\($0.priceModel) \($0.ratePerHour)" } == ["on_demand 0.4368", "spot 0.1168"])
  }

  @Test func theNewerPriceWinsAndTheOthersAreCounted() throws {
    let old = try (0..<6).map { try priced("a", rate: "0.30", seconds: 1000, day: Int64($0)) }
    let new = try (0..<3).map { try priced("a", rate: "0.25", seconds: 1000, day: 10 + Int64($0)) }
    let odd = try [priced("a", rate: "9", seconds: 1000, day: 20)]
    let rate = try #require(learn(old + new + odd).first)
    #expect(rate.ratePerHour.description == "0.25")
    #expect(rate.jobs == 10)
    #expect(rate.disagreements == 7)
    #expect(rate.lowest?.description == "0.25")
    #expect(rate.highest?.description == "9")
  }

  @Test func aLearnedCatalogHasTheMachinesOfTheReference() throws {
    var reference = Catalog(name: "dnanexus-aws", provider: "dnanexus")
    reference.set(InstanceType(name: "mem1_ssd1_v2_x4", vcpus: 4, memory: Bytes(8 << 30)))
    let rates = try learn([
      priced("mem1_ssd1_v2_x4", rate: "0.272", seconds: 45.620), priced("mem9_new_x6", rate: "1", seconds: 100),
    ])
    let (catalog, warnings) = try #require(LearnedCatalog.make(from: rates, references: [reference]))
    #expect(catalog.type(named: "mem1_ssd1_v2_x4")?.memory == Bytes(8 << 30))
    #expect(catalog.price(of: "mem1_ssd1_v2_x4", .onDemand)?.perHour.description == "0.272")
    #expect(catalog.type(named: "mem9_new_x6")?.vcpus == 6)
    #expect(catalog.price(of: "mem1_ssd1_v2_x4", .spot) == nil)
    #expect(warnings == ["mem9_new_x6 is in no catalog: its vCPUs and memory are taken from its name"])
  }

  @Test func regionsAndCurrenciesAreToldApart() throws {
    let rates = try learn([
      priced("a", rate: "1", seconds: 100, region: "r1"), priced("a", rate: "2", seconds: 100, region: "r2"),
      priced("a", rate: "2", seconds: 200, region: "r2"), priced("b", rate: "3", seconds: 100, region: "r1"),
    ])
    let (catalog, warnings) = try #require(LearnedCatalog.make(from: rates, references: []))
    #expect(catalog.price(of: "a", .onDemand)?.perHour.description == "2")
    #expect(catalog.price(of: "b", .onDemand)?.perHour.description == "3")
    #expect(warnings.contains("a costs differently from region to region: r2 is taken"))
  }
}
