import JobModel

extension CromwellParser {
  mutating func read(_ field: CromwellCallField, into call: inout CromwellCall) throws {
    switch field {
    case .executionStatus: call.status = try text()
    case .backendStatus: call.backendStatus = try text()
    case .shardIndex: call.shard = try whole(in: -1...1_000_000_000) ?? -1
    case .attempt: call.attempt = try whole(in: 1...1_000_000) ?? 1
    case .start: call.start = try time("start")
    case .end: call.end = try time("end")
    case .returnCode: call.returnCode = try whole(in: -1_000_000...1_000_000)
    case .failures: call.message = try failure()
    case .retryableFailure: call.isRetryable = try flag() ?? false
    case .runtimeAttributes: try attributes(into: &call)
    case .jes: try machine(into: &call)
    case .callCaching: try caching(into: &call)
    case .executionEvents: try events(into: &call)
    case .preemptible: call.isPreemptible = try flag()
    case .backend: call.label("backend", try text())
    case .jobId: call.label("backend_job", try text())
    case .dockerImageUsed: call.label("docker_image", try text())
    case .subWorkflowId: call.subWorkflow = try text()
    case .vmStartTime: call.machineStart = try time("vmStartTime")
    case .vmEndTime: call.machineEnd = try time("vmEndTime")
    case .vmCostPerHour: call.machineCostPerHour = try json.scalarText()
    case .machineType: if let name = try text() { call.machineType = name }
    case .zone: if let name = try text() { call.zone = name }
    case .subWorkflowMetadata: try json.skipValue()
    case .cromwellStart:
      call.isDigest = true
      call.start = try time("cromwellStart")
    case .cromwellEnd:
      call.isDigest = true
      call.end = try time("cromwellEnd")
    case .papiStart: call.machineStart = try time("papiStart")
    case .papiEnd: call.machineEnd = try time("papiEnd")
    case .userCommandTimeSeconds:
      call.commandTime = try json.scalarText().flatMap(Double.init).flatMap { SimDuration(seconds: $0) }
        .flatMap { $0 < .zero ? nil : $0 }
    case .disks: try digestDisks(into: &call)
    }
  }

  /// A text; nil, and passed over, for anything else.
  mutating func text() throws -> String? {
    guard try json.peek() == .string else {
      try json.skipValue()
      return nil
    }
    let text = try json.sharedString()
    return text.isEmpty ? nil : text
  }

  mutating func time(_ field: String) throws -> SimTime? {
    let line = json.line
    guard let text = try text() else { return nil }
    if let time = try? SimTime(parsing: text, local: { clock.time(shown: $0) }) { return time }
    report.warn("\(field) is not a time: it is left out", line: line)
    return nil
  }

  /// A whole number, in quotes or not.
  mutating func whole(in range: ClosedRange<Int>) throws -> Int? {
    try json.scalarText().flatMap(Int.init).flatMap { range.contains($0) ? $0 : nil }
  }

