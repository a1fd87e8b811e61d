import Foundation
import JobModel
import TestSupport

/// A history with known faults: some 100,000 jobs of 16 executables, half of which never go wrong.
///
/// Runtimes are lognormal around what the input's size asks for, with overheads, modes and heavy tails, on machines at a
/// price by the hour; some jobs fail or are ended by hand as they do anywhere. Of all jobs 2 % run away, 3 % lack memory and
/// 1 % hang, all of them among half of the executables.
struct FaultyHistory {
  enum Fault: Hashable { case runaway, memory, stuck }

  /// How the jobs of an executable behave.
  private struct Program {
    var name: String
    var jobs: Int
    /// Median minutes at an input of 10 GiB; what of them does not depend on it; by what power the rest does.
    var minutes: Double
    var overhead = 0.0
    var power = 0.8
    var spread: Double
    /// A second mode: its part of the jobs, and how much longer they take.
    var mode: (part: Double, factor: Double)?
    /// Logarithms with the tails of a Laplace distribution.
    var isHeavy = false
    var tellsInput = true
    var cores = 4.0
    var faulty = false
  }

  private(set) var groups: [ReviewGroup] = []
  private(set) var faults: [JobKey: Fault] = [:]
  /// Nano-units lost to each fault.
  private(set) var waste: [Fault: Double] = [:]
  private(set) var jobCount = 0
  private var observations: [JobKey: JobObservation] = [:]
  private var random: SeededGenerator

  init(seed: UInt64, scale: Int = 1) {
    random = SeededGenerator(seed: seed)
    let programs = [
      Program(name: "align", jobs: 14000, minutes: 95, power: 0.9, spread: 0.22, cores: 16),
      Program(name: "call", jobs: 9000, minutes: 180, overhead: 6, power: 1, spread: 0.3, cores: 8),
      Program(name: "qc", jobs: 12000, minutes: 14, overhead: 4, power: 0.6, spread: 0.35, cores: 2),
      Program(name: "burden", jobs: 6000, minutes: 40, spread: 0.45, tellsInput: false),
      Program(name: "panel", jobs: 4500, minutes: 25, spread: 0.2, mode: (0.18, 6), tellsInput: false),
      Program(name: "assemble", jobs: 3500, minutes: 300, spread: 0.28, isHeavy: true, cores: 32),
      Program(name: "plot", jobs: 700, minutes: 5, spread: 0.5, tellsInput: false, cores: 1),
      Program(name: "rare", jobs: 300, minutes: 60, spread: 0.3),
    ]
    for faulty in [false, true] {
      for var program in programs {
        program.name += faulty ? "" : "_clean"
        program.jobs = max(20, program.jobs / scale)
        program.faulty = faulty
        add(program)
      }
    }
  }

  private mutating func uniform(_ low: Double = 0, _ high: Double = 1) -> Double {
    low + (high - low) * (Double(random.next() >> 11) + 0.5) / 0x1p53
  }

