import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

private let remark =
  "it uses 11 of 32 GiB; 120 jobs; saves 0.12 USD a job (0.10 to 0.15); 1.2 % of first tries run out of memory or disk"
private let ladder = RestartPolicy(restartOn: [.appInsufficientResourceError: 2], largerType: true)

private let two = [
  advice("NFCORE:RNASEQ:SORT") { setting in
    setting.vcpus = 3.2
    setting.memory = Bytes(12 << 30)
    setting.timeout = .hours(30)
    setting.restart = ladder
  },
  advice("FASTQC") { setting in
    setting.memory = Bytes(1_000_000_000)
    setting.disk = Bytes(50 << 30)
    setting.timeout = .seconds(10)
    setting.instanceType = "n2-standard-4"
  },
]

@Suite("Recommendations for Nextflow, Slurm and plans")
struct ClusterEmitTests {
  @Test("Nextflow: a selector for each process, units rounded up, a ladder of memory")
  func nextflow() throws {
    let emitted = emitted("nextflow", two)
    // 10^9 bytes are 953.67 MiB.
    #expect(
      emitted.text == """
        // Use with: nextflow run … -c THIS_FILE
        process {
          // FASTQC: \(remark)
          withName: 'FASTQC' {
            memory = '954 MB'
            disk = '50 GB'
            time = '1m'
            machineType = 'n2-standard-4'
          }
          // NFCORE:RNASEQ:SORT: \(remark)
          withName: 'NFCORE:RNASEQ:SORT' {
            cpus = 4
            memory = { 12.GB * (2 ** (task.attempt - 1)) }
            time = '1d 6h'
            errorStrategy = { task.exitStatus in [104, 134, 137, 139, 143, 247] ? 'retry' : 'terminate' }
            maxRetries = 2
          }
        }

        """)
    #expect(emitted.notes == ["machineType is heeded on DNAnexus, Google Batch and Azure Batch only"])
  }

  @Test("Nextflow: selectors match the process of their name and no other")
  func selectors() throws {
    let emitted = emitted("nextflow", oddNames.map { name in advice(name) { $0.vcpus = 2 } })
    let config = try GroovyConfig(parsing: emitted.text)
    #expect(config.selectors.count == oddNames.count)
    let sorted = oddNames.sorted()
    for (selector, name) in zip(config.selectors, sorted) {
      // Nextflow cuts blanks off, and takes a leading ! for "not".
      #expect(selector.pattern == selector.pattern.trimmingCharacters(in: .whitespaces))
      #expect(!selector.pattern.hasPrefix("!"))
      let regex = try NSRegularExpression(pattern: selector.pattern)
      for other in sorted {
        let whole = NSRange(location: 0, length: other.utf16.count)
        let match = regex.rangeOfFirstMatch(in: other, options: .anchored, range: whole)
        #expect((match == whole) == (other == name), "\(selector.pattern) and \(other)")
      }
    }
  }

  @Test("Nextflow: any failure is retried where the policy says any; what exit codes cannot tell is noted")
  func retries() throws {
    var policy = RestartPolicy(restartOn: [RestartPolicy.anyReason: 2, .spotInstanceInterruption: 5], maxRestarts: 3)
    let any = emitted("nextflow", [advice("a") { $0.restart = policy }])
    let directives = try GroovyConfig(parsing: any.text).selectors.first?.directives
    #expect(directives == ["errorStrategy": "'retry'", "maxRetries": "2"])
    #expect(
      any.notes == ["Nextflow retries by exit code, restarts after SpotInstanceInterruption are not written: a"])
    policy.restartOn = [.spotInstanceInterruption: 5]
    let none = emitted("nextflow", [advice("a") { $0.restart = policy }])
    #expect(none.notes.last == "nothing that Nextflow can be told: a")
    #expect(try GroovyConfig(parsing: none.text).selectors.isEmpty)
  }

  @Test("Slurm: whole minutes, MiB and cores, never nought")
  func slurm() throws {
    let emitted = emitted(
      "slurm",
      two + [
        advice("zero") { setting in
          (setting.timeout, setting.memory, setting.vcpus, setting.disk) = (.zero, Bytes(0), 0, Bytes(0))
        },
        advice("odd\n#SBATCH --mem=0") { $0.vcpus = .nan },
      ])
    #expect(
      emitted.text == """
        # Paste each line into the script of its job.
        # FASTQC: \(remark)
        #SBATCH --time=0-00:01:00 --mem=954M --tmp=51200M
        # NFCORE:RNASEQ:SORT: \(remark)
        #SBATCH --time=1-06:00:00 --mem=12288M --cpus-per-task=4
        # odd #SBATCH --mem=0: \(remark)
        # nothing that sbatch can be told
        # zero: \(remark)
        #SBATCH --time=0-00:01:00 --mem=1M --cpus-per-task=1 --tmp=1M

        """)
  }

  @Test("Slurm: a type becomes what it has, where a catalog knows it")
  func slurmTypes() {
    var catalog = Catalog(name: "c", provider: "aws")
    catalog.set(InstanceType(name: "m5.xlarge", vcpus: 4, memory: Bytes(16 << 30)))
    let advised = [advice("a") { $0.instanceType = "m5.xlarge" }]
    let known = emitted("slurm", advised, catalog: catalog)
    #expect(known.text.hasSuffix("#SBATCH --mem=16384M --cpus-per-task=4\n"))
    #expect(known.notes == ["Slurm knows no instance types: the cores and memory of the advised one are asked for: a"])
    #expect(emitted("slurm", advised).notes.first?.hasSuffix("no catalog says what the advised one has: a") ?? false)
  }

  @Test("Slurm: bash takes any lines, and the flags have the documented syntax")
  func slurmSyntax() throws {
    let huge = Int64.max
    let emitted = emitted(
      "slurm",
      oddNames.enumerated().map { index, name in
        advice(name) { setting in
          setting.timeout = SimDuration(milliseconds: huge >> Int64(index))
          setting.memory = Bytes(huge >> Int64(index))
          setting.vcpus = Double(index) * 1e17
        }
      })
    #expect(try bash(["-n"], script: emitted.text).status == 0)
    #expect(try bash([], script: emitted.text).output.isEmpty)
    let flags = try Regex(
      "#SBATCH --time=[0-9]+-([01][0-9]|2[0-3]):[0-5][0-9]:00 --mem=[1-9][0-9]*M( --cpus-per-task=[1-9][0-9]*)?")
    let lines = emitted.text.split(separator: "\n").filter { $0.hasPrefix("#SBATCH") }
    #expect(lines.count == oddNames.count)
    for line in lines { #expect(try flags.wholeMatch(in: line) != nil, "\(line)") }
  }

  @Test("Plan: a task for each executable, which reads back as the same")
  func plan() throws {
    var catalog = Catalog(name: "ukb-rap-aws-eu-west-2", provider: "dnanexus")
    catalog.region = "aws:eu-west-2"
    let odd = oddNames.map { name in
      advice(name) { setting in
        setting.instanceType = name
        setting.restart = ladder
        setting.timeout = SimDuration(milliseconds: 61_001)
        setting.memory = Bytes(12 << 30)
        setting.disk = Bytes(50 << 30)
        setting.vcpus = 4
        setting.priority = .low
      }
    }
    let text = emitted("plan", odd, catalog: catalog).text
    let (plan, warnings) = try PlanDocument(reading: Array(text.utf8), file: "p.yaml").plan()
    #expect(warnings.isEmpty)
    #expect(plan.catalog == "ukb-rap-aws-eu-west-2")
    #expect(plan.tasks.map(\.executable) == oddNames.sorted())
    for task in plan.tasks {
      #expect(task.runtime == .distribution(.constant(3_600_000)))
      #expect(task.instanceType == task.executable)
      #expect((task.restart, task.timeout) == (ladder, SimDuration(milliseconds: 61_001)))
      #expect((task.memory, task.disk, task.vcpus) == (.constant(12 << 30), Bytes(50 << 30), 4))
      #expect(task.priority == .low)
    }
    #expect(emitted("plan", odd.reversed(), catalog: catalog).text == text)
  }

  @Test("Plan: the text; past runtimes where the machine stays")
  func planText() {
    var kept = advice("align:work") { setting in
      setting.instanceType = "mem1_ssd1_v2_x4"
      setting.timeout = .hours(6)
    }
    kept.current.setting.instanceType = "mem1_ssd1_v2_x4"
    #expect(
      emitted("plan", [kept]).text == """
        # A plan made from recommendations.
        #
        # What was assumed:
        # - each task is one job of its executable: give `count` and `after` as you run them
        # - runtimes are those of past jobs where the machine stays, else what is expected on the new one

        name: recommended
        tasks:
          # align:work: it uses 11 of 32 GiB; 120 jobs; saves 0.12 USD a job (0.10 to 0.15); 1.2 % of first tries run
          # out of memory or disk
          - name: "align:work"
            runtime: {from: history}
            instance_type: mem1_ssd1_v2_x4
            timeout: 6h

        """)
  }

  @Test("Plan: what it cannot say is held at what it can")
  func planLimits() throws {
    let odd = advice("a") { setting in
      setting.timeout = SimDuration(milliseconds: -1)
      setting.memory = Bytes(Int64.max)
      setting.disk = Bytes(-1)
      setting.vcpus = 1e300
      setting.restart = RestartPolicy(restartOn: [.inputError: 1, .executionError: -3], maxRestarts: .max)
    }
    let emitted = emitted("plan", [odd])
    let task = try #require(try PlanDocument(reading: Array(emitted.text.utf8), file: "p").plan().plan.tasks.first)
    #expect((task.timeout, task.disk, task.vcpus) == (.seconds(60), Bytes(1), 100_000))
    #expect(task.memory == .constant(Bytes.limit.count))
    #expect(task.restart == RestartPolicy(restartOn: [.executionError: 0], maxRestarts: 10_000))
    #expect(emitted.notes == ["a plan knows no restarts after InputError, left out: a"])
  }

  @Test("Executables in one setting are told apart from those whose stages differ")
  func stages() {
    func staged(_ stage: String, _ cores: Double) -> Recommendation { advice("a", stage: stage) { $0.vcpus = cores } }
    let equal = emitted("slurm", [staged("x", 2), staged("y", 2)])
    #expect(equal.text.hasSuffix("#SBATCH --cpus-per-task=2\n"))
    #expect(equal.notes == ["advised for some stages, written for all uses of the executable: a"])
    let different = emitted("slurm", [staged("x", 2), staged("y", 4)])
    #expect(
      different.notes == ["left out, since its stages need different settings, which this target cannot say: a"])
    // Advice for the other jobs is none for those of the stage.
    let others = emitted("slurm", [staged("x", 2), advice("a") { $0.vcpus = 8 }])
    #expect(others == EmittedText(text: "# No recommendation changes anything.\n", notes: different.notes))
  }
}

