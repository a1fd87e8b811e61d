import JobModel

@testable import Simulation

/// Servers behind the library's event queue and cloud pool; arrivals, the waiting room and classes are the driver's.
struct PoolStation: ~Copyable {
  private var events = EventQueue(capacity: 256)
  private var pool: CloudPool
  private(set) var clock: Int64 = 0
  private(set) var busy = 0
  private(set) var waiting = 0
  /// Busy servers and waiting jobs, summed over time.
  private(set) var busyTime = 0.0
  private(set) var waitingTime = 0.0
  private(set) var arrived: [Int64]
  private(set) var started: [Int64]
  private var lengths: [Int64]

  init(servers: Int, order: Platform.Order, jobs: Int) {
    var limits = CloudPool.Limits()
    limits.vcpus = Int64(servers) * 1000
    limits.order = order
    pool = CloudPool(limits: limits, lanes: [Workload.Lane(user: 0, familyLimits: [])])
    arrived = [Int64](repeating: 0, count: jobs)
    started = arrived
    lengths = arrived
  }

  var present: Int { busy + waiting }

  /// Empties the station and sets its clock back.
  mutating func reset() {
    events.removeAll()
    pool.reset()
    (clock, busy, waiting) = (0, 0, 0)
  }

  /// A job comes now.
  mutating func submit(_ job: Int, length: Int64, key: Int64 = 0) {
    arrived[job] = clock
    lengths[job] = length
    waiting += 1
    pool.enqueue(CloudPool.Waiting(key: key, ready: clock, needed: 1000, job: Int32(job)), lane: 0)
    start()
  }

  private mutating func start() {
    while let job = pool.next() {
      waiting -= 1
      busy += 1
      started[Int(job)] = clock
      events.push(clock + lengths[Int(job)], .end, job: job, generation: 0)
    }
  }

  /// Lets time pass until an instant, or without one until all is done.
  mutating func run(until instant: Int64 = .max) {
    while !events.isEmpty && events.nextTime <= instant {
      pass(to: events.nextTime)
      _ = events.pop()
      busy -= 1
      pool.release(lane: 0, needed: 1000)
      if waiting > 0 { start() }
    }
    if instant < .max { pass(to: instant) }
  }

  private mutating func pass(to instant: Int64) {
    let passed = Double(instant - clock)
    busyTime += passed * Double(busy)
    waitingTime += passed * Double(waiting)
    clock = instant
  }
}
