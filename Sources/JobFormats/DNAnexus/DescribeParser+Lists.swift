import JobModel

// Fields that hold several values.

extension DescribeParser {
  mutating func tags(into describe: inout Describe) throws {
    guard try json.peek() == .array else { return try json.skipValue() }
    try json.beginArray()
    while try json.nextElement() {
      if try json.peek() == .string { describe.job.tags.append(try json.sharedString()) } else { try json.skipValue() }
    }
  }

  /// Members of an object as properties.
  mutating func labels(prefix: String, into describe: inout Describe) throws {
    guard try json.peek() == .object else { return try json.skipValue() }
    try json.beginObject()
    while let name = try json.nextKey() {
      guard let value = try json.scalarText() else { continue }
      describe.job.properties.append(Property(name: prefix + name, value: value))
    }
  }

  mutating func transitions(into describe: inout Describe) throws {
    guard try json.peek() == .array else { return try json.skipValue() }
    try json.beginArray()
    while try json.nextElement() {
      guard try json.peek() == .object else {
        try json.skipValue()
        continue
      }
      var state: String?
      var time: SimTime?
      try json.beginObject()
      members: while true {
        switch try json.nextMember(transitionFields) {
        case .field(.newState): state = try shared(.stateTransitions, &describe)
        case .field(.setAt): time = try self.time(.stateTransitions, &describe)
        case .unknown: try json.skipValue()
        case .end: break members
        }
      }
      guard let state, let time else { continue }
      let change = Job.Transition(state: JobState(state), time: time)
      if !change.state.isKnown { describe.warnings.append("unknown state \"\(state.prefix(40))\" in stateTransitions") }
      describe.job.transitions.append(change)
    }
  }

  /// The restart policy, as it stands.
  ///
  /// The three counts that the platform fills in when nobody set anything are read as its default, in which a spot
  /// interruption is followed by another try as well, though the description does not list it.
  mutating func policy(into describe: inout Describe) throws {
    guard try json.peek() == .object else { return try json.skipValue() }
    if let known = json.remembered(lastPolicy) {
      describe.job.restartPolicy = known
      return
    }
    let place = json.place
    let remarks = describe.warnings.count
    var restartOn: [FailureReason: Int]?
    var maxRestarts: Int?
    var maxSpotTries: Int?
    try json.beginObject()
    members: while true {
      switch try json.nextMember(policyFields) {
      case .field(.restartOn): restartOn = try restartCounts(&describe)
      case .field(.maxRestarts): maxRestarts = try count(.executionPolicy, in: 0...1000, &describe)
      case .field(.maxSpotTries): maxSpotTries = try count(.executionPolicy, in: 0...1000, &describe)
      case .unknown: try json.skipValue()
      case .end: break members
      }
    }
    if restartOn == nil && maxRestarts == nil && maxSpotTries == nil { return }
    var usual = RestartPolicy.platformDefault.restartOn
    usual[.spotInstanceInterruption] = nil
    var policy = RestartPolicy.platformDefault
    if let restartOn, restartOn != usual { policy.restartOn = restartOn }
    if let maxRestarts { policy.maxRestarts = maxRestarts }
    policy.maxSpotTries = maxSpotTries
    describe.job.restartPolicy = policy
    if describe.warnings.count == remarks { json.remember(policy, since: place, in: &lastPolicy) }
  }

  private mutating func restartCounts(_ describe: inout Describe) throws -> [FailureReason: Int]? {
    guard try json.peek() == .object else {
      try json.skipValue()
      return nil
    }
    var counts: [FailureReason: Int] = [:]
    try json.beginObject()
    while let name = try json.nextKey() {
      let reason = FailureReason(name)
      if let restarts = try count(.executionPolicy, in: 0...1000, &describe) { counts[reason] = restarts }
      if !FailureReason.restartable.contains(reason) && reason != RestartPolicy.anyReason {
        describe.warnings.append("unknown reason \"\(name.prefix(40))\" in restartOn")
      }
    }
    return counts
  }
}
