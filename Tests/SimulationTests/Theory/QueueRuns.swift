import Foundation
import JobModel
import TestSupport

@testable import Simulation

/// Arrival and service times, and places to start from.
struct QueueStream {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func uniform() -> Double { (Double(generator.next() &>> 12) + 0.5) * 0x1p-52 }

  mutating func exponential() -> Double { -log(uniform()) }

  mutating func service(_ service: QueueModel.Service) -> Double {
    switch service {
    case .deterministic: return 1
    case .erlang4: return -log(uniform() * uniform() * uniform() * uniform()) / 4
    case .erlang2: return -log(uniform() * uniform()) / 2
    case .uniform: return 2 * uniform()
    case .exponential: return exponential()
    case .hyperexponential4, .hyperexponential16:
      let often = Self.often(service)
      return exponential() / (2 * (uniform() < often ? often : 1 - often))
    }
  }

  /// What is left of a service time when somebody comes by at random.
  mutating func residual(_ service: QueueModel.Service) -> Double {
    switch service {
    case .deterministic: return uniform()
    case .erlang4, .erlang2:
      let stages = service == .erlang4 ? 4 : 2
      return (0...generator.below(stages)).reduce(0) { sum, _ in sum + exponential() / Double(stages) }
    case .uniform: return 2 * (1 - uniform().squareRoot())
    case .exponential: return exponential()
    case .hyperexponential4, .hyperexponential16:
      // With balanced means both branches hold half of the work.
      let often = Self.often(service)
      return exponential() / (2 * (uniform() < 0.5 ? often : 1 - often))
    }
  }

  /// How often the shorter branch of a hyperexponential time with balanced means is taken.
  private static func often(_ service: QueueModel.Service) -> Double {
    (1 + ((service.scv - 1) / (service.scv + 1)).squareRoot()) / 2
  }

  /// An index, drawn with the given weights, which sum to 1.
  mutating func index(_ weights: [Double]) -> Int {
    var left = uniform()
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return index }
    }
    return weights.count - 1
  }
}

/// Runs of queues on the library's schedulers.
struct QueueRun {
  /// Milliseconds in a mean service time, so that rounding is far below every standard error.
  static let unit = 1e6
  static let batches = 80
  static let rareness = 0.1

  let model: QueueModel
  let jobs: Int
  var stream: QueueStream

  init(_ model: QueueModel, jobs: Int, seed: UInt64) {
    self.model = model
    self.jobs = jobs / Self.batches * Self.batches
    stream = QueueStream(seed: seed)
  }

  /// All figures of a model, each with its standard error.
  ///
  /// What is seen in fewer than ``rareness`` of the jobs is measured from weighted starts: see ``Starts``.
  static func measure(_ model: QueueModel, jobs: Int, seed: UInt64) throws -> [QueueModel.Metric: Measured] {
    var run = QueueRun(model, jobs: jobs, seed: seed)
    switch model {
    case .markov(let servers, _):
      var result = try run.markov()
      guard model.exact[.waits] ?? 1 < rareness else { return result }
      let response = result[.response]
      result = try run.rareWaits(servers)
      result[.response] = response
      return result
    case .general(let service, let load): return try run.general(service, load)
    case .finite(let servers, let room, _):
      var result = run.finite(servers, room)
      if model.exact[.blocked] ?? 1 < rareness {
        result[.blocked] = run.rareMeans(servers, room, around: room)[.blocked]
      }
      if room > servers, model.occupancy[servers...].reduce(0, +) < rareness {
        for (metric, mean) in run.rareMeans(servers, room, around: servers) where metric != .blocked {
          result[metric] = mean
        }
      }
      return result
    case .classes(let load1, let load2, let mean1, let mean2): return run.classes(load1, load2, mean1, mean2)
    }
  }

  static func time(_ value: Double) -> Int64 { Int64((value * unit).rounded()) }

  /// M/M/c: the cluster's schedule, first come, first served. The first arrival meets as many jobs as the stationary
  /// distribution says: arrivals of a Poisson stream see what is seen over time.
  private mutating func markov() throws -> [QueueModel.Metric: Measured] {
    guard case .markov(let servers, _) = model else { return [:] }
    let present = stream.index(model.occupancy)
    var log = RigidLog()
    log.reserve(jobs + present)
    for _ in 0..<present { log.append(0, Self.time(stream.exponential())) }
    let means = try batched(&log, servers: servers, mean2: 2) { $0.exponential() }
    let wait = means.mean(0)
    // Where the controls explain all of the service time, what they leave says nothing about waits that were not seen.
    let isRare = model.exact[.waits] ?? 1 < Self.rareness
    return [
      .waits: means.mean(2), .wait: wait, .queue: wait.times(model.rate),
      .response: isRare ? means.plainMean(1) : means.mean(1),
      .waitOfWaiting: means.ratio(0, 2),
    ]
  }