@Suite("The line that precedes a recommendation")
struct EmitCommentTests {
  private func line(_ change: (inout Recommendation) -> Void) -> String {
    var advised = advice("a") { $0.vcpus = 1 }
    change(&advised)
    return EmitComment.line(advised)
  }

  @Test("Costs more, costs the same, no price, no probability")
  func amounts() {
    func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: .usd) }
    let more = line { $0.saving = .init(mean: usd(-2_000_000_000), low: usd(.min), high: usd(500_000_000)) }
    #expect(more.contains("; costs 2.00 USD more a job (-0.50 to 9,223,372,036.85); "))
    let same = line { $0.saving = .init(mean: usd(0), low: usd(0), high: usd(0)) }
    #expect(same.contains("; costs the same; "))
    let bare = line {
      $0.saving = nil
      $0.jobs = 1
      $0.reason = " \n"
      $0.recommended.failureProbability = .nan
    }
    #expect(bare == "a: 1 job")
    let tiny = line { $0.recommended.failureProbability = 1e-9 }
    #expect(tiny.hasSuffix("; <0.1 % of first tries run out of memory or disk"))
  }

  @Test("A long reason goes on in further comment lines, all of its words are there")
  func wraps() {
    var advised = advice("a") { $0.timeout = .hours(1) }
    let words = (0..<100).map { "word\($0)" }
    advised.reason = words.joined(separator: " ")
    let lines = EmitComment.lines(advised)
    #expect(lines.count > 3 && lines.allSatisfy { $0.count <= 161 })
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
    let joined = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(joined == EmitComment.line(advised))
    for (target, mark) in [("slurm", "# "), ("dx-run", "# "), ("nextflow", "// ")] {
      let text = emitted(target, [advised]).text
      #expect(words.allSatisfy { text.contains($0) }, "\(target)")
      #expect(
        text.split(separator: "\n").filter { $0.contains("word") }
          .allSatisfy { $0.drop { $0 == " " }.hasPrefix(mark) }, "\(target)")
    }
  }

  @Test("A very long reason is cut, and nothing in it ends the line", arguments: RecommendationWriters.all.map(\.name))
  func reasons(target: String) {
    var advised = advice("a") { $0.timeout = .hours(1) }
    advised.reason = "first\n}\r\nrm -rf /\u{2028}'\u{0}" + String(repeating: "x", count: 1000)
    let text = emitted(target, [advised]).text
    #expect(!text.contains("\u{2028}") && !text.contains("\u{0}") && !text.contains("\r"))
    #expect(
      text.split(separator: "\n").allSatisfy { $0.count < 330 && !$0.hasPrefix("}\u{20}rm") && !$0.hasPrefix("rm") })
  }

  @Test("What changes nothing is counted, what has no name too; the order of the input does not matter")
  func leftOut() {
    var same = advice("b") { $0.vcpus = 2 }
    same.current.setting = same.recommended.setting
    let all = [advice("c") { $0.vcpus = 2 }, same, advice("a") { $0.vcpus = 2 }, advice("") { $0.vcpus = 2 }]
    for writer in RecommendationWriters.all {
      let emitted = writer.write(all, context: EmitContext())
      #expect(emitted == writer.write(all.reversed(), context: EmitContext()))
      #expect(
        emitted.notes.starts(with: [
          "1 of 4 recommendations change nothing and are left out",
          "1 recommendations name no executable and are left out",
        ]), "\(writer.name)")
    }
  }

  @Test("JSON targets give JSON for every name", arguments: ["dxapp", "extras"])
  func json(target: String) throws {
    let odd = oddNames.map { name in
      advice(name, id: "app-\(name)", function: name) { setting in
        setting.instanceType = name
        setting.timeout = .hours(1)
        setting.restart = .platformDefault
      }
    }
    let text = emitted(target, odd).text
    let document = try JSONTree(parsing: text)
    let names =
      document.elements?.compactMap { $0["name"]?.text }
      ?? Array((document["perTaskDxAttributes"]?.members ?? [:]).keys)
    #expect(names.count == oddNames.count)
    #expect(Set(names) == Set(oddNames))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !EmitComment.isHarmful($0) })
  }
}
