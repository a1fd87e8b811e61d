// What goes wrong, as users tell it (reference: reports of the RAP's users, 2022 to 2025).

extension DemoHistory {
  private static let outOfMemory = Ending(
    state: "failed", reason: "AppInsufficientResourceError",
    message: "Error while running the command (please refer to the job log for more details). "
      + "Warning: Out of memory error occurred during this job.")
  private static let byHand = Ending(state: "terminated")

  /// One of each, and the everyday jobs around them.
  mutating func addMishaps() {
    addStarvedJobs()
    addHungJob()
    addNotebooks()
    addEverydayCommands()
    addUnfinished()
  }

  /// Jobs that run out of memory, and each one's rerun by hand on a larger machine. The work itself needs 9 GiB.
  private mutating func addStarvedJobs() {
    for (index, gene) in ["TTN", "LDLR", "MYBPC3"].enumerated() {
      let ready = day(3 + 6 * index, 10.5)
      var starved = job(programs.burden, "burden \(gene)", Self.tomas, sharedProject)
      starved.priority = "high"
      let failed = run(starved, ready: ready, work: random.time(1900...3100), ending: Self.outOfMemory).end
      var again = job(programs.burden, "burden \(gene)", Self.tomas, sharedProject)
      again.priority = "high"
      again.machine = .x16
      run(again, ready: failed + random.time(1800...9000), work: random.about(hours: 0.8))
    }
    for index in 0..<8 {
      var burden = job(programs.burden, "burden panel \(index + 1)", Self.tomas, sharedProject)
      burden.priority = "high"
      burden.tags = ["burden"]
      run(burden, ready: day(7 + index, 9.8), work: random.about(hours: 0.9))
    }
  }

  /// A job that hung on a Friday and was found on the Wednesday after: no timeout of its own, so 30 days were allowed.
  private mutating func addHungJob() {
    var hung = job(programs.knife, "Swiss Army Knife", Self.jonas, imagingProject)
    hung.priority = "high"
    run(hung, ready: day(11, 17.2), work: day(16, 9.6) - day(11, 17.2), ending: Self.byHand)
  }

  /// Notebooks, mostly idle, on a large machine; one is ended by its own limit.
  private mutating func addNotebooks() {
    for index in 0..<5 {
      var notebook = job(programs.notebook, "DXJupyterLab", Self.amara, sharedProject)
      notebook.priority = "high"
      notebook.timeout = 4 * 3_600_000
      let isLate = index == 3
      let ending =
        isLate
        ? Ending(
          state: "failed", reason: "JobTimeoutExceeded", message: "The job ran longer than its timeout of 4 hours")
        : Self.byHand
      let work = isLate ? 14_400_000 + 51_730 : random.about(hours: 2.2)
      run(notebook, ready: day(2 + 4 * index, 10 + 3 * random.unit()), work: work, ending: ending)
    }
  }

  /// Small commands on a machine of 16 cores, without a tag and without a name of their own; a few are simply wrong.
  private mutating func addEverydayCommands() {
    for index in 0..<28 {
      var command = job(programs.knife, "Swiss Army Knife", index % 3 == 0 ? Self.tomas : Self.jonas, imagingProject)
      command.priority = index % 4 == 0 ? "high" : "normal"
      let isWrong = index % 9 == 5
      let ending =
        isWrong
        ? Ending(state: "failed", reason: "AppInternalError", message: "bcftools: command exited with code 255") : .done
      let work = isWrong ? random.time(190...400) : random.about(hours: 0.35)
      run(command, ready: day(index * 20 / 28, 11 + 6 * random.unit()), work: work, ending: ending)
    }
  }

  /// A job that still ran when the records were fetched, on the third Saturday; and one that was withdrawn after five
  /// hours, having waited for a spot worker in vain.
  private mutating func addUnfinished() {
    var running = job(programs.step1, "ldl step 1", Self.amara, gwasProject)
    running.priority = "high"
    running.tags = ["gwas", "ldl"]
    running.created = day(19, 16.5)
    running.state = "running"
    running.started = day(19, 16.5) + 88_213
    running.transitions = [("runnable", day(19, 16.5) + 4_000), ("running", day(19, 16.5) + 88_213)]
    jobs.append(running)

    var withdrawn = job(programs.step2, "ldl chr1 test", Self.amara, gwasProject)
    withdrawn.tags = ["gwas", "ldl"]
    withdrawn.priority = "low"
    withdrawn.created = day(15, 11.2)
    withdrawn.state = "terminated"
    withdrawn.transitions = [("runnable", day(15, 11.2) + 4_000), ("terminated", day(15, 16.4))]
    jobs.append(withdrawn)
  }
}