  /// M/G/1, likewise. One job stands for the work that the first arrival meets, of exactly stationary length: a
  /// geometric number of residual service times.
  private mutating func general(
    _ service: QueueModel.Service, _ load: Double
  ) throws -> [QueueModel.Metric: Measured] {
    var log = RigidLog()
    log.reserve(jobs + 1)
    var work = 0.0
    while stream.uniform() < load { work += stream.residual(service) }
    log.append(0, Self.time(work))
    let means = try batched(&log, servers: 1, mean2: 1 + service.scv) { $0.service(service) }
    let wait = means.mean(0)
    return [.wait: wait, .queue: wait.times(model.rate), .response: means.mean(1)]
  }

  /// Appends the arrivals, schedules, and sums up wait, response and whether it waited at all. Queue lengths follow
  /// by Little's law from the wait and the known rate.
  ///
  /// Controls: a job's own service time and the time to the next arrival know nothing of its wait, nor of each other.
  /// So S - E S and A - E A, their squares and products, and their products with the wait, have mean 0.
  private mutating func batched(
    _ log: inout RigidLog, servers: Int, mean2: Double, service: (inout QueueStream) -> Double
  ) throws -> BatchedMeans {
    let first = log.count
    let gap = 1 / model.rate
    var clock = 0.0
    var gaps = [Double](repeating: 0, count: jobs)
    var services = gaps
    for job in 0..<jobs {
      let length = service(&stream)
      log.append(Self.time(clock), Self.time(length))
      services[job] = length
      let next = stream.exponential() * gap
      gaps[job] = next
      clock += next
    }
    let starts = try ClusterSchedule(log, processors: servers, order: .fcfs).starts
    var means = BatchedMeans(controls: 7)
    let size = jobs / Self.batches
    for batch in 0..<Self.batches {
      var (waits, wait, response) = (0.0, 0.0, 0.0)
      var (s, a, ss, aa, sa, ws, wa) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
      for job in batch * size..<(batch + 1) * size {
        let delay = starts[first + job] - log.submitted[first + job]
        let x = services[job] - 1
        let y = gaps[job] - gap
        s += x
        a += y
        ss += x * x
        aa += y * y
        sa += x * y
        response += services[job]
        if delay > 0 {
          let own = Double(delay) / Self.unit
          waits += 1
          wait += own
          ws += own * x
          wa += own * y
        }
      }
      let n = Double(size)
      means.append([
        wait / n, (wait + response) / n, waits / n, s / n, a / n, ss / n - (mean2 - 1), aa / n - gap * gap, sa / n,
        ws / n, wa / n,
      ])
    }
    return means
  }
}

extension Measured {
  func times(_ factor: Double) -> Measured { Measured(mean: mean * factor, error: error * factor) }
}

extension RigidLog {
  mutating func reserve(_ jobs: Int) {
    id.reserveCapacity(jobs)
    submitted.reserveCapacity(jobs)
    runtime.reserveCapacity(jobs)
    requested.reserveCapacity(jobs)
    processors.reserveCapacity(jobs)
  }

  /// A job on one processor; the scheduler needs no more than these columns.
  mutating func append(_ submit: Int64, _ length: Int64) {
    id.append(Int64(id.count))
    submitted.append(submit)
    runtime.append(length)
    requested.append(length)
    processors.append(1)
  }
}