  private mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }

  private mutating func add(_ program: Program) {
    var rows: [ReviewRow] = []
    for number in 0..<program.jobs {
      jobCount += 1
      let key = JobKey(id: "job-\(program.name)-\(number)")
      var row = ReviewRow(key: key, name: "\(program.name) sample \(number)", executable: program.name, state: .done)
      // Nobody records the size of what is always of much the same size.
      let size = 10 * exp((program.tellsInput ? 0.7 : 0.25) * normal())
      if program.tellsInput { row.usage.input = Bytes(Int64(size * 0x1p30)) }
      var logarithm = program.spread * normal()
      if program.isHeavy {
        let magnitude = -program.spread * log(uniform())
        logarithm = uniform() < 0.5 ? magnitude : -magnitude
      }
      var minutes = program.overhead + program.minutes * pow(size / 10, program.power)
      if let mode = program.mode, uniform() < mode.part { minutes *= mode.factor }
      let usual = minutes * exp(logarithm) * 60_000
      row.vcpus = program.cores
      row.memoryRequested = Bytes(Int64(program.cores) << 32)
      row.submitted = SimTime(milliseconds: 1_700_000_000_000 + Int64(number) * 300_000)
      let share = uniform(0.55, 0.93)
      row.usage.cpuPercent = share * 100 * program.cores
      row.usage.peakMemory = Bytes(Int64(Double(row.memoryRequested?.count ?? 0) * uniform(0.5, 0.85)))
      // A fault a job at most; the faulty half has twice the rates of the whole.
      let draw = program.faulty ? uniform() : 1
      switch draw {
      case ..<0.04: rows.append(runaway(row, usual))
      case ..<0.10: rows += starved(row, usual)
      case ..<0.12: rows.append(stuck(row, usual, share: share))
      default: rows.append(usualEnd(row, usual))
      }
    }
    let told = observations
    groups.append(ReviewGroup(executable: program.name, rows: rows) { told[$0] })
  }

  /// As long as it took, at a price of five pence for a core's hour.
  private func lasting(_ row: ReviewRow, _ milliseconds: Double) -> ReviewRow {
    var row = row
    let length = Int64(milliseconds.rounded())
    row.started = row.submitted.map { $0 + .seconds(80) }
    row.stopped = row.started.map { $0 + SimDuration(milliseconds: length) }
    row.cost = Money(nanos: Int64(rate(row) * Double(length)), currency: .gbp)
    return row
  }

  /// Nano-units a millisecond.
  private func rate(_ row: ReviewRow) -> Double { (row.vcpus ?? 1) * 0.05e9 / 3_600_000 }

  private mutating func lose(_ fault: Fault, _ row: ReviewRow, _ milliseconds: Double) {
    faults[JobKey(id: row.key.id)] = fault
    waste[fault, default: 0] += rate(row) * milliseconds
  }

  private mutating func usualEnd(_ row: ReviewRow, _ usual: Double) -> ReviewRow {
    var row = row
    let draw = uniform()
    if draw < 0.01 {
      row.state = .failed
      row.failureReason = .appInternalError
      row.exitCode = 1
      return lasting(row, usual * uniform(0.02, 1))
    }
    if draw < 0.015 {
      row.state = .terminated
      return lasting(row, usual * uniform(0.05, 1))
    }
    return lasting(row, usual)
  }

  /// Goes on and on, at work: some end by themselves, some are ended, some still run.
  private mutating func runaway(_ row: ReviewRow, _ usual: Double) -> ReviewRow {
    let length = max(usual, 240_000) * exp(uniform(log(12), log(80)))
    lose(.runaway, row, length - usual)
    var row = lasting(row, length)
    let draw = uniform()
    if draw < 0.1 {
      row.state = .running
      row.observedUntil = row.stopped
      row.stopped = nil
    } else if draw < 0.6 {
      row.state = .terminated
    } else if draw < 0.75 {
      row.state = .failed
      row.failureReason = .jobTimeoutExceeded
    }
    return row
  }

  /// One or two tries without enough memory, and mostly one with.
  private mutating func starved(_ row: ReviewRow, _ usual: Double) -> [ReviewRow] {
    var rows: [ReviewRow] = []
    let draw = uniform()
    for number in 0..<(draw < 0.2 ? 2 : 1) {
      var failed = row
      failed.key.tryNumber = number
      failed.state = draw < 0.5 ? .restarted : .failed
      if draw < 0.5 {
        failed.exitCode = draw < 0.3 ? 137 : 247
      } else {
        failed.failureReason = .appInsufficientResourceError
      }
      let length = usual * uniform(0.1, 0.95)
      lose(.memory, row, length)
      rows.append(lasting(failed, length))
    }
    if draw < 0.8 {
      var again = row
      again.key.tryNumber = rows.count
      // The platform's own next try has twice the memory, and comes after the last.
      again.memoryRequested = row.memoryRequested.map { Bytes($0.count * 2) }
      again.submitted = rows.last?.stopped
      rows.append(lasting(again, usual))
    }
    return rows
  }

  /// Hangs at once, which its mean use tells, or after some work, which its log tells.
  private mutating func stuck(_ row: ReviewRow, _ usual: Double, share: Double) -> ReviewRow {
    let hang = max(usual, 1_800_000) * uniform(3, 25)
    let isLogged = uniform() < 0.5
    let worked = isLogged ? usual * uniform(0.1, 0.9) : 0
    lose(.stuck, row, hang)
    var row = lasting(row, worked + hang)
    row.state = uniform() < 0.7 ? .terminated : .failed
    if row.state == .failed { row.failureReason = .jobTimeoutExceeded }
    row.usage.cpuPercent = (share * worked + 0.008 * hang) / (worked + hang) * 100 * (row.vcpus ?? 1)
    if isLogged, let started = row.started, let stopped = row.stopped {
      var observation = JobObservation(job: row.key.id, tryNumber: 0)
      var time = started
      while time < stopped {
        var sample = UsageSample(time: time)
        let isAtWork = (time - started).inSeconds * 1000 < worked
        let level = isAtWork ? uniform(0.3, 0.7) : 0.42
        sample.cores = row.vcpus
        sample.cpuPercentOfMachine = isAtWork ? uniform(40, 99) : uniform(0, 1.5)
        sample.memoryTotal = row.memoryRequested
        sample.memoryUsed = Bytes(Int64(Double(row.memoryRequested?.count ?? 0) * level))
        sample.networkInRate = Bytes(isAtWork ? 5 << 20 : 0)
        sample.networkOutRate = Bytes(0)
        observation.samples.append(sample)
        time = time + .seconds(600)
      }
      observation.add(.span(started...stopped))
      observations[row.key] = observation
    }
    return row
  }
}
