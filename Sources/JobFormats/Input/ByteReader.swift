import CZlib
import Glibc

/// Bytes of a file or of standard input, block by block, decompressed on the way if they are gzip.
///
/// Only what was not yet consumed stays in memory, so the size of a file does not matter. A gzip stream that is corrupt
/// or ends early is an error, never a short file.
public final class ByteReader {
  /// The input as the person named it; `-` is standard input.
  public let name: String
  /// Called about every mebibyte with what ``progress`` says.
  public var onProgress: ((Int64, Int64?) -> Void)?

  /// How many bytes behind ``end`` can be loaded too, so that whoever looks at eight at once need not look out for the
  /// end; the first of them is nought, the others are anything.
  static let padding = 64

  /// The bytes at hand; `position..<end` are unread. Valid until the next ``more()``.
  private(set) var base: UnsafeMutablePointer<UInt8>
  /// The first unread byte: whoever reads moves it forward.
  var position = 0
  /// The end of the bytes at hand.
  private(set) var end = 0

  private var capacity: Int
  private let blockSize: Int
  /// What owns the bytes, if this reader does not.
  private let block: ByteBlock?
  private var source: Source
  private var isAtEnd = false
  /// Bytes that were read and let go before `base`.
  private var discarded: Int64 = 0
  /// The line that holds the byte at `countedTo`.
  private var line = 1
  private var countedTo = 0
  private var bytesTotal: Int64?
  private var nextProgress: Int64 = progressStep

  private static let progressStep: Int64 = 1 << 20
  private static let usualBlockSize = 256 * 1024

  private enum Source {
    case gzip(gzFile)
    case member(TarMembers)
    case memory([UInt8], next: Int)
    case closed
  }

  /// Opens a source.
  ///
  /// - Throws: ``InputError`` if it does not exist, cannot be read or is a folder.
  public convenience init(_ source: InputSource) throws(InputError) {
    guard case .member(let archive, let number, _) = source else {
      try self.init(source, blockSize: Self.usualBlockSize)
      return
    }
    let members = TarMembers(try ByteReader(.file(archive), blockSize: Self.usualBlockSize))
    for _ in 0...number {
      guard try members.next() != nil else {
        throw InputError(file: source.name, message: "is no longer there", hint: "the archive was changed meanwhile")
      }
    }
    self.init(members, name: source.name)
  }

  /// Reads bytes that are already in memory, as they are.
  public convenience init(bytes: [UInt8], name: String) {
    self.init(bytes: bytes, name: name, blockSize: Self.usualBlockSize)
  }

  /// Reads a text that is already in memory.
  public convenience init(text: String, name: String) { self.init(bytes: Array(text.utf8), name: name) }

  init(bytes: [UInt8], name: String, blockSize: Int) {
    self.name = name
    self.blockSize = blockSize
    block = nil
    capacity = blockSize
    base = Self.buffer(capacity)
    source = .memory(bytes, next: 0)
    bytesTotal = Int64(bytes.count)
  }

  /// Reads bytes that are already in memory, where they are.
  init(_ block: ByteBlock, name: String) {
    self.name = name
    self.block = block
    blockSize = 1
    capacity = block.count
    base = block.base
    end = block.count
    isAtEnd = true
    source = .closed
    bytesTotal = Int64(block.count)
  }

  /// Reads the file of an archive that was found last.
  private init(_ members: TarMembers, name: String) {
    self.name = name
    blockSize = Self.usualBlockSize
    block = nil
    capacity = blockSize
    base = Self.buffer(capacity)
    bytesTotal = members.unread
    source = .member(members)
  }

  init(_ input: InputSource, blockSize: Int) throws(InputError) {
    let name = input.name
    // A copy of descriptor 0, so that closing this reader leaves the program's own standard input alone.
    let descriptor =
      switch input {
      // Members are read by another reader, which opens their archive.
      case .file(let path), .member(archive: let path, _, _): open(path, O_RDONLY | O_CLOEXEC)
      case .standardInput: fcntl(0, F_DUPFD_CLOEXEC, 3)
      }
    guard descriptor >= 0 else {
      let code = errno
      throw InputError(
        file: name, message: "cannot be opened: \(String(cString: strerror(code)))",
        hint: code == ENOENT ? "check the path" : nil)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw InputError(file: name, message: "cannot be read: \(String(cString: strerror(code)))")
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw InputError(file: name, message: "expected a file, found a folder", hint: "name the files in it")
    }
    guard let stream = gzdopen(descriptor, "rb") else {
      close(descriptor)
      throw InputError(file: name, message: "cannot be read: no memory for a decompressor")
    }
    _ = gzbuffer(stream, UInt32(clamping: min(blockSize, 128 * 1024)))
    self.name = name
    self.blockSize = blockSize
    block = nil
    capacity = blockSize
    base = Self.buffer(capacity)
    source = .gzip(stream)
    if status.st_mode & S_IFMT == S_IFREG { bytesTotal = Int64(status.st_size) }
  }