  /// A truth value, in quotes or not.
  mutating func flag() throws -> Bool? {
    switch try json.scalarText() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// The first message of a list of failures: the innermost one says what happened.
  mutating func failure() throws -> String? {
    guard try json.peek() == .array else {
      try json.skipValue()
      return nil
    }
    var first: String?
    try json.beginArray()
    while try json.nextElement() {
      guard try json.peek() == .object, json.depth < 300 else {
        try json.skipValue()
        continue
      }
      var message: String?
      var cause: String?
      try json.beginObject()
      members: while true {
        switch try json.nextMember(partFields) {
        case .end: break members
        case .field(.message): message = try text()
        case .field(.causedBy): cause = try failure()
        case .field, .unknown: try json.skipValue()
        }
      }
      first = first ?? cause ?? message
    }
    return first
  }

  /// The members of an object that are plain values.
  mutating func labels() throws -> [Property] {
    var properties: [Property] = []
    guard try json.peek() == .object else {
      try json.skipValue()
      return properties
    }
    try json.beginObject()
    while let name = try json.nextKey() {
      if let value = try json.scalarText() { properties.append(Property(name: name, value: value)) }
    }
    return properties
  }

  private mutating func attributes(into call: inout CromwellCall) throws {
    let line = json.line
    for attribute in try labels() {
      let (name, value) = (attribute.name, attribute.value)
      switch name {
      case "cpu": call.cores = Double(value).flatMap { $0 > 0 && $0 <= 1e6 ? $0 : nil }
      case "memory":
        call.memory = Self.memory(value)
        if call.memory == nil { report.warn("memory is not a size: it is left out", line: line) }
      case "disks":
        call.disk = Self.disks(value)
        call.label("disks", value)
      // What the backends for TES and for AWS call it; what Google's says stands.
      case "disk": call.disk = call.disk ?? Self.memory(value)
      case "preemptible": call.preemptibleTries = Int(value) ?? (value == "true" ? 1 : nil)
      case "docker", "zones", "gpuCount", "gpuType", "queueArn": call.label(name, value)
      default: break
      }
    }
  }

  private mutating func machine(into call: inout CromwellCall) throws {
    for part in try labels() {
      if part.name == "machineType" { call.machineType = part.value }
      if part.name == "zone" { call.zone = part.value }
    }
  }

  private mutating func caching(into call: inout CromwellCall) throws {
    for part in try labels() {
      if part.name == "hit" { call.isCached = part.value == "true" }
      if part.name == "result", part.value.hasPrefix("Cache Hit") { call.label("cache", part.value) }
    }
  }

  private mutating func events(into call: inout CromwellCall) throws {
    guard try json.peek() == .array else { return try json.skipValue() }
    try json.beginArray()
    while try json.nextElement() {
      guard try json.peek() == .object else {
        try json.skipValue()
        continue
      }
      var description: String?
      var start: SimTime?
      var end: SimTime?
      try json.beginObject()
      members: while true {
        switch try json.nextMember(partFields) {
        case .end: break members
        case .field(.description): description = try text()
        case .field(.startTime): start = try time("startTime")
        case .field(.endTime): end = try time("endTime")
        case .field, .unknown: try json.skipValue()
        }
      }
      if let description, let start, let end {
        call.events.append(CromwellCall.Event(description: description, start: start, end: end))
      }
    }
  }

  /// The digest's disks: the sum of what is not the boot disk.
  private mutating func digestDisks(into call: inout CromwellCall) throws {
    guard try json.peek() == .object else { return try json.skipValue() }
    var total = 0.0
    try json.beginObject()
    while let name = try json.nextKey() {
      guard try json.peek() == .object else {
        try json.skipValue()
        continue
      }
      try json.beginObject()
      members: while true {
        switch try json.nextMember(partFields) {
        case .end: break members
        case .field(.sizeGb):
          let size = try json.scalarText().flatMap(Double.init) ?? 0
          if name != "boot-disk", size > 0 { total += size }
        case .field, .unknown: try json.skipValue()
        }
      }
    }
    call.disk = total > 0 ? Bytes(gibibytes: total) : nil
  }

  /// `4 GB`, `3.75 GiB`: Cromwell counts both by 1024 (4 GB becomes a machine of 4096 MiB).
  static func memory(_ text: String) -> Bytes? {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let unit = text[number.endIndex...].filter { $0 != " " }.lowercased()
    let exponents = ["k": 1, "m": 2, "g": 3, "t": 4]
    let scale: Double
    switch unit {
    case "", "b", "bytes": scale = 1
    default:
      guard let exponent = unit.first.flatMap({ exponents[String($0)] }),
        ["", "b", "ib", "i"].contains(unit.dropFirst())
      else { return nil }
      scale = [1024, 1_048_576, 1_073_741_824, 1_099_511_627_776][exponent - 1]
    }
    guard let value = Double(number), value > 0, let count = checkedInteger(value * scale), count <= Bytes.limit.count
    else { return nil }
    return Bytes(count)
  }

  /// The sum of `local-disk 65 HDD, /mnt/data 375 LOCAL`, in GiB as Google counts disks; nil if none has a size.
  static func disks(_ text: String) -> Bytes? {
    let sizes = text.split(separator: ",").compactMap { disk in
      disk.split(separator: " ").compactMap { Double($0) }.first { $0 > 0 && $0 < 1e9 }
    }
    return sizes.isEmpty ? nil : Bytes(gibibytes: sizes.reduce(0, +))
  }
}
