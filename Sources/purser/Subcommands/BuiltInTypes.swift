import InstanceCatalog
import JobFormats
import JobModel

/// The names of the instance types of all built-in catalogs, which are read one by one as far as need be: to read all
/// takes longer than to import a small file.
final class BuiltInTypes {
  private var names: Set<String> = []
  private var unread = BuiltInCatalog.all[...]

  /// Whether a catalog has this type.
  ///
  /// - Throws: ``InputError`` if a catalog cannot be read.
  func contain(_ type: String) throws -> Bool {
    while !names.contains(type) {
      guard let next = unread.popFirst() else { return false }
      names.formUnion(try CatalogOptions.load(next.name).typeList.map(\.name))
    }
    return true
  }
}