  deinit {
    if case .gzip(let stream) = source { gzclose(stream) }
    if block == nil { base.deallocate() }
  }

  /// How far the file is read, in its own (compressed) bytes, and how long it is if that is known.
  public var progress: (bytesRead: Int64, bytesTotal: Int64?) {
    if case .gzip(let stream) = source, bytesTotal != nil {
      let offset = Int64(gzoffset(stream))
      if offset >= 0 { return (offset, bytesTotal) }
    }
    return (discarded + Int64(end), bytesTotal)
  }

  /// The beginning of what is unread, at least 64 KiB of it if there is that much; nothing is consumed.
  public func head() throws(InputError) -> InputHead {
    while end - position < InputHead.length, try more() {}
    let count = min(end - position, InputHead.length)
    return InputHead(Array(UnsafeBufferPointer(start: base + position, count: count)))
  }

  /// Everything that is unread.
  ///
  /// - Throws: ``InputError`` beyond `limit` bytes.
  public func rest(limit: Int = 64 << 20) throws(InputError) -> [UInt8] {
    while try more() {
      guard end - position <= limit else {
        throw InputError(file: name, message: "expected at most \(limit >> 20) MiB, found more")
      }
    }
    return Array(UnsafeBufferPointer(start: base + position, count: end - position))
  }

  /// Reads on behind `end`; false at the end of the input. What stands before `position` is let go, and `position`,
  /// `base` and `end` change.
  func more() throws(InputError) -> Bool {
    if isAtEnd { return false }
    if position > 0 {
      _ = lineNumber(at: position)
      let kept = end - position
      if kept > 0 { base.update(from: base + position, count: kept) }
      discarded += Int64(position)
      countedTo -= position
      end = kept
      position = 0
    }
    if capacity - end < blockSize { grow() }
    let count = try read(into: base + end, count: min(capacity - end, 4 * blockSize))
    end += count
    base[end] = 0
    if count == 0 { isAtEnd = true }
    if let onProgress, discarded + Int64(end) >= nextProgress {
      nextProgress = discarded + Int64(end) + Self.progressStep
      let (done, total) = progress
      onProgress(done, total)
    }
    return count > 0
  }

  /// The line, counted from 1, of the byte at an index of `base` that is not before one asked for earlier.
  ///
  /// - Complexity: every byte is looked at once, however often this is asked.
  func lineNumber(at index: Int) -> Int {
    if index > countedTo {
      line += newlines(base + countedTo, count: index - countedTo)
      countedTo = index
    }
    return line
  }

  /// The place of an index of `base` in the whole input.
  func offset(at index: Int) -> Int64 { discarded + Int64(index) }

  private func grow() {
    let larger = Self.buffer(capacity * 2 + blockSize)
    larger.update(from: base, count: end)
    base.deallocate()
    base = larger
    capacity = capacity * 2 + blockSize
  }

  /// Memory for so many bytes and the padding, all nought.
  private static func buffer(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + padding)
    buffer.initialize(repeating: 0, count: capacity + padding)
    return buffer
  }

  private func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(InputError) -> Int {
    switch source {
    case .closed:
      return 0
    case .member(let members):
      let bytes = try members.content(upTo: count)
      bytes.withUnsafeBufferPointer { if let start = $0.baseAddress { target.update(from: start, count: $0.count) } }
      return bytes.count
    case .memory(let bytes, let next):
      let taken = min(count, blockSize, bytes.count - next)
      if taken > 0 {
        bytes.withUnsafeBufferPointer { buffer in
          if let start = buffer.baseAddress { target.update(from: start + next, count: taken) }
        }
      }
      source = .memory(bytes, next: next + taken)
      return taken
    case .gzip(let stream):
      let wanted = min(count, 1 << 30)
      let got = Int(gzread(stream, target, UInt32(clamping: wanted)))
      if got == wanted { return got }
      // A short read is the end of the file or an error, and zlib reports an early end only here.
      var code: Int32 = Z_OK
      _ = gzerror(stream, &code)
      let systemError = errno
      switch code {
      case Z_OK where got >= 0, Z_STREAM_END where got >= 0:
        return got
      case Z_BUF_ERROR:
        throw InputError(
          file: name, message: "the file is cut short: its gzip data ends early", hint: "copy it again")
      case Z_ERRNO:
        throw InputError(file: name, message: "cannot be read: \(String(cString: strerror(systemError)))")
      default:
        throw InputError(file: name, message: "the gzip data is corrupt", hint: "copy it again")
      }
    }
  }
}

/// Reads a small document whole, such as a plan or a catalog; gzip is decompressed.
///
/// - Throws: ``InputError`` if it cannot be read or is longer than `limit`.
public func readAll(_ source: InputSource, limit: Int = 64 << 20) throws(InputError) -> [UInt8] {
  try ByteReader(source).rest(limit: limit)
}
