import JobModel

extension InstanceType {
  /// Whether the machine has GPUs or the like, by its figures or, where a catalog does not say, by its name.
  var hasAccelerator: Bool { gpus > 0 || gpuModel != nil || acceleratorFamily != nil }

  /// The part of the name that says so: `g5` of `omics.g5.2xlarge`, `gpu1` of `mem3_ssd1_gpu1_x8`; nil where none does.
  ///
  /// AWS names machines with GPUs g and p, with other accelerators inf, trn, dl, vt and f, each with a generation;
  /// DNAnexus puts gpu or fpga into the middle.
  var acceleratorFamily: String? {
    if let part = name.split(separator: "_").first(where: { $0.hasPrefix("gpu") || $0.hasPrefix("fpga") }) {
      return String(part)
    }
    return name.split(separator: ".").dropLast().lazy.map(String.init).first { part in
      let letters = part.prefix { $0.isASCII && $0.isLetter }
      let next = part.dropFirst(letters.count).first
      return ["g", "p", "inf", "trn", "dl", "vt", "f"].contains(letters)
        && next.map { $0.isASCII && $0.isNumber } == true
    }
  }
}
