import ArgumentParser
import Foundation
import JobFormats
import JobModel
import LocalPages
import RunStore
import Simulation

import struct Advice.HistoryResolver

/// A limit that is likely to be passed: exit code 3.
struct BrokenGate: Error, CustomStringConvertible {
  let description: String
}

/// Input that is wrong in a way that only the command can tell: exit code 1.
struct CommandError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// The exit codes of the contract.
enum ExitStatus {
  static let badInput: Int32 = 1
  static let usage: Int32 = 2
  static let gate: Int32 = 3
  static let fault: Int32 = 70

  /// Prints an error where it belongs and gives the code to exit with.
  static func report(_ error: any Error) -> Int32 {
    switch error {
    case let error as BrokenGate:
      Console.message(error.description)
      return gate
    case let error as OutputClosed:
      // Nobody reads any more, as after `purser … | head`: that is not a fault.
      return error.isBrokenPipe ? 0 : reportBadInput(error)
    case is InputError, is StoreError, is SimulationError, is PlanError, is InputValueError, is CurrencyMismatch,
      is CommandError, is HistoryResolver.MissingHistory, is ServerError:
      return reportBadInput(error)
    default: break
    }
    // Help, version and wrong usage are the parser's.
    let code = PurserCommand.exitCode(for: error)
    if code == .success {
      Console.print(PurserCommand.fullMessage(for: error))
      return 0
    }
    if code == .validationFailure {
      Console.remark(PurserCommand.fullMessage(for: error) + "\n")
      return usage
    }
    Console.message("a fault of the program: \(error); please report it with the command that led to it")
    return fault
  }

  private static func reportBadInput(_ error: any Error) -> Int32 {
    Console.message("\(error)")
    return badInput
  }
}
