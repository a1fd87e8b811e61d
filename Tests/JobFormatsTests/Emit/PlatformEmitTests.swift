import Foundation
import JobModel
import TestSupport
import Testing

@testable import JobFormats

private let remark =
  "it uses 11 of 32 GiB; 120 jobs; saves 0.12 USD a job (0.10 to 0.15); 1.2 % of first tries run out of memory or disk"

/// Two entry points of one app, one of another, in no order.
private let three = [
  advice("call", id: "applet-1") { setting in
    setting.timeout = .seconds(90)
    setting.priority = .high
  },
  advice("align:work", id: "app-7", function: "work") { $0.instanceType = "mem1_ssd1_v2_x16" },
  advice("align", id: "app-7", function: "main") { setting in
    setting.instanceType = "mem1_ssd1_v2_x4"
    setting.timeout = .hours(30)
    setting.priority = .low
    setting.restart = RestartPolicy(restartOn: [.spotInstanceInterruption: 5], maxRestarts: 6, maxSpotTries: 3)
  },
]

@Suite("Recommendations for DNAnexus")
struct PlatformEmitTests {
  @Test("dx run: one line an executable, entry points as a mapping, policies in --extra-args")
  func run() throws {
    let emitted = emitted("dx-run", three)
    #expect(
      emitted.text == """
        # Add the inputs (-i NAME=VALUE).
        # align:main: \(remark)
        # align:work: \(remark)
        dx run app-7 --instance-type '{"main":"mem1_ssd1_v2_x4","work":"mem1_ssd1_v2_x16"}' --priority low --extra-args \
        '{"executionPolicy":{"restartOn":{"SpotInstanceInterruption":5},"maxRestarts":6,"maxSpotTries":3},\
        "timeoutPolicyByExecutable":{"app-7":{"main":{"days":1,"hours":6}}}}'
        # call: \(remark)
        dx run applet-1 --priority high --extra-args '{"timeoutPolicyByExecutable":{"applet-1":{"*":{"minutes":2}}}}'

        """)
    #expect(
      emitted.notes == [
        "priorities differ between entry points, a run has one: the main job's is written: align",
        "restarts differ between entry points, a run has one policy: the main job's is written: align",
      ])
  }

  @Test("dx run: every word arrives as it was, whatever the name is")
  func words() throws {
    let odd = oddNames.map { name in
      advice(name) { setting in
        setting.instanceType = "x'\(name)"
        setting.priority = .normal
      }
    }
    let emitted = emitted("dx-run", odd)
    let runnable = oddNames.filter { !$0.hasPrefix("-") && !$0.unicodeScalars.contains(where: EmitComment.isHarmful) }
    let commands = try dxCommands(emitted.text)
    // Names of DNAnexus have the entry point behind the last colon.
    let bases = runnable.map { $0 == "NF:A:B" ? "NF:A" : $0 }
    #expect(Set(commands.map { $0[1] }) == Set(bases), "\(commands)")
    #expect(commands.allSatisfy { $0.count == 6 && $0[0] == "run" && $0[2] == "--instance-type" })
    for name in runnable where name != "NF:A:B" {
      #expect(commands.contains { $0[1] == name && $0[3] == "x'\(name)" }, "\(name)")
    }
    #expect(try bash(["-n"], script: emitted.text).status == 0)
    #expect(emitted.notes.contains { $0.hasPrefix("commented out, since its name cannot stand in a command: ") })
    // Two lines for each recommendation, and the first one.
    let lines = emitted.text.split(separator: "\n").filter { !$0.hasPrefix("#   ") }
    #expect(lines.count == 2 * oddNames.count + 1)
  }

  @Test("dx run: a stage's type is for its workflow, which only the person knows")
  func stages() throws {
    let emitted = emitted(
      "dx-run",
      [
        advice("bwa", id: "app-1", stage: "stage-2") { $0.instanceType = "mem1_ssd1_v2_x8" },
        advice("bwa", id: "app-1", stage: "stage 1") { setting in
          setting.timeout = .hours(2)
          setting.restart = .platformDefault
        },
      ])
    let lines = emitted.text.split(separator: "\n")
    #expect(
      lines[2] == "# dx run WORKFLOW --extra-args '{\"timeoutPolicyByExecutable\":{\"app-1\":{\"*\":{\"hours\":2}}}}'")
    #expect(lines[4] == "# dx run WORKFLOW --instance-type stage-2=mem1_ssd1_v2_x8")
    #expect(
      emitted.notes == [
        "restarts of a stage belong into the workflow, and are not written: bwa",
        "advised for a stage: put the workflow's id in place of WORKFLOW: bwa (stage 1), bwa (stage-2)",
      ])
  }

  @Test("dxapp.json: one app is one object, with a key for each entry point, and our reader takes it back")
  func app() throws {
    var catalog = Catalog(name: "c", provider: "dnanexus")
    catalog.region = "aws:eu-west-2"
    let emitted = emitted("dxapp", Array(three.dropFirst()), catalog: catalog)
    #expect(
      emitted.text == """
        {
          "name": "align",
          "runSpec": {
            "timeoutPolicy": {
              "main": {
                "days": 1,
                "hours": 6
              }
            },
            "executionPolicy": {
              "restartOn": {
                "SpotInstanceInterruption": 5
              },
              "maxRestarts": 6,
              "maxSpotTries": 3
            }
          },
          "regionalOptions": {
            "aws:eu-west-2": {
              "systemRequirements": {
                "main": {
                  "instanceType": "mem1_ssd1_v2_x4"
                },
                "work": {
                  "instanceType": "mem1_ssd1_v2_x16"
                }
              }
            }
          }
        }

        """)
    let draft = try PlanSources.draft([PlanFile(name: "dxapp.json", bytes: Array(emitted.text.utf8))])
    let task = try #require(draft.plan.tasks.first)
    #expect((task.name, task.instanceType) == ("align", "mem1_ssd1_v2_x4"))
    #expect(task.timeout == .hours(30))
    #expect(task.restart == three[2].recommended.setting.restart)
    #expect(emitted.notes.contains("the priority is given at launch (`dx run --priority`): align"))
  }

  @Test("dxapp.json: several apps are an array, which our reader takes too; without a region the older place")
  func apps() throws {
    let emitted = emitted("dxapp", three)
    let apps = try #require(try JSONTree(parsing: emitted.text).elements)
    #expect(apps.map { $0["name"]?.text } == ["align", "call"])
    #expect(apps[0]["runSpec"]?["systemRequirements"]?["work"]?["instanceType"]?.text == "mem1_ssd1_v2_x16")
    let draft = try PlanSources.draft([PlanFile(name: "x.json", bytes: Array(emitted.text.utf8))])
    #expect(draft.plan.tasks.map(\.name) == ["align", "call"])
    #expect(draft.plan.tasks.map(\.timeout) == [.hours(30), .seconds(120)])
  }

  @Test("extras: a timeout for *, the six keys that dxCompiler takes, and no types")
  func extras() throws {
    var policy = RestartPolicy(
      restartOn: [.executionError: 12, RestartPolicy.anyReason: 1, .spotInstanceInterruption: 5, .inputError: 1])
    policy.maxSpotTries = 2
    let advised = advice("Add") { setting in
      setting.instanceType = "mem1_ssd1_v2_x4"
      setting.timeout = .hours(24 * 31)
      setting.restart = policy
    }
    let emitted = emitted("extras", [advised])
    #expect(
      emitted.text == """
        {
          "perTaskDxAttributes": {
            "Add": {
              "runSpec": {
                "timeoutPolicy": {
                  "*": {
                    "days": 30
                  }
                },
                "executionPolicy": {
                  "restartOn": {
                    "*": 1,
                    "ExecutionError": 9
                  }
                }
              }
            }
          }
        }

        """)
    #expect(
      emitted.notes == [
        "the type of a task stands in its `runtime` section: dx_instance_type \"mem1_ssd1_v2_x4\": Add",
        "timeouts are cut to the platform's 30 days: Add",
        "restarts are cut to the platform's 9: Add",
        "restarts after InputError cannot be set here and are left out: Add",
        "restarts after SpotInstanceInterruption cannot be set here and are left out: Add",
        "maxSpotTries cannot be set here and is left out: Add",
      ])
  }

  @Test("Timeouts are whole minutes, rounded up, from one minute to 30 days")
  func timeouts() {
    // (given, in ms) → minutes: 0 → 1, 1 ms → 1, 60 s → 1, 60.001 s → 2, 30 d → 43200, more → the same
    for (given, days, hours, minutes) in [
      (Int64.min, 0, 0, 1), (0, 0, 0, 1), (1, 0, 0, 1), (60_000, 0, 0, 1), (60_001, 0, 0, 2), (3_600_000, 0, 1, 0),
      (2_592_000_000, 30, 0, 0), (2_592_000_001, 30, 0, 0), (Int64.max, 30, 0, 0),
    ] as [(Int64, Int, Int, Int)] {
      let text = emitted("extras", [advice("a") { $0.timeout = SimDuration(milliseconds: given) }]).text
      let parts = [("days", days), ("hours", hours), ("minutes", minutes)].filter { $0.1 > 0 }
      let expected = parts.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
      #expect(text.filter { !$0.isWhitespace }.contains("\"*\":{\(expected)}"), "\(given): \(text)")
    }
  }

  @Test("No restart at all is said; nothing is written where there is nothing to say")
  func nothing() throws {
    let none = emitted("extras", [advice("a") { $0.restart = RestartPolicy(restartOn: [:]) }])
    #expect(none.text.contains("\"maxRestarts\": 0"))
    #expect(emitted("extras", []).text == "{}\n")
    #expect(emitted("dxapp", []).text == "[]\n")
    #expect(emitted("dx-run", []).text == "# No recommendation changes anything.\n")
    let memory = emitted("dx-run", [advice("a") { $0.memory = Bytes(1) }])
    #expect(memory.text.hasSuffix("# nothing that dx run can be told\n"))
    #expect(memory.notes.first == "DNAnexus takes cores, memory and disk as an instance type, and none is advised: a")
  }

  @Test("Advice for main alone never becomes advice for all entry points")
  func mainAlone() {
    var kept = advice("align:work", function: "work") { _ in }
    kept.recommended.setting = kept.current.setting
    let emitted = emitted("dx-run", [advice("align") { $0.instanceType = "mem1_ssd1_v2_x2" }, kept])
    #expect(emitted.text.contains("--instance-type '{\"main\":\"mem1_ssd1_v2_x2\"}'"))
    #expect(emitted.notes == ["1 of 2 recommendations change nothing and are left out"])
  }
}
