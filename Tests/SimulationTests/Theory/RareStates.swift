import JobModel

@testable import Simulation

/// Where short runs start, for what a long run hardly ever shows.
///
/// In each run a first arrival meets n jobs, n drawn around a threshold from q; ``arrivals`` more follow and count with
/// weight p(n) / q(n), where p is the stationary distribution. What arrivals meet stays distributed as p once it is so,
/// if the simulator keeps that law: then the weighted mean over those that follow is the stationary mean. Starts so far
/// below the threshold that the arrivals cannot lead beyond it add exactly 0 and are left out.
struct Starts {
  static let arrivals = 3

  private let lowest: Int
  private let chances: [Double]
  private let weights: [Double]

  init(_ model: QueueModel, around threshold: Int) {
    let occupancy = model.occupancy
    lowest = max(0, threshold - Self.arrivals)
    var chances: [Double] = []
    for count in lowest..<occupancy.count {
      chances.append(count < threshold ? 1 : (chances.last ?? 1) * (count == threshold ? 1 : min(model.load, 0.9)))
    }
    let sum = chances.reduce(0, +)
    self.chances = chances.map { $0 / sum }
    weights = zip(occupancy[lowest...], self.chances).map { $0 / $1 }
  }

  /// How many jobs each of the runs of a batch starts with, in equal strata of q, and what it weighs.
  func draw(_ runs: Int, _ stream: inout QueueStream) -> [(present: Int, weight: Double)] {
    var drawn: [(Int, Double)] = []
    var place = 0
    var above = chances[0]
    for run in 0..<runs {
      let level = (Double(run) + stream.uniform()) / Double(runs)
      while level > above && place + 1 < chances.count {
        place += 1
        above += chances[place]
      }
      drawn.append((lowest + place, weights[place]))
    }
    return drawn
  }
}

extension QueueRun {
  /// Longer than any service time that will be drawn: what lies so far apart does not meet.
  private static let apart = 60.0

  /// As many short runs as make a job each of the long one, counting those that are there at the start.
  private func runs(around threshold: Int) -> Int {
    max(10, jobs / (threshold + 1 + Starts.arrivals) / Self.batches)
  }

  /// M/M/c: the runs follow each other in one log.
  mutating func rareWaits(_ servers: Int) throws -> [QueueModel.Metric: Measured] {
    let starts = Starts(model, around: servers)
    let runs = runs(around: servers)
    var means = BatchedMeans(controls: 0)
    for _ in 0..<Self.batches {
      var log = RigidLog()
      var counted: [(job: Int, weight: Double)] = []
      var clock = 0.0
      for (present, weight) in starts.draw(runs, &stream) {
        for _ in 0..<present { log.append(Self.time(clock), Self.time(stream.exponential())) }
        log.append(Self.time(clock), Self.time(stream.exponential()))
        for _ in 0..<Starts.arrivals {
          clock += stream.exponential() / model.rate
          counted.append((log.count, weight))
          log.append(Self.time(clock), Self.time(stream.exponential()))
        }
        clock += Self.apart
      }
      let begun = try ClusterSchedule(log, processors: servers, order: .fcfs).starts
      var (waits, wait) = (0.0, 0.0)
      for (job, weight) in counted where begun[job] > log.submitted[job] {
        waits += weight
        wait += weight * Double(begun[job] - log.submitted[job])
      }
      let n = Double(counted.count)
      means.append([wait / n / Self.unit, waits / n])
    }
    let wait = means.mean(0)
    return [.waits: means.mean(1), .wait: wait, .queue: wait.times(model.rate), .waitOfWaiting: means.ratio(0, 1)]
  }

  /// M/M/c/K: the station is emptied between the runs.
  mutating func rareMeans(_ servers: Int, _ room: Int, around threshold: Int) -> [QueueModel.Metric: Measured] {
    let starts = Starts(model, around: threshold)
    let runs = runs(around: threshold)
    let free = 1 - (model.exact[.blocked] ?? 0)
    var station = PoolStation(servers: servers, order: .fcfs, jobs: room + Starts.arrivals)
    var means = BatchedMeans(controls: 0)
    for _ in 0..<Self.batches {
      var (blocked, wait, queue) = (0.0, 0.0, 0.0)
      for (present, weight) in starts.draw(runs, &stream) {
        station.reset()
        for job in 0..<present { station.submit(Starts.arrivals + job, length: service()) }
        let before = station.waitingTime
        if station.present < room { station.submit(room + Starts.arrivals - 1, length: service()) }
        var taken: [Int] = []
        for job in 0..<Starts.arrivals {
          station.run(until: station.clock + Self.time(stream.exponential() / model.rate))
          if job == Starts.arrivals - 1 { queue += weight * (station.waitingTime - before) }
          if station.present < room {
            station.submit(job, length: service())
            taken.append(job)
          } else {
            blocked += weight
          }
        }
        station.run()
        for job in taken { wait += weight * Double(station.started[job] - station.arrived[job]) }
      }
      let n = Double(runs * Starts.arrivals)
      means.append([blocked / n, queue / n / Self.unit * model.rate, wait / n / Self.unit / free])
    }
    return [.blocked: means.mean(0), .queue: means.mean(1), .waitOfAccepted: means.mean(2)]
  }

  private mutating func service() -> Int64 { Self.time(stream.exponential()) }
}