// Those on the event queue and the pool.
extension QueueRun {
  /// M/M/c/K; the first arrival meets a stationary number of jobs. Means over time are taken between arrivals, with the
  /// known rate.
  ///
  /// Controls: the time to the next arrival and the service time of an accepted job, alone and times the number that
  /// the job met and its square.
  fileprivate mutating func finite(_ servers: Int, _ room: Int) -> [QueueModel.Metric: Measured] {
    let gap = 1 / model.rate
    var station = PoolStation(servers: servers, order: .fcfs, jobs: jobs + room)
    let present = stream.index(model.occupancy)
    for job in 0..<present { station.submit(jobs + job, length: Self.time(stream.exponential())) }
    let size = jobs / Self.batches
    var table: [[Double]] = []
    var taken = [Bool](repeating: false, count: jobs)
    for batch in 0..<Self.batches {
      var blocked = 0.0
      var (s, ns, nns, a, na, nna) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
      let (waitingBefore, busyBefore) = (station.waitingTime, station.busyTime)
      for job in batch * size..<(batch + 1) * size {
        let met = Double(station.present)
        if station.present < room {
          let length = stream.exponential()
          station.submit(job, length: Self.time(length))
          taken[job] = true
          let x = length - 1
          s += x
          ns += met * x
          nns += met * met * x
        } else {
          blocked += 1
        }
        let next = stream.exponential() * gap
        let y = next - gap
        a += y
        na += met * y
        nna += met * met * y
        station.run(until: station.clock + Self.time(next))
      }
      let n = Double(size)
      let scale = model.rate / Self.unit / n
      table.append([
        blocked / n, (station.waitingTime - waitingBefore) * scale,
        (station.busyTime - busyBefore) * scale / Double(servers), 0, 1 - blocked / n, s / n, ns / n, nns / n, a / n,
        na / n, nna / n,
      ])
    }
    station.run()
    var means = BatchedMeans(controls: 6)
    for batch in 0..<Self.batches {
      var wait = 0.0
      for job in batch * size..<(batch + 1) * size where taken[job] {
        wait += Double(station.started[job] - station.arrived[job])
      }
      table[batch][3] = wait / Self.unit / Double(size)
      means.append(table[batch])
    }
    return [
      .blocked: means.mean(0), .queue: means.mean(1), .utilisation: means.mean(2), .waitOfAccepted: means.ratio(3, 4),
    ]
  }

  /// Two classes on one server. It starts empty; the first tenth of the run is not counted.
  ///
  /// Controls: the class of a job, its service time, its square and the time to the next arrival, alone, and times the
  /// work found on arrival, which no order of service changes.
  fileprivate mutating func classes(
    _ load1: Double, _ load2: Double, _ mean1: Double, _ mean2: Double
  ) -> [QueueModel.Metric: Measured] {
    let gap = 1 / model.rate
    let share = load1 / mean1 * gap
    let mean = share * mean1 + (1 - share) * mean2
    let square = 2 * (share * mean1 * mean1 + (1 - share) * mean2 * mean2)
    let warmUp = jobs / 10
    var station = PoolStation(servers: 1, order: .priority, jobs: jobs + warmUp)
    var rows: [[Double]] = []
    var first = [Bool](repeating: false, count: jobs + warmUp)
    let size = jobs / Self.batches
    var work = 0.0
    var (i, s, ss, a, aa, vi, vs, va) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for job in 0..<jobs + warmUp {
      let isFirst = stream.uniform() < share
      first[job] = isFirst
      let length = stream.exponential() * (isFirst ? mean1 : mean2)
      let next = stream.exponential() * gap
      station.submit(job, length: Self.time(length), key: isFirst ? 0 : 1)
      station.run(until: station.clock + Self.time(next))
      let u = (isFirst ? 1 : 0) - share
      let x = length - mean
      let y = next - gap
      if job >= warmUp {
        i += u
        s += x
        ss += length * length - square
        a += y
        aa += y * y - gap * gap
        vi += work * u
        vs += work * x
        va += work * y
        if (job - warmUp + 1) % size == 0 {
          let n = Double(size)
          rows.append([i / n, s / n, ss / n, a / n, aa / n, vi / n, vs / n, va / n])
          (i, s, ss, a, aa, vi, vs, va) = (0, 0, 0, 0, 0, 0, 0, 0)
        }
      }
      work = max(0, work + length - next)
    }
    station.run()
    var means = BatchedMeans(controls: 8)
    for batch in 0..<Self.batches {
      var (wait1, wait2) = (0.0, 0.0)
      for job in warmUp + batch * size..<warmUp + (batch + 1) * size {
        let wait = Double(station.started[job] - station.arrived[job])
        if first[job] { wait1 += wait } else { wait2 += wait }
      }
      let n = Double(size) * Self.unit
      means.append([wait1 / n / share, wait2 / n / (1 - share), (wait1 + wait2) / n] + rows[batch])
    }
    return [.wait1: means.mean(0), .wait2: means.mean(1), .waitOfAll: means.mean(2)]
  }
}
