public import JobModel

extension RunReport {
  /// A row a task of a plan or executable of a history.
  public static func csv(_ run: Run) -> CSVTable {
    var table = CSVTable(header: [
      "task", "jobs", "tries_mean", "cost_mean", "currency", "cost_share", "wait_s_mean", "run_s_mean",
      "critical_share", "failed_mean",
    ])
    for task in run.tasks {
      table.add([
        .text(task.name), .count(task.jobs), .fraction(task.triesMean), .amount(task.costMean),
        .text(task.costMean == nil ? nil : run.currency?.code), .fraction(task.costShare), .seconds(task.waitMean),
        .seconds(task.runMean), .fraction(task.criticalShare), .fraction(task.failedMean),
      ])
    }
    return table
  }
}

extension SweepReport {
  /// A row a point: the values set, then cost and wall clock as distributions.
  public static func csv(_ points: [SweepPoint]) -> CSVTable {
    let figures = ["mean", "sd", "p05", "p50", "p80", "p95", "min", "max"]
    var table = CSVTable(
      header: (points.first?.values.map(\.path) ?? []) + figures.map { "cost_\($0)" } + ["currency"]
        + figures.map { "wall_clock_s_\($0)" }
        + ["probability_over_max_cost", "probability_over_max_time", "failed_jobs_mean"])
    for point in points {
      let run = point.run
      var cells = point.values.map { CSVTable.Cell.text($0.value) }
      cells += values(run.cost).map { .amount($0) }
      cells.append(.text(run.cost == nil ? nil : run.currency?.code))
      cells += values(run.wallClock).map { .seconds($0) }
      cells += [.fraction(run.probabilityOverMaxCost), .fraction(run.probabilityOverMaxTime)]
      table.add(cells + [.fraction(run.failedJobsMean)])
    }
    return table
  }

  private static func values(_ summary: Summary?) -> [Int64?] {
    guard let summary else { return Array(repeating: nil, count: 8) }
    return [
      summary.mean, summary.sd, summary.p05, summary.p50, summary.p80, summary.p95, summary.min, summary.max,
    ]
  }
}

extension ComparisonReport {
  /// A row a task or executable, of every comparison; `a` and `b` are the runs' ids.
  public static func csv(_ comparisons: [Comparison]) -> CSVTable {
    var table = CSVTable(header: [
      "a", "b", "task", "jobs_a", "jobs_b", "cost_a", "cost_b", "cost_difference", "currency", "wait_s_a", "wait_s_b",
      "run_s_a", "run_s_b",
    ])
    for comparison in comparisons {
      for row in comparison.rows { table.add(cells(comparison, row)) }
    }
    return table
  }

  private static func cells(_ comparison: Comparison, _ row: Comparison.Row) -> [CSVTable.Cell] {
    let cost = row.cost
    let isPriced = cost.a != nil || cost.b != nil
    return [
      .text(comparison.a.id), .text(comparison.b.id), .text(row.name), .count(row.jobs.a), .count(row.jobs.b),
      .amount(cost.a), .amount(cost.b), .amount(cost.difference), .text(isPriced ? comparison.currency?.code : nil),
      .seconds(row.wait.a), .seconds(row.wait.b), .seconds(row.run.a), .seconds(row.run.b),
    ]
  }
}

extension ImportSummary {
  /// A row a file.
  public static func csv(_ reports: [ImportReport]) -> CSVTable {
    var table = CSVTable(header: ["file", "format", "rows", "kept", "updated", "duplicates", "skipped"])
    for report in reports {
      table.add([
        .text(report.file), .text(report.format), .count(report.rows), .count(report.kept), .count(report.updated),
        .count(report.duplicates), .count(report.skippedCount),
      ])
    }
    return table
  }
}

extension RunList {
  /// A row a run.
  public static func csv(_ runs: [RunSummaryRow]) -> CSVTable {
    var table = CSVTable(header: ["run", "kind", "name", "jobs", "cost", "currency", "wall_clock_s", "catalog"])
    for run in runs {
      table.add([
        .text(run.id), .text(run.kind.rawValue), .text(run.name), .count(run.jobs), .amount(run.costMean),
        .text(run.costMean == nil ? nil : run.currency?.code), .seconds(run.wallClockMean), .text(run.catalog),
      ])
    }
    return table
  }
}

extension CatalogReport {
  /// A row a catalog.
  public static func csv(list catalogs: [Catalog]) -> CSVTable {
    var table = CSVTable(
      header: ["catalog", "provider", "region", "currency", "types", "priced_types", "prices_as_of"])
    for catalog in catalogs {
      table.add([
        .text(catalog.name), .text(catalog.provider), .text(catalog.region), .text(catalog.currency?.code),
        .count(catalog.typeList.count), .count(catalog.pricedTypeCount), .day(catalog.pricesAsOf),
      ])
    }
    return table
  }

  /// A row an instance type; list prices.
  public static func csv(show catalog: Catalog, types: [InstanceType]) -> CSVTable {
    var table = CSVTable(header: [
      "instance_type", "family", "vcpus", "memory_bytes", "usable_memory_bytes", "disk_bytes", "usable_disk_bytes",
      "gpus", "on_demand_per_hour", "spot_per_hour", "currency",
    ])
    for type in types {
      let isPriced = type.onDemand != nil || type.spot != nil
      table.add([
        .text(type.name), .text(type.family), .fraction(type.vcpus), .count(type.memory.count),
        .count(type.usableMemory.count), .count(type.disk?.count), .count(type.usableDisk?.count), .count(type.gpus),
        .decimal(type.onDemand?.perHour), .decimal(type.spot?.perHour),
        .text(isPriced ? catalog.currency?.code : nil),
      ])
    }
    return table
  }

  /// A row a finding.
  public static func csv(check catalog: String, findings: [CatalogCheck.Finding]) -> CSVTable {
    var table = CSVTable(header: ["catalog", "kind", "severity", "instance_type", "message"])
    for finding in findings {
      table.add([
        .text(catalog), .text(finding.kind.rawValue), .text(finding.severity.rawValue), .text(finding.type),
        .text(finding.message),
      ])
    }
    return table
  }

  /// A row a learned rate.
  public static func csv(learned rates: [LearnedRate]) -> CSVTable {
    var table = CSVTable(header: [
      "instance_type", "price_model", "region", "rate_per_hour", "currency", "jobs", "first_day", "last_day",
      "disagreements", "lowest_per_hour", "highest_per_hour",
    ])
    for rate in rates {
      table.add([
        .text(rate.instanceType), .text(rate.priceModel.rawValue), .text(rate.region), .decimal(rate.ratePerHour),
        .text(rate.currency.code), .count(rate.jobs), .day(rate.firstDay), .day(rate.lastDay),
        .count(rate.disagreements), .decimal(rate.lowest), .decimal(rate.highest),
      ])
    }
    return table
  }
}
