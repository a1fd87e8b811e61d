import Foundation

/// A colour of a screen (sRGB, eight bits a channel).
struct Colour: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// Red, green and blue as `0xRRGGBB`.
  let code: UInt32

  init(integerLiteral value: UInt32) { code = value }

  /// Red, green and blue as light, each from 0 to 1 (the inverse of sRGB's transfer curve, IEC 61966-2-1).
  var light: [Double] {
    [16, 8, 0].map { shift in
      let part = Double(code >> UInt32(shift) & 0xFF) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
  }

  /// Relative luminance, from 0 for black to 1 for white (WCAG 2.2).
  var luminance: Double {
    let light = light
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
  }

  /// The contrast ratio of two colours, from 1 to 21 (WCAG 2.2); text wants 4.5, marks want 3.
  func contrast(with other: Colour) -> Double {
    let (dark, bright) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (bright + 0.05) / (dark + 0.05)
  }

  /// `#0a6bb0`.
  var css: String {
    let digits = String(code & 0xFFFFFF, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }
}
